/**
 * What is known of the models of jobs without building them: titles, the data that they take, their size. The page reads it, which has no
 * tfjs. A new model is a file in this folder, an entry here, and its builder in `registry.ts`.
 */
import type { Settings } from '../../data/setting.ts';
import { imageShape, isSameShape, shapeText, sizeOf, vectorShape, type ImageShape, type InputShape } from '../../data/shape.ts';
import type { LayerSize, ModelSize, WeighedLayer } from './size.ts';
import {
  transformerComplaints,
  transformerSettings,
  transformerShape,
  transformerSize,
  type TransformerShape,
} from './transformer-size.ts';

export type { LayerSize } from './size.ts';

/** What a network is made for. */
export interface ModelPlan extends Partial<TransformerShape> {
  /** Of a sample. */
  readonly input: InputShape;
  /** Classes, or values of a regression. */
  readonly outputs: number;
  /** Factor on channels. */
  readonly width: number;
  /** Of hidden layers, where they are free. */
  readonly hidden: readonly number[];
}

export interface JobModel {
  readonly title: string;
  /** Whether it can be built for such samples and so many outputs. */
  takes(plan: Pick<ModelPlan, 'input' | 'outputs'>): boolean;
  /** What it takes, in words. */
  readonly wants: string;
  /** Samples that it was published for, or what else is usual. */
  readonly usualInput: InputShape;
  /** Whether it has a width that can be set. */
  readonly scales: boolean;
  /** Whether the widths of its hidden layers are set. */
  readonly hasOwnWidths?: boolean;
  /** Settings of the section `model` that are for it alone. */
  readonly settings?: Settings;
  /** Whether its initial weights are its own whatever the setting says. */
  readonly hasOwnInit?: boolean;
  /** Whether it is no chain of layers: its dense layers do not follow one another, so that none is pruned by itself and no neuron taken out. */
  readonly branches?: boolean;
  /** What is wrong with settings of its own that are each in their range. */
  complaints?(plan: Partial<TransformerShape>): readonly (readonly [path: string, message: string])[];
  size(plan: ModelPlan): ModelSize;
}

/** Channels or neurons at a width. */
export const scaledTo = (width: number, channels: number): number => Math.max(1, Math.round(channels * width));

/** Stages of VGG-16. */
export const vggStages = [
  { convolutions: 2, channels: 64 },
  { convolutions: 2, channels: 128 },
  { convolutions: 3, channels: 256 },
  { convolutions: 3, channels: 512 },
  { convolutions: 3, channels: 512 },
] as const;
/** Width of the dense layers of VGG-16. */
export const VGG_DENSE = 512;

export interface ResnetStages {
  /** Blocks and channels of each stage; all but the first halve height and width. */
  readonly stages: readonly { readonly blocks: number; readonly channels: number }[];
  /** Channels that come out of a block, per channel of its 3 × 3 convolutions: 1 for basic blocks, 4 for bottlenecks. */
  readonly expansion: 1 | 4;
}

export const resnet20Stages: ResnetStages = { stages: [16, 32, 64].map((channels) => ({ blocks: 3, channels })), expansion: 1 };
export const resnet50Stages: ResnetStages = {
  stages: [
    { blocks: 3, channels: 64 },
    { blocks: 4, channels: 128 },
    { blocks: 6, channels: 256 },
    { blocks: 3, channels: 512 },
  ],
  expansion: 4,
};

/** Networks whose first layer has the size of one kind of sample. */
const only = (usualInput: InputShape): Pick<JobModel, 'takes' | 'wants' | 'usualInput'> => ({
  usualInput,
  takes: ({ input }) => isSameShape(input, usualInput),
  wants: shapeText(usualInput),
});

const [digits, photos] = [imageShape([28, 28, 1]), imageShape([32, 32, 3])];

/** Least side of images for networks that halve them. */
const LEAST_SIDE = 8;

/** Networks that halve images of any size. */
const anyImages: Pick<JobModel, 'takes' | 'wants' | 'usualInput'> = {
  usualInput: photos,
  takes: ({ input }) => input.kind === 'image' && Math.min(input.height, input.width) >= LEAST_SIDE,
  wants: `images of at least ${LEAST_SIDE} × ${LEAST_SIDE} pixels`,
};

const points = vectorShape(2);

