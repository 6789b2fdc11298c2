/**
 * Milliseconds of a training step of a transformer on a text, as jobs of texts take them (AdamW, clipped), against PyTorch on one thread where
 * Python has it: the same numbers and batches, which the losses of the first steps show. In Node, whose kernels are those of the page.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { median } from '../../src/math/quantile.ts';
import { stream } from '../../src/math/random.ts';
import { startBackend } from '../../src/nn/backend.ts';
import { ResidentSource, type Arrays } from '../../src/nn/batches.ts';
import { classification } from '../../src/nn/loss.ts';
import { sinusoids, transformer } from '../../src/nn/models/transformer.ts';
import { ADAMW, Optimizer } from '../../src/nn/optimizer.ts';
import { RunControl } from '../../src/nn/run-control.ts';
import { train } from '../../src/nn/train.ts';
import { measureInTurn, runsFor, turnOf, type Measurement } from './bench.ts';

/** The text presets’. */
const SHAPE = { vocabulary: 85, blocks: 2, heads: 4, length: 64, batch: 16, rate: 1e-3 } as const;
const BATCHES = 8;
/** Losses that have to agree before anything is timed, and how well: both sides sum in orders of their own. */
const FIRST = 3;
const AGREE = 1e-4;
const WINDOW_MS = 100;
const WINDOWS = 3;
const ROUNDS = 9;

