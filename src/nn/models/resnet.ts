/**
 * Residual networks for small images (He et al., arXiv 1512.03385). ResNet-20: section 4.2, three stages of basic blocks with 16, 32 and 64
 * channels and shortcuts without parameters (option A), 269,722 parameters. ResNet-50: the four stages of bottlenecks of table 1 behind a
 * 3 × 3 stem without pooling, as is usual for images of 32 × 32, with projections where the shape changes (option B) and the stride in the
 * 3 × 3 convolution; 23,520,842 parameters. No convolution has a bias: batch normalisation follows each.
 */
import { imageShape } from '../../data/shape.ts';
import { BatchNorm } from '../layers/batch-norm.ts';
import { Conv2d } from '../layers/conv2d.ts';
import { dense } from '../layers/dense.ts';
import { Initialiser } from '../layers/init.ts';
import type { Layer } from '../layers/layer.ts';
import { PaddedIdentity, Residual } from '../layers/residual.ts';
import { Sequential } from '../layers/sequential.ts';
import { Activated, GlobalMeanPool, ToImage } from '../layers/shape.ts';
import { imageOf, resnet20Stages, resnet50Stages, scaledTo, type ResnetStages } from './catalogue.ts';
import { networkAround, type DataModelOptions, type Network } from './network.ts';

export interface ResnetOptions extends DataModelOptions {
  /** Factor on the channels of every stage: 1 unless given. */
  readonly width?: number | undefined;
}

/** What a block is told of its place. */
interface Place {
  readonly from: Initialiser;
  readonly name: string;
  readonly inputs: number;
  /** Channels of its 3 × 3 convolutions. */
  readonly channels: number;
  readonly stride: number;
}

/** relu(two convolutions + shortcut). */
function basic({ from, name, inputs, channels, stride }: Place): Layer {
  return new Residual(
    new Sequential([
      ...convolution(from, `${name}/conv-1`, { side: 3, inputs, outputs: channels, stride }),
      new Activated('relu'),
      ...convolution(from, `${name}/conv-2`, { side: 3, inputs: channels, outputs: channels }),
    ]),
    stride === 1 && inputs === channels ? null : new PaddedIdentity(stride, channels - inputs),
  );
}

/** relu(fewer channels, a 3 × 3 convolution, four times as many + shortcut). */
function bottleneck({ from, name, inputs, channels, stride }: Place): Layer {
  const outputs = 4 * channels;
  return new Residual(
    new Sequential([
      ...convolution(from, `${name}/conv-1`, { side: 1, inputs, outputs: channels }),
      new Activated('relu'),
      ...convolution(from, `${name}/conv-2`, { side: 3, inputs: channels, outputs: channels, stride }),
      new Activated('relu'),
      ...convolution(from, `${name}/conv-3`, { side: 1, inputs: channels, outputs }),
    ]),
    stride === 1 && inputs === outputs ? null : new Sequential(convolution(from, `${name}/shortcut`, { side: 1, inputs, outputs, stride })),
  );
}

/** Images [batch, height · width · channels] to logits [batch, classes]. */
export const resnet20 = (options: ResnetOptions): Network => resnet(resnet20Stages, options);

/** Images [batch, height · width · channels] to logits [batch, classes]. */
export const resnet50 = (options: ResnetOptions): Network => resnet(resnet50Stages, options);

/**
 * A residual network of any stages.
 *
 * @internal Tests of what a block computes take one block of each kind, and not all of them.
 */
export function resnet(
  { stages, expansion }: ResnetStages,
  { seed, init = 'he-uniform', width = 1, input = imageShape([32, 32, 3]), outputs = 10 }: ResnetOptions,
): Network {
  const from = new Initialiser(seed, init);
  const block = expansion === 1 ? basic : bottleneck;
  const { height, width: across, channels: colours } = imageOf(input);
  let inputs = scaledTo(width, stages[0].channels);
  const layers: Layer[] = [
    new ToImage([height, across, colours]),
    ...convolution(from, 'stem', { side: 3, inputs: colours, outputs: inputs }),
    new Activated('relu'),
  ];
  stages.forEach(({ blocks, channels }, stage) => {
    for (let i = 0; i < blocks; i++) {
      const place = {
        from,
        name: `stage-${stage + 1}-${i + 1}`,
        inputs,
        channels: scaledTo(width, channels),
        stride: stage > 0 && i === 0 ? 2 : 1,
      };
      layers.push(block(place));
      inputs = expansion * place.channels;
    }
  });
  layers.push(new GlobalMeanPool(), dense(from, 'dense', inputs, outputs, 'linear'));
  return networkAround(new Sequential(layers));
}

/** A convolution without bias that keeps height and width (but for its stride), and its batch normalisation. */
function convolution(
  from: Initialiser,
  name: string,
  { side, ...options }: { readonly side: 1 | 3; readonly inputs: number; readonly outputs: number; readonly stride?: number },
): Layer[] {
  // Half the side on every edge. tfjs’s “same” would pad even images only below and to the right where the stride is 2, and so look half a
  // pixel beside the shortcut.
  const padding = (side - 1) / 2;
  return [
    new Conv2d(from, { ...options, name, side, activation: 'linear', padding, bias: false }),
    new BatchNorm(`${name}/norm`, options.outputs),
  ];
}
