/** Progress and time left of a run whose steps get cheaper as the network narrows. */
import type { MethodProgress, Reporter } from '../method.ts';

/** Time constant of the running rate, in seconds of training. */
const MEMORY_SECONDS = 3;

export class LadderProgress {
  private readonly rungs: readonly (readonly number[])[];
  private readonly batches: number;
  private readonly report: Pick<Reporter<unknown>, 'progress'>;
  private readonly began = performance.now();
  private done = 0;
  private rate = 0;
  private cycle = 0;
  private workDone = 0;
  private workTotal: number;

  constructor(rungs: readonly (readonly number[])[], batches: number, report: Pick<Reporter<unknown>, 'progress'>) {
    this.rungs = rungs;
    this.batches = batches;
    this.report = report;
    this.workTotal = rungs.reduce((sum, widths) => sum + batches * stepWork(widths), 0);
  }

  /** Cycles that were finished before: they count as done, but say nothing about the time that the others take. */
  skip(cycles: number): void {
    this.cycle = cycles;
    this.done = cycles * this.batches;
    this.workTotal = this.rungs.slice(cycles).reduce((sum, widths) => sum + this.batches * stepWork(widths), 0);
  }

  /** Steps of the present cycle that were just taken, and the seconds they took. */
  trained(steps: number, seconds: number): void {
    this.done += steps;
    this.workDone += steps * stepWork(this.rungs[this.cycle]);
    const now = steps / Math.max(seconds, 1e-6);
    const weight = this.rate === 0 ? 1 : 1 - Math.exp(-seconds / MEMORY_SECONDS);
    this.rate += weight * (now - this.rate);
    this.tell(`training at ${describe(this.rungs[this.cycle])}`);
  }

  nextCycle(): void {
    this.cycle++;
  }

  tell(phase: string): void {
    const elapsed = (performance.now() - this.began) / 1000;
    const progress: MethodProgress = {
      phase,
      done: this.done,
      total: this.rungs.length * this.batches,
      step: Math.min(this.cycle, this.rungs.length - 1),
      steps: this.rungs.length,
      stepsPerSecond: this.rate,
      secondsLeft: this.workDone > 0 ? (elapsed / this.workDone) * (this.workTotal - this.workDone) : null,
    };
    this.report.progress(progress);
  }
}

/**
 * Work of a training step relative to others: proportional to the hidden neurons, plus what every step costs. A step at 9 neurons takes
 * about a tenth of one at 512, hence the constant.
 */
const stepWork = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0) + 50;

const describe = (widths: readonly number[]): string => `${widths.join(' + ')} neurons`;
