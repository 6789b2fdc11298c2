/** One sample at a time: what a network says of it, and what it said before anything was done to it. */
import { classesOf } from '../nn/measure.ts';
import type { Network } from '../nn/models/network.ts';
import { RunControl } from '../nn/run-control.ts';
import * as tf from '../nn/tf.ts';
import type { Pictures, TestSet } from './network-bench.ts';
import type { Question, Reply } from './network-protocol.ts';

/** @param whole the network as it came @param now as it is by now */
export async function replyTo(question: Question, test: TestSet, whole: Network, now: Network): Promise<Reply> {
  const { pictures } = test;
  if (!pictures) throw new RangeError('Only networks of images are asked about a sample.');
  if (question.kind === 'drawn') {
    const inputs = standardised(question.pixels, pictures);
    return { sample: null, label: null, pixels: question.pixels, ...(await both(inputs, whole, now)) };
  }
  const sample = question.kind === 'sample' ? question.sample : await nextWrong(question.after, test, whole, now);
  const inputs = await test.inputsOf(sample);
  const [label, answers] = [(await test.labels())[sample], await both(inputs, whole, now)];
  return { sample, label, pixels: pixelsOf(inputs, pictures), ...answers };
}

async function both(inputs: Float32Array, whole: Network, now: Network): Promise<Pick<Reply, 'whole' | 'now'>> {
  const ask = async (network: Network): Promise<number[]> => {
    const shares = tf.tidy(() => tf.softmax(network.forward(tf.tensor2d(inputs, [1, inputs.length])) as tf.Tensor2D));
    const values = [...(await shares.data<'float32'>())];
    shares.dispose();
    return values;
  };
  return { whole: await ask(whole), now: await ask(now) };
}

/**
 * The next sample that the network gets wrong: first of all one that it got right as it came; any other sample where it makes no mistake.
 * @param after a sample, from which the search goes round
 */
async function nextWrong(after: number, test: TestSet, whole: Network, now: Network): Promise<number> {
  const labels = await test.labels();
  const [was, is] = [await classesOf(whole, test.kept, new RunControl()), await classesOf(now, test.kept, new RunControl())];
  const inTurn = Array.from(labels, (_label, step) => (after + 1 + step) % labels.length);
  const isWrong = (sample: number): boolean => is[sample] !== labels[sample];
  return inTurn.find((sample) => isWrong(sample) && was[sample] === labels[sample]) ?? inTurn.find(isWrong) ?? inTurn[0];
}

/** @param pixels from 0 to 1, the channel changing fastest */
function standardised(pixels: Float32Array, { shape: { channels }, normalisation }: Pictures): Float32Array {
  if (!normalisation) return pixels;
  const { mean, std } = normalisation;
  return pixels.map((pixel, at) => (pixel - mean[at % channels]) / std[at % channels]);
}

/** The way back, for pictures. */
function pixelsOf(inputs: Float32Array, { shape: { channels }, normalisation }: Pictures): Float32Array {
  if (!normalisation) return inputs.slice();
  const { mean, std } = normalisation;
  return inputs.map((input, at) => Math.min(1, Math.max(0, input * std[at % channels] + mean[at % channels])));
}
