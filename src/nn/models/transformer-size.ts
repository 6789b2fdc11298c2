/** What is known of a transformer without building it: its settings and its size. The page reads it, which has no tfjs. */
import { choice, number, type SettingValues } from '../../data/setting.ts';
import type { InputShape } from '../../data/shape.ts';
import type { ModelSize } from './size.ts';

/** Of the section `model` of jobs on texts. */
export const transformerSettings = {
  dim: number({
    title: 'Width d',
    symbol: 'd',
    help: 'Numbers that stand for a symbol on its way through the transformer, a multiple of the heads. With two blocks and 85 symbols 16, 32, 48, 64 and 96 make 9,397, 30,997, 64,885, 111,061 and 240,277 parameters.',
    differs: 'The paper has 64 to 320, for texts of 300 MB and more.',
    default: 64,
    min: 2,
    max: 1024,
    integer: true,
    step: 16,
  }),
  blocks: number({
    title: 'Blocks',
    help: 'Each lets every place look back at those before it, and then thinks for itself.',
    differs: '3 or 4 in the paper.',
    default: 2,
    min: 1,
    max: 24,
    integer: true,
    step: 1,
  }),
  heads: number({
    title: 'Heads',
    help: 'In how many ways at once a place looks back.',
    differs: '4 to 8 in the paper.',
    default: 4,
    min: 1,
    max: 32,
    integer: true,
    step: 1,
  }),
  faithful: choice({
    title: 'As the authors’ code',
    help: 'Whether both halves of a block share one normalisation, symbols enter twice as large, and activation and initial weights are those of the code.',
    differs: 'None of it is in the paper; parameter counts are the paper’s only with it.',
    options: [
      { value: 'no', title: 'No' },
      { value: 'yes', title: 'Yes' },
    ],
    default: 'no',
  }),
} as const;

export type TransformerShape = SettingValues<typeof transformerSettings>;

/** Those of a plan; the usual ones where it says nothing. */
export function transformerShape({ dim, blocks, heads, faithful }: Partial<TransformerShape>): TransformerShape {
  const usual = transformerSettings;
  return {
    dim: dim ?? usual.dim.default,
    blocks: blocks ?? usual.blocks.default,
    heads: heads ?? usual.heads.default,
    faithful: faithful ?? usual.faithful.default,
  };
}

/** What goes in and comes out. */
interface Sequences {
  readonly input: InputShape;
  readonly outputs: number;
}

/**
 * Of K symbols and L blocks 2Kd + K + L(12d² + 13d) + 2d parameters; L(12d² + 11d) where a block has one normalisation. Multiply-adds of a
 * forward pass over T places: those of the matrices, and T²d for scores and as many for what they weigh, in each block.
 */
export function transformerSize({ input, outputs, ...plan }: Sequences & Partial<TransformerShape>): ModelSize {
  const { dim, blocks, heads, faithful } = transformerShape(plan);
  const places = lengthOf(input);
  const ofBlock = 12 * dim * dim + (faithful === 'yes' ? 11 : 13) * dim;
  // Both normalisations, queries, keys and values, what is seen, both sums, twice the wide layer; and the weights of each head.
  const keptByBlock = 16 * dim + heads * places;
  const unweighed = places * blocks * 2 * places * dim;
  // Queries, keys and values; their merging; the wide layer, there and back.
  const matrices = [
    [dim, 3 * dim],
    [dim, dim],
    [dim, 4 * dim],
    [4 * dim, dim],
  ];
  return {
    parameters: 2 * outputs * dim + outputs + blocks * ofBlock + 2 * dim,
    work: places * (blocks * 12 * dim * dim + outputs * dim) + unweighed,
    kept: places * (2 * dim + blocks * keptByBlock + outputs),
    layers: [
      { units: dim, pixels: places },
      ...Array.from({ length: blocks }, () => [
        { units: dim, pixels: places },
        { units: 4 * dim, pixels: places },
      ]).flat(),
      { units: outputs, pixels: places },
    ],
    weighed: [...Array.from({ length: blocks }, () => matrices).flat(), [dim, outputs]].map(([from, to]) => ({
      numbers: (from + 1) * to,
      uses: places,
    })),
    unweighed,
  };
}

/** What is wrong with a shape whose numbers are each in their range. */
export function transformerComplaints({ dim, heads }: TransformerShape): readonly (readonly [path: string, message: string])[] {
  if (dim % heads === 0) return [];
  return [['model.heads', `is ${heads}, which does not divide the width d of ${dim}: choose a divisor of it`]];
}

/** @throws RangeError for what is no sequence */
function lengthOf(input: InputShape): number {
  if (input.kind !== 'tokens') throw new RangeError('A transformer was asked to take what is no text: choose another network.');
  return input.length;
}