/** @param names rows to measure, such as `text-step/64` and `text-step/64/best` */
export default async function textSteps(names: readonly string[]): Promise<Measurement[]> {
  const root = process.cwd();
  const tfjs = (file: string): string => join(root, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', file);
  const kernels = join(root, 'src', 'nn', 'kernels', 'wasm', 'build', 'kernels.wasm');
  await startBackend('wasm', 0, {
    tfjsWasm: {
      'tfjs-backend-wasm.wasm': tfjs('tfjs-backend-wasm.wasm'),
      'tfjs-backend-wasm-simd.wasm': tfjs('tfjs-backend-wasm-simd.wasm'),
    },
    kernels: () => readFile(kernels),
  });
  const measured: Measurement[] = [];
  for (const width of new Set(names.map((name) => Number(name.split('/')[1])))) measured.push(...(await rowsOf(width, root)));
  return measured;
}

async function rowsOf(width: number, root: string): Promise<Measurement[]> {
  const ours = await ourSide(width);
  const folder = await mkdtemp(join(tmpdir(), 'text-step-'));
  try {
    await ours.writeInto(folder);
    const torch = await torchSide(join(root, 'test', 'bench', 'text-step.py'), folder);
    const losses = await ours.train(FIRST);
    if (torch) compareLosses(width, losses, torch.losses);
    const count = runsFor(WINDOW_MS, await timed(ours.train, FIRST));
    const sides = [turnOf(() => timed(ours.train, count), WINDOWS), ...(torch ? [turnOf(() => torch.train(count), WINDOWS)] : [])];
    const [ourTimes, torchTimes] = await measureInTurn(sides, { rounds: ROUNDS });
    torch?.end();
    const row = (name: string, unit: string, figure: (times: readonly number[]) => number): Measurement => ({
      name,
      unit,
      ours: figure(ourTimes),
      baseline: torch ? figure(torchTimes) : null,
      baselineName: torch ? `PyTorch ${torch.version}, one thread` : 'no Python here has PyTorch',
      better: 'less',
    });
    return [
      row(`text-step/${width}`, 'ms a step', median),
      row(`text-step/${width}/best`, 'ms a step, best', (times) => Math.min(...times)),
    ];
  } finally {
    ours.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(take: (steps: number) => Promise<unknown>, steps: number): Promise<number> {
  const began = performance.now();
  await take(steps);
  return (performance.now() - began) / steps;
}

/** @throws Error if the two sides do not do the same work */
function compareLosses(width: number, ours: readonly number[], theirs: readonly number[]): void {
  for (const [step, loss] of ours.entries()) {
    if (!(Math.abs(theirs[step] / loss - 1) < AGREE))
      throw new Error(
        `Step ${step + 1} at width ${width} has a loss of ${loss} here and of ${theirs[step]} in PyTorch: not the same work.`,
      );
  }
}

/** Symbols that mostly follow one another, so that there is something to learn. */
function symbols(): Arrays {
  const { vocabulary, length, batch } = SHAPE;
  const random = stream(1, 'bench/symbols');
  const draw = (): Int32Array => Int32Array.from({ length: BATCHES * batch * length }, (_, i) => (i + random.integer(3)) % vocabulary);
  return { inputs: draw(), targets: draw(), width: length, targetWidth: length };
}

async function ourSide(width: number) {
  const network = transformer({ seed: 1, width, ...SHAPE });
  const optimizer = new Optimizer(ADAMW, { learningRate: SHAPE.rate, clipNorm: 1 });
  const arrays = symbols();
  const source = new ResidentSource(arrays, SHAPE.batch);
  const objective = classification('classAxis');
  const parameters = await Promise.all(
    network.parameters.map(async (parameter) => ({ name: parameter.name, shape: parameter.shape, values: await parameter.values() })),
  );
  const tensors = [...parameters, { name: 'positions', shape: [SHAPE.length, width], values: sinusoids(SHAPE.length, width) }];
  let taken = 0;
  return {
    async writeInto(folder: string): Promise<void> {
      const bytes = (all: readonly (Float32Array | Int32Array)[]): Buffer =>
        Buffer.concat(all.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
      const about = { ...SHAPE, first: FIRST, tensors: tensors.map(({ name, shape }) => [name, shape]) };
      await writeFile(join(folder, 'bench.json'), JSON.stringify(about));
      await writeFile(join(folder, 'numbers.f32'), bytes(tensors.map(({ values }) => values)));
      await writeFile(join(folder, 'symbols.i32'), bytes([arrays.inputs, arrays.targets]));
    },
    /** @returns the losses of these steps */
    async train(this: void, steps: number): Promise<number[]> {
      const losses: number[] = [];
      const onChunk = (values: Float32Array) => void losses.push(...values);
      await train({ network, optimizer, source, objective, steps, first: taken, control: new RunControl(), onChunk });
      taken += steps;
      return losses;
    },
    dispose(): void {
      for (const part of [network, optimizer, source, objective]) part.dispose();
    },
  };
}

interface TorchSide {
  readonly version: string;
  readonly losses: readonly number[];
  /** @returns milliseconds of one of so many steps */
  train(steps: number): Promise<number>;
  end(): void;
}

/** Null where no Python has PyTorch. */
async function torchSide(script: string, folder: string): Promise<TorchSide | null> {
  // A Python of a person’s own may stand before that of the system, which has the packages of the distribution.
  for (const python of ['python3', '/usr/bin/python3']) {
    const started = await startTorch(python, script, folder);
    if (started) return started;
  }
  return null;
}

async function startTorch(python: string, script: string, folder: string): Promise<TorchSide | null> {
  const child: ChildProcessWithoutNullStreams = spawn(python, [script, folder], {
    env: {
      ...process.env,
      OPENBLAS_NUM_THREADS: '1',
      OMP_NUM_THREADS: '1',
      // Without these glibc gives large arrays back at every step and asks for them again: 45 ms a step at width 64 instead of 16.
      MALLOC_MMAP_THRESHOLD_: String(2 ** 32),
      MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
      MALLOC_TOP_PAD_: String(2 ** 28),
    },
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const failed = new Promise<null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', () => resolve(null));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string | null> => {
    const line = await Promise.race([lines.next(), failed]);
    return line === null || line.done ? null : line.value;
  };
  const first = await next();
  if (first === null) {
    if (complaint !== '' && !/No module named '(?:torch|numpy)/u.test(complaint)) throw new Error(`PyTorch failed: ${complaint}`);
    return null;
  }
  const { version, losses } = JSON.parse(first) as { version: string; losses: number[] };
  return {
    version,
    losses,
    async train(steps) {
      child.stdin.write(`${steps}\n`);
      const line = await next();
      if (line === null) throw new Error(`PyTorch ended while it was measured: ${complaint}`);
      return Number(line);
    },
    end: () => child.kill(),
  };
}
