/** How fast networks train on this machine, as it was measured before anything had run. */
import { z } from '../data/zod.ts';
import { median } from '../math/quantile.ts';
import { backendChoices } from '../study/events.ts';
import { ENGINE_VERSION } from '../study/version.ts';
import type { Rates } from './rates.ts';

/** How fast a network was, where a backend was chosen. */
const paceSchema = z.strictObject({
  choice: z.enum(backendChoices),
  /** See `networkKey`. */
  network: z.string().max(100),
  backend: z.enum(['webgpu', 'wasm', 'cpu']),
  /** Seconds per unit of work. */
  rate: z.number().positive(),
});
export type Pace = z.output<typeof paceSchema>;

/** What was measured with a version of the engine. */
export const pacesSchema = z.strictObject({ engine: z.string().max(20), paces: z.array(paceSchema).max(1000) });

/** Those of this version of the engine. */
export const currentPaces = ({ engine, paces }: z.output<typeof pacesSchema>): readonly Pace[] => (engine === ENGINE_VERSION ? paces : []);

/** With what was measured in place of what was before for that choice and network. */
export const withPaces = (paces: readonly Pace[], measured: readonly Pace[]): z.output<typeof pacesSchema> => ({
  engine: ENGINE_VERSION,
  paces: [
    ...paces.filter(({ choice, network }) => !measured.some((pace) => pace.choice === choice && pace.network === network)),
    ...measured,
  ],
});

/** As rates: of each network, and of a backend the middle one. */
export function ratesOf(paces: readonly Pace[]): Rates {
  const backends = [...new Set(paces.map(({ backend }) => backend))];
  return Object.fromEntries([
    ...backends.map((name) => [name, median(paces.filter(({ backend }) => backend === name).map(({ rate }) => rate))] as const),
    ...paces.map(({ backend, network, rate }) => [`${backend}/${network}`, rate] as const),
  ]);
}
