/** The layers of a network whose numbers sink towards zero, and of which some are then cut. */
import { MAGNITUDE_EDGES } from '../../math/magnitudes.ts';
import { grouped } from '../../math/number-text.ts';
import type { L0Run } from '../../study/families/l0/run.ts';
import type { LayerMagnitudes } from '../../study/events.ts';
import { bitsOfSymbol } from '../../study/families/l0/quality.ts';
import type { L0Job, L0Phase, L0Step } from '../../study/families/l0/types.ts';
import type { NetworkAt, Thinning, WeightLayer } from '../thinning.ts';
import { short } from './runs.ts';

/** Below this a number counts as sunk: what a penalty holds at zero hovers there with the steps of the optimiser. */
const SUNK = 1e-3;
const SUNK_CLASSES = MAGNITUDE_EDGES.indexOf(SUNK) + 1;

const NOTE =
  'Each bar is a layer, its numbers from the largest to the smallest: strong colour 0.1 and above, pale close to zero, hatched cut in this step, empty gone.';
const COUNTED_NOTE =
  'Each bar is a network: filled what is left, hatched cut in this step, empty gone. This record says neither of which layers it is nor how large the numbers are.';
const SAMPLE_NOTE =
  'Below stands what the network writes when nothing is given to it, each byte drawn by its probabilities, with the same random numbers at every step: what changes is what it has learned.';

export const l0Thinning: Thinning<L0Run> = {
  at(run, step, live) {
    const { steps } = run;
    const at = step === null ? steps.length - 1 : steps.findLastIndex(({ epoch }) => epoch <= step);
    const shown = at < 0 ? null : steps[at];
    const look = step === null ? (live?.look ?? null) : null;
    const layers = look?.layers ?? shown?.layers ?? null;
    const sample = (look ?? shown)?.sample ?? null;
    const note = layers || !shown ? NOTE : COUNTED_NOTE;
    const isNow = shown !== null && (step === null || shown.epoch === step);
    const before = !look && isNow && cutting.has(shown.phase) ? (steps[at - 1] ?? null) : null;
    return {
      step: shown?.epoch ?? null,
      layers: layers ? layersOf(layers, before?.layers ?? null) : shown ? [countedLayer(shown, before)] : [],
      words: wordsOf(run, at, layers, look !== null),
      note: sample === null ? note : `${note} ${SAMPLE_NOTE}`,
      sample,
    } satisfies NetworkAt;
  },
  lossWords: ({ job }, loss) => bitsOfSymbol(job, loss),
};

const cutting: ReadonlySet<L0Phase> = new Set(['pruning', 'shrinking']);

const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);

function layersOf(layers: readonly LayerMagnitudes[], before: readonly LayerMagnitudes[] | null): WeightLayer[] {
  const had = new Map(before && drawnLayers(before).map(({ name, counts }) => [name, sum(counts)]));
  return drawnLayers(layers).map(({ name, size, counts }) => {
    const left = sum(counts);
    return { kind: 'weights', name, size, left, leaves: Math.max(0, (had.get(name) ?? left) - left), classes: counts.toReversed() };
  });
}

/** Of more layers those that belong together are one bar. */
const MOST_BARS = 8;

/** A layer with its normalisation, a block with its layers: what has the same name up to the first slash. */
function drawnLayers(layers: readonly LayerMagnitudes[]): readonly LayerMagnitudes[] {
  if (layers.length <= MOST_BARS) return layers;
  const joined = new Map<string, LayerMagnitudes>();
  for (const { name: whole, size, counts } of layers) {
    const [name] = whole.split('/');
    const before = joined.get(name);
    joined.set(name, {
      name,
      size: size + (before?.size ?? 0),
      counts: before ? counts.map((amount, place) => amount + before.counts[place]) : counts,
    });
  }
  return [...joined.values()];
}

const sizeOf = ({ nonzero, sparsity }: L0Step): number => (sparsity < 1 ? Math.round(nonzero / (1 - sparsity)) : nonzero);

/** The whole network as one: older records and links say no more than how many numbers are left. */
function countedLayer(step: L0Step, before: L0Step | null): WeightLayer {
  const leaves = before ? Math.max(0, before.nonzero - step.nonzero) : 0;
  return { kind: 'weights', name: 'all layers', size: sizeOf(step), left: step.nonzero, leaves, classes: null };
}

/** @param isNow whether the layers are as they are now, of which no accuracy is known */
function wordsOf({ job, steps, summary }: L0Run, at: number, layers: readonly LayerMagnitudes[] | null, isNow: boolean): string {
  const step = at < 0 ? null : steps[at];
  if (!step && !layers) return '';
  const size = layers ? sum(layers.map((layer) => layer.size)) : step ? (summary?.parameters ?? sizeOf(step)) : 0;
  const left = layers ? sum(layers.map(({ counts }) => sum(counts))) : (step?.nonzero ?? 0);
  const sunk = layers ? sum(layers.map(({ counts }) => sum(counts.slice(0, SUNK_CLASSES)))) : 0;
  // Some numbers begin as zeros, and some of these are never moved: nobody took them out.
  const isPruned = steps.slice(0, at + 1).some(({ phase }) => cutting.has(phase));
  const amount = `${grouped(left)} of ${grouped(size)} numbers`;
  return [
    left === size ? `all ${grouped(size)} numbers there` : isPruned ? `${amount} left${rateText(size, left)}` : `${amount} not zero`,
    isPruned || sunk === 0 ? '' : `${percent(sunk / size)} below ${SUNK}`,
    isNow || !step ? '' : qualityText(job, step),
  ]
    .filter(Boolean)
    .join(' · ');
}

const rateText = (size: number, left: number): string =>
  left > 0 && size > 1.05 * left ? ` (1 in ${short(Number((size / left).toPrecision(3)))})` : '';

const qualityText = (job: L0Job, { testAccuracy, testLoss }: L0Step): string =>
  bitsOfSymbol(job, testLoss) ??
  (testAccuracy === null ? `test loss ${short(Number(testLoss.toPrecision(3)))}` : `${percent(testAccuracy)} right`);

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
