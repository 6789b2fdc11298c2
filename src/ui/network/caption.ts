/** An opened network in words. */
import type { NetworkFacts } from '../../study/network-protocol.ts';
import { familyOf } from '../../study/schema.ts';

type Described = Pick<NetworkFacts, 'isChain' | 'tensors'> & { readonly model: Pick<NetworkFacts['model'], 'job'> };

/**
 * Outputs of each layer but the last, as they are stored: neurons that were pruned are gone.
 * @returns null where the network is no chain of dense layers
 */
function hiddenWidths({ isChain, tensors }: Described): readonly number[] | null {
  if (!isChain || tensors.some(({ shape }) => shape.length !== 2)) return null;
  return tensors.slice(0, -1).map(({ shape: [outputs] }) => outputs);
}

/** “9 hidden neurons (512 before the first prune)”, “LeNet-300-100, 300-100 hidden neurons”, “LeNet-5”. */
export function networkCaption(facts: Described): string {
  const { job } = facts.model;
  const widths = hiddenWidths(facts)?.join('-');
  const neurons = widths ? `${widths} hidden neurons` : null;
  const { title, hidden } = familyOf(job).modelOf(job);
  if (title !== null) return [title, neurons].filter((part) => part !== null).join(', ');
  const initial = hidden.join('-');
  return widths === initial ? `${initial} hidden neurons` : `${neurons ?? 'no hidden neurons'} (${initial} before the first prune)`;
}

/** What is left of a network, of what it has and of what it was built with: a neuron that was pruned is gone from the former, not from the latter. */
export interface Totals {
  readonly nonzero: number;
  readonly parameters: number;
  /** Null where nothing was taken out, so that both are the same. */
  readonly built: number | null;
  /** Numbers that it was built with per number that is left; null where none is. */
  readonly compressionRate: number | null;
}

export function totalsOf({
  parameters,
  nonzero,
  model: { job },
}: Pick<NetworkFacts, 'parameters' | 'nonzero'> & Pick<Described, 'model'>): Totals {
  const { parameters: built } = familyOf(job).memory(job);
  return {
    nonzero,
    parameters,
    built: built > parameters ? built : null,
    compressionRate: nonzero > 0 ? Math.max(built, parameters) / nonzero : null,
  };
}
