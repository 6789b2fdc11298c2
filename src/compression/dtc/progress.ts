/** Progress and time left of a run whose steps get cheaper as the network narrows. */
import type { MethodProgress, Reporter } from '../method.ts';
import { RunningRate } from '../rate.ts';

interface Ladder {
  /** Widths of the hidden layers before each prune. */
  readonly rungs: readonly (readonly number[])[];
  /** Training steps of a cycle. */
  readonly batches: number;
  /** Of each cycle; only ratios matter. */
  readonly work: readonly number[];
}

export class LadderProgress {
  private readonly ladder: Ladder;
  private readonly report: Pick<Reporter<unknown>, 'progress'>;
  private readonly began = performance.now();
  private readonly rate = new RunningRate();
  private done = 0;
  private cycle = 0;
  private workDone = 0;
  private workTotal: number;

  constructor(ladder: Ladder, report: Pick<Reporter<unknown>, 'progress'>) {
    this.ladder = ladder;
    this.report = report;
    this.workTotal = sum(ladder.work);
  }

  /** Cycles that were finished before: they count as done, but say nothing about the time that the others take. */
  skip(cycles: number): void {
    this.cycle = cycles;
    this.done = cycles * this.ladder.batches;
    this.workTotal = sum(this.ladder.work.slice(cycles));
  }

  /** Steps of the present cycle that were just taken, and the seconds they took. */
  trained(steps: number, seconds: number): void {
    const { rungs, batches, work } = this.ladder;
    this.done += steps;
    this.workDone += (steps / batches) * work[this.cycle];
    this.rate.add(steps, seconds);
    this.tell(`training at ${describe(rungs[this.cycle])}`);
  }

  nextCycle(): void {
    this.cycle++;
  }

  tell(phase: string): void {
    const { rungs, batches } = this.ladder;
    const elapsed = (performance.now() - this.began) / 1000;
    const progress: MethodProgress = {
      phase,
      done: this.done,
      total: rungs.length * batches,
      step: Math.min(this.cycle, rungs.length - 1),
      steps: rungs.length,
      stepsPerSecond: this.rate.value,
      secondsLeft: this.workDone > 0 ? (elapsed / this.workDone) * (this.workTotal - this.workDone) : null,
    };
    this.report.progress(progress);
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const describe = (widths: readonly number[]): string => `${widths.join(' + ')} neurons`;
