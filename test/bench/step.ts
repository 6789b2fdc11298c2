/**
 * Milliseconds of a training step with Adam, our loop on our kernels against tfjs alone. Each row twice: the medians of windows that were
 * run in turn, and the best window of each, which on a busy machine is the closest to what it can do.
 */
import { median } from '../../src/math/quantile.ts';
import type { BackendName } from '../../src/nn/backend.ts';
import { measureInTurn, runsFor, turnOf, type Measurement, type Turn } from './bench.ts';
import { benchModel } from './models.ts';
import { startSides, type Sides } from './sides.ts';

/** Milliseconds of a window: a chunk of the training loop, and long against what the messages cost. */
const WINDOW_MS = 40;
const TURN_MS = 250;
const ROUNDS = 9;
/** A side that takes a second a step would make the table take minutes. */
const LONG_MS = 300;
const ROUNDS_IF_LONG = 5;

/** Whether a row compares with `LayersModel.fit`. */
const isFit = (name: string): boolean => name.endsWith('/fit');

/** @param names rows to measure, such as `step/lenet-5/wasm` and `step/784-512-10/wasm/fit` */
export default async function stepTimes(names: readonly string[]): Promise<Measurement[]> {
  const pairs = new Set(names.map((name) => name.split('/').slice(1, 3).join('/')));
  const measured: Measurement[] = [];
  for (const pair of pairs) {
    const [model, backend] = pair.split('/') as [string, BackendName];
    if (backend === 'webgpu' && !(await hasGpu())) continue;
    console.info(`  ${model} on ${backend}`);
    const sides = await startSides(backend);
    try {
      measured.push(
        ...(await measure(
          sides,
          model,
          backend,
          names.some((name) => name.startsWith(`step/${pair}`) && isFit(name)),
        )),
      );
    } finally {
      sides.end();
    }
  }
  return measured;
}

/** A software adapter says nothing about the time that a step takes on a GPU. */
async function hasGpu(): Promise<boolean> {
  const adapter = await navigator.gpu?.requestAdapter();
  return adapter !== null && adapter !== undefined && !adapter.info.isFallbackAdapter && adapter.info.architecture !== 'swiftshader';
}

async function measure({ ours, stock }: Sides, model: string, backend: BackendName, withFit: boolean): Promise<Measurement[]> {
  const name = `step/${benchModel(model).name}/${backend}`;
  const parameters = await ours.prepare(model, 'steps');
  const ourTurn = await turnsOf(ours);
  const refusal = await attempt(async () => sameNetwork(model, parameters, await stock.prepare(model, 'steps')));
  if (refusal !== null) {
    const [windows] = await measureInTurn([ourTurn.run], { rounds: ROUNDS });
    return rows(name, windows, null, `stock tfjs cannot: ${refusal}`);
  }
  const measured = await compared(name, ourTurn, await turnsOf(stock), 'stock tfjs, eager');
  if (!withFit) return measured;
  sameNetwork(model, parameters, await stock.prepare(model, 'fit'));
  return [...measured, ...(await compared(`${name}/fit`, ourTurn, await turnsOf(stock), 'LayersModel.fit'))];
}

interface Timed {
  /** Milliseconds of a step, once. */
  readonly each: number;
  readonly run: Turn;
}

/** Windows of about the wanted length; the second step tells how long one takes, the first having warmed up. */
async function turnsOf(side: Sides['ours']): Promise<Timed> {
  const each = await side.train(1);
  const count = runsFor(WINDOW_MS, each);
  return { each, run: turnOf(() => side.train(count), runsFor(TURN_MS, count * each)) };
}

async function compared(name: string, ours: Timed, other: Timed, baselineName: string): Promise<Measurement[]> {
  const rounds = Math.max(ours.each, other.each) > LONG_MS ? ROUNDS_IF_LONG : ROUNDS;
  const [ourTimes, otherTimes] = await measureInTurn([ours.run, other.run], { rounds });
  return rows(name, ourTimes, otherTimes, baselineName);
}

function rows(name: string, ours: number[], other: number[] | null, baselineName: string): Measurement[] {
  const row = (rowName: string, figure: (times: number[]) => number, how: string): Measurement => ({
    name: rowName,
    unit: `ms a step${how}`,
    ours: figure(ours),
    baseline: other && figure(other),
    baselineName,
    better: 'less',
  });
  return [row(name, median, ''), row(`${name}/best`, (times) => Math.min(...times), ', best')];
}

/** @throws Error if the two sides do not train the same network */
function sameNetwork(model: string, ours: number, theirs: number): void {
  if (ours !== theirs) throw new Error(`The bench of ${model} compares networks of ${ours} and ${theirs} parameters.`);
}

/** @returns null if it went well, and what tfjs says about the kernel that it lacks otherwise; other errors are thrown */
async function attempt(action: () => Promise<void>): Promise<string | null> {
  try {
    await action();
    return null;
  } catch (error) {
    const kernel = /Kernel '(\w+)' not registered/u.exec(String(error));
    if (!kernel) throw error;
    return `no kernel ${kernel[1]}`;
  }
}
