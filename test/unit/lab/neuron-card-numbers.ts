/** The rows of the card of neurons and weights, computed again by plain loops over the JSON of its records. */
import type { Raw, Values } from './card-numbers.ts';

const titles: Readonly<Record<string, string>> = {
  'neurons-dtc': 'DTC, neurons',
  'neurons-magnitude': 'Magnitude, neurons',
  'neurons-l2': 'ℓ2 norm, neurons',
  'neurons-random': 'Random, neurons',
  'magnitude-finetune': 'Magnitude, fine-tuned',
  'gradual-magnitude': 'Magnitude, gradually',
  'random-finetune': 'Random, fine-tuned',
  snip: 'SNIP',
  synflow: 'SynFlow',
};

/** Accuracy in per cent at so many numbers, on the straight line over the logarithm of the two networks around it; null beyond them. */
function at(ladder: readonly Raw[], numbers: number): number | null {
  const exact = ladder.find(({ summary }) => summary.nonzero === numbers);
  if (exact) return 100 * exact.summary.testAccuracy;
  const sizes = ladder.map(({ summary }) => summary.nonzero as number);
  const [below, above] = [Math.max(...sizes.filter((size) => size < numbers)), Math.min(...sizes.filter((size) => size > numbers))];
  if (!Number.isFinite(below) || !Number.isFinite(above)) return null;
  const accuracyOf = (size: number): number => 100 * ladder.find(({ summary }) => summary.nonzero === size).summary.testAccuracy;
  const share = Math.log(numbers / below) / Math.log(above / below);
  return (1 - share) * accuracyOf(below) + share * accuracyOf(above);
}

/** By the names of the rows, at the rates at which every method has a network on both sides for every seed. */
export function neuronsBesideOthers(records: readonly Raw[]): Values {
  const methods = Object.keys(titles);
  const found: Record<string, readonly number[]> = {};
  for (const rate of [2, 4, 8, 16, 32, 64]) {
    const rows = methods.map((method) =>
      [1, 2, 3].map((seed) => {
        const ladder = records.filter(({ job }) => job.compression.method === method && job.seed === seed);
        return ladder.length === 0 ? null : at(ladder, Math.round(ladder[0].summary.parameters / rate));
      }),
    );
    if (rows.flat().includes(null)) continue;
    for (const [place, method] of methods.entries()) found[`${titles[method]}, 1 number of ${rate} left`] = rows[place] as number[];
  }
  return found;
}
