/**
 * Milliseconds of a training step of LeNet-300-100 on WebAssembly under the methods of arXiv 2505.17469, against the same step without them.
 * All in one thread, window by window in turn, so that the ratio is of pairs; the best window of each beside the medians.
 */
import { startBackend } from '../../src/nn/backend.ts';
import { ResidentSource } from '../../src/nn/batches.ts';
import { browserAssets } from '../../src/nn/browser-assets.ts';
import { median } from '../../src/math/quantile.ts';
import type { Parameter } from '../../src/nn/layers/parameter.ts';
import { ADAM, Optimizer } from '../../src/nn/optimizer.ts';
import type { Hyper } from '../../src/nn/optimizer/hyper.ts';
import { HardConcreteGates } from '../../src/nn/optimizer/terms/hard-concrete.ts';
import { MinimaxGame } from '../../src/nn/optimizer/terms/minimax.ts';
import { RidgeTerm, weighted } from '../../src/nn/optimizer/terms/penalty.ts';
import { RunControl } from '../../src/nn/run-control.ts';
import { train } from '../../src/nn/train.ts';
import { measureInTurn, runsFor, turnOf, type Measurement } from './bench.ts';
import { benchModel } from './models.ts';
import { LEARNING_RATE, builtModel, objectiveOf } from './our-models.ts';

const ROUNDS = 15;
const WINDOW_MS = 60;
const TURN_MS = 120;
/** Strengths as jobs have them: what they are does not change the time. */
const ALPHA = 1e-5;

type Method = 'none' | 'rl1' | 'drr' | 'pmmp' | 'hard-concrete';

function hyperOf(method: Method, parameters: readonly Parameter[]): Partial<Hyper> {
  switch (method) {
    case 'none':
      return {};
    case 'rl1':
      return { terms: [weighted({ kind: 'l1', alpha: ALPHA }), { term: new RidgeTerm(), weight: ALPHA }] };
    case 'drr':
      return { terms: [weighted({ kind: 'exponential', alpha: ALPHA, beta: 5 })] };
    case 'pmmp':
      return { terms: [{ term: new MinimaxGame(parameters, { gamma: 0.9, u: 0.1, uFactor: 1 }), weight: ALPHA }] };
    case 'hard-concrete':
      return { terms: [{ term: new HardConcreteGates(parameters, { seed: 0, dropout: 0.5, rate: 10 }), weight: ALPHA }] };
  }
}

/** @returns a function that trains for some steps and gives milliseconds a step */
function training(method: Method, batch: number): (steps: number) => Promise<number> {
  const model = { ...benchModel('lenet-300-100'), batch };
  const { inputs, targets, ...shape } = model.data();
  const repeat = (values: ArrayLike<number>, width: number): number[] =>
    Array.from({ length: 2 * batch * width }, (_, i) => values[i % values.length]);
  const data = {
    ...shape,
    inputs: Float32Array.from(repeat(inputs, shape.width)),
    targets: Int32Array.from(repeat(targets, shape.targetWidth)),
  };
  const network = builtModel(model);
  const optimizer = new Optimizer(ADAM, { learningRate: LEARNING_RATE, ...hyperOf(method, network.parameters) });
  const parts = { network, optimizer, objective: objectiveOf(model), source: new ResidentSource(data, batch), control: new RunControl() };
  return async (steps) => {
    const began = performance.now();
    await train({ ...parts, steps, onChunk: () => undefined });
    return (performance.now() - began) / steps;
  };
}

/** @param names rows to measure, such as `l0/lenet-300-100/500/drr` */
export default async function l0Overhead(names: readonly string[]): Promise<Measurement[]> {
  await startBackend('wasm', 0, browserAssets);
  const measured: Measurement[] = [];
  for (const batch of new Set(names.map((name) => name.split('/')[2]))) {
    console.info(`  batch ${batch}`);
    const methods = [...new Set(names.filter((name) => name.split('/')[2] === batch).map((name) => name.split('/')[3] as Method))];
    const sides = (['none', ...methods] as const).map((method) => training(method, Number(batch)));
    for (const side of sides) await side(4);
    const each = await sides[0](8);
    const steps = runsFor(WINDOW_MS, each);
    const windows = await measureInTurn(
      sides.map((side) => turnOf(() => side(steps), runsFor(TURN_MS, steps * each))),
      { rounds: ROUNDS },
    );
    const [plain, ...others] = windows;
    methods.forEach((method, index) => {
      const row = (ending: string, how: string, figure: (times: number[]) => number): Measurement => ({
        name: `l0/lenet-300-100/${batch}/${method}${ending}`,
        unit: `ms a step${how}`,
        ours: figure(others[index]),
        baseline: figure(plain),
        baselineName: 'the same step without a penalty',
        better: 'less',
      });
      measured.push(
        row('', '', median),
        row('/best', ', best', (times) => Math.min(...times)),
      );
    });
  }
  return measured;
}