export const jobModels = {
  'lenet-300-100': {
    title: 'LeNet-300-100',
    ...only(digits),
    scales: false,
    size: (plan) => denseSize({ ...plan, hidden: [300, 100] }),
  },
  'lenet-5': { title: 'LeNet-5 (Caffe)', ...only(digits), scales: false, size: lenet5Size },
  'cifar-mlp': {
    title: 'CIFAR MLP',
    ...only(photos),
    scales: false,
    size: (plan) => denseSize({ ...plan, hidden: [512, 512, 512] }),
  },
  'vgg-16': { title: 'VGG-16', ...only(photos), scales: true, size: vggSize },
  'resnet-20': { title: 'ResNet-20', ...anyImages, scales: true, size: (plan) => resnetSize(resnet20Stages, plan) },
  'resnet-50': { title: 'ResNet-50', ...anyImages, scales: true, size: (plan) => resnetSize(resnet50Stages, plan) },
  student: {
    title: 'Student 2-25-25-1',
    ...only(points),
    takes: ({ input, outputs }) => isSameShape(input, points) && outputs === 1,
    scales: false,
    size: (plan) => denseSize({ ...plan, hidden: [25, 25] }),
  },
  mlp: {
    title: 'Own widths',
    takes: ({ input }) => input.kind !== 'tokens',
    wants: 'images and points of any size',
    usualInput: digits,
    scales: false,
    hasOwnWidths: true,
    size: denseSize,
  },
  transformer: {
    title: 'Transformer',
    takes: ({ input, outputs }) => input.kind === 'tokens' && outputs === input.vocabulary,
    wants: 'texts',
    usualInput: { kind: 'tokens', length: 64, vocabulary: 256 },
    scales: false,
    hasOwnInit: true,
    branches: true,
    settings: transformerSettings,
    complaints: (plan) => transformerComplaints(transformerShape(plan)),
    size: transformerSize,
  },
} as const satisfies Record<string, JobModel>;

export type JobModelName = keyof typeof jobModels;

/** @throws RangeError for what is none */
export function imageOf(input: InputShape): ImageShape {
  if (input.kind !== 'image') throw new RangeError(`A network for images was asked to take ${shapeText(input)}: choose another network.`);
  return input;
}

/** Adds up the layers of a network. */
class Tally implements ModelSize {
  parameters = 0;
  work = 0;
  kept = 0;
  readonly layers: LayerSize[] = [];
  readonly weighed: WeighedLayer[] = [];
  readonly unweighed = 0;

  dense(inputs: number, outputs: number): void {
    this.parameters += (inputs + 1) * outputs;
    this.work += inputs * outputs;
    this.kept += outputs;
    this.layers.push({ units: outputs, pixels: 1 });
    this.weighed.push({ numbers: (inputs + 1) * outputs, uses: 1 });
  }

  /** @param pixels that come out, a channel */
  convolution(side: number, inputs: number, outputs: number, pixels: number, bias: boolean): void {
    const numbers = side * side * inputs * outputs + (bias ? outputs : 0);
    this.parameters += numbers;
    this.work += side * side * inputs * outputs * pixels;
    this.kept += outputs * pixels;
    this.layers.push({ units: outputs, pixels });
    this.weighed.push({ numbers, uses: pixels });
  }

  /** Batch normalisation and its ReLU. */
  norm(channels: number, pixels: number): void {
    this.parameters += 2 * channels;
    this.kept += 2 * channels * pixels;
  }
}

function denseSize({ input, hidden, outputs }: ModelPlan): ModelSize {
  const tally = new Tally();
  const widths = [sizeOf(input), ...hidden, outputs];
  for (const [layer, inputs] of widths.slice(0, -1).entries()) tally.dense(inputs, widths[layer + 1]);
  return tally;
}

function lenet5Size({ outputs }: ModelPlan): ModelSize {
  const tally = new Tally();
  tally.convolution(5, 1, 20, 24 * 24, true);
  tally.convolution(5, 20, 50, 8 * 8, true);
  tally.dense(800, 500);
  tally.dense(500, outputs);
  return tally;
}

function vggSize({ outputs, width }: ModelPlan): ModelSize {
  const tally = new Tally();
  let [inputs, side] = [3, 32];
  for (const { convolutions, channels } of vggStages) {
    const own = scaledTo(width, channels);
    for (let i = 0; i < convolutions; i++) {
      tally.convolution(3, inputs, own, side * side, true);
      tally.norm(own, side * side);
      inputs = own;
    }
    side /= 2;
  }
  const hidden = scaledTo(width, VGG_DENSE);
  tally.dense(inputs, hidden);
  tally.dense(hidden, hidden);
  tally.dense(hidden, outputs);
  return tally;
}

function resnetSize({ stages, expansion }: ResnetStages, { input, outputs, width }: ModelPlan): ModelSize {
  const image = imageOf(input);
  const tally = new Tally();
  const layer = (side: number, from: number, to: number, pixels: number): void => {
    tally.convolution(side, from, to, pixels, false);
    tally.norm(to, pixels);
  };
  let [height, across] = [image.height, image.width];
  let inputs = scaledTo(width, stages[0].channels);
  layer(3, image.channels, inputs, height * across);
  for (const [stage, { blocks, channels }] of stages.entries()) {
    const own = scaledTo(width, channels);
    for (let block = 0; block < blocks; block++) {
      const before = height * across;
      if (stage > 0 && block === 0) [height, across] = [Math.ceil(height / 2), Math.ceil(across / 2)];
      const pixels = height * across;
      if (expansion === 1) {
        layer(3, inputs, own, pixels);
        layer(3, own, own, pixels);
      } else {
        layer(1, inputs, own, before);
        layer(3, own, own, pixels);
        layer(1, own, 4 * own, pixels);
        if (pixels !== before || inputs !== 4 * own) layer(1, inputs, 4 * own, pixels);
      }
      inputs = expansion * own;
    }
  }
  tally.dense(inputs, outputs);
  return tally;
}
