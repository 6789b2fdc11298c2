/**
 * GFLOP/s of a matrix product on one thread, best of windows, against tfjs alone and against what the machine can do. The shape is that of
 * the first layer of 784-512-10 at batch 512; the three forms are its product forward and its two gradients.
 */
import { measureInTurn, runsFor, turnOf, type Measurement } from './bench.ts';
import { peakWindow } from './peak.ts';
import type { GemmForm } from './side.ts';
import { startSides } from './sides.ts';

const [M, K, N] = [512, 784, 512];
const GFLOP = (2 * M * K * N) / 1e9;
const WINDOW_MS = 20;
const TURN_MS = 100;
const ROUNDS = 15;
const PEAKS = 10;
const forms: readonly GemmForm[] = ['nn', 'tn', 'nt'];

/** Above what a product can reach, which has to load its operands too; see `peak.ts`. */
const LIMIT = 'limit: f32x4 mul + add in registers, no FMA, 1 thread';

/** @param names rows to measure, such as `gemm/tn/512x784x512` and `gemm/tn/512x784x512/limit` */
export default async function gemm(names: readonly string[]): Promise<Measurement[]> {
  const { ours, stock, end } = await startSides('wasm');
  const peak = await peakWindow();
  const measured: Measurement[] = [];
  try {
    for (const form of forms.filter((wanted) => names.some((name) => name.startsWith(`gemm/${wanted}/`)))) {
      const turns = await Promise.all(
        [ours, stock].map(async (side) => {
          await side.prepareProduct(form, M, K, N);
          await side.multiply(1);
          const each = await side.multiply(1);
          const times = runsFor(WINDOW_MS, each);
          return turnOf(async () => (1000 * GFLOP) / (await side.multiply(times)), runsFor(TURN_MS, times * each));
        }),
      );
      const rates = await measureInTurn([...turns, turnOf(peak, PEAKS)], { rounds: ROUNDS });
      const [our, theirs, limit] = rates.map((windows) => Math.max(...windows));
      const row = { name: `gemm/${form}/${M}x${K}x${N}`, unit: 'GFLOP/s, best', ours: our, better: 'more' } as const;
      measured.push(
        { ...row, baseline: theirs, baselineName: 'stock tfjs' },
        { ...row, name: `${row.name}/limit`, baseline: limit, baselineName: LIMIT },
      );
    }
  } finally {
    end();
  }
  return measured;
}
