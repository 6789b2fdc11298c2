/** Our kernels of plain JavaScript against those of tfjs that they stand for, to one float32 unit in the last place. */
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { registerCpuKernels } from '../../../../src/nn/kernels/cpu/register.ts';
import { stream } from '../../../../src/math/random.ts';
import * as tf from '../../../../src/nn/tf.ts';

const NAMES = [tf.Exp, tf.Log, tf.Tanh, tf.Sigmoid, tf.Softmax, tf.Pow];
const stock = new Map<string, tf.KernelConfig>();

beforeAll(async () => {
  for (const name of NAMES) stock.set(name, tf.getKernel(name, 'cpu'));
  await tf.setBackend('cpu');
});

const random = stream(1, 'kernels of plain JavaScript');
const values = (count: number, scale: number): number[] => Array.from({ length: count }, () => scale * random.normal());
const special = [0, -0, 1, -1, 88, -88, 104, -104, 1e-30, -1e-30, Infinity, -Infinity, NaN];

/** Values with tfjs's own kernels, then with ours. */
function onBoth(x: tf.Tensor, f: (x: tf.Tensor) => tf.Tensor): { own: tf.Tensor; theirs: tf.Tensor } {
  for (const config of stock.values()) {
    tf.unregisterKernel(config.kernelName, 'cpu');
    tf.registerKernel(config);
  }
  const theirs = f(x);
  registerCpuKernels();
  return { own: f(x), theirs };
}

/** Bits of float32 numbers as whole numbers in their order. */
const orderOf = (x: Float32Array): Int32Array => new Int32Array(x.buffer.slice(0)).map((bits) => (bits < 0 ? -(bits & 0x7fffffff) : bits));

function expectOneUlp({ own, theirs }: { own: tf.Tensor; theirs: tf.Tensor }): void {
  expect([own.shape, own.dtype]).toEqual([theirs.shape, theirs.dtype]);
  const [a, b] = [own.dataSync() as Float32Array, theirs.dataSync() as Float32Array];
  const [ours, others] = [orderOf(a), orderOf(b)];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(b[i])) expect(a[i]).toBeNaN();
    else expect(Math.abs(ours[i] - others[i]), `${a[i]} and ${b[i]}`).toBeLessThanOrEqual(1);
  }
}

test.each<[string, (x: tf.Tensor) => tf.Tensor]>([
  ['exp', (x) => tf.exp(x)],
  ['log', (x) => tf.log(x)],
  ['tanh', (x) => tf.tanh(x)],
  ['sigmoid', (x) => tf.sigmoid(x)],
])('%s', (_name, f) => {
  for (const scale of [0.01, 1, 30]) expectOneUlp(onBoth(tf.tensor(values(3000, scale), [3, 1000]), f));
  expectOneUlp(onBoth(tf.tensor(special), f));
});

test('exp of whole numbers is float32', () => {
  expectOneUlp(onBoth(tf.tensor([1, 2, 3], [3], 'int32'), tf.exp));
});

test('softmax', () => {
  for (const scale of [0.01, 1, 30]) expectOneUlp(onBoth(tf.tensor(values(3000, scale), [30, 10, 10]), tf.softmax));
  expectOneUlp(onBoth(tf.tensor([1e30, 0, -1e30, -Infinity]), tf.softmax));
});

test('pow, of every shape that goes together', () => {
  const shapes: [number[], number[]][] = [
    [
      [20, 30],
      [20, 30],
    ],
    [[20, 30], []],
    [[], [4]],
    [[20, 30], [30]],
    [
      [20, 1, 3],
      [4, 1],
    ],
  ];
  for (const [a, b] of shapes) {
    const of = (shape: number[]) => tf.abs(tf.tensor(values(tf.util.sizeFromShape(shape), 1), shape));
    const [base, exponent] = [of(a), of(b)];
    expectOneUlp(onBoth(base, (x) => tf.pow(x, exponent)));
  }
  expectOneUlp(onBoth(tf.tensor(special), (x) => tf.pow(x, 1.5)));
  const whole = onBoth(tf.tensor([2, 3, -4], [3], 'int32'), (x) => tf.pow(x, tf.tensor([3], [], 'int32')));
  expect(whole.own.dtype).toBe('int32');
  expect([...whole.own.dataSync()]).toEqual([...whole.theirs.dataSync()]);
});

test('registering again changes nothing', () => {
  registerCpuKernels();
  const before = NAMES.map((name) => tf.getKernel(name, 'cpu'));
  registerCpuKernels();
  expect(NAMES.map((name) => tf.getKernel(name, 'cpu'))).toEqual(before);
});
