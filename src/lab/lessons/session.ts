/**
 * A lesson that is gone through: what its learner has done, and a lab of its own, so that the study which stands in the lab stays as it is.
 * Its runs are stored as all are, and found under Runs.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../data/message-of.ts';
import { hasEnded, type JobRecord } from '../../study/job-record.ts';
import { jobCount, type Study } from '../../study/schema.ts';
import { createLab, type Lab } from '../create-lab.ts';
import type { RunState } from '../contract.ts';
import type { LabSurroundings } from '../lab-type.ts';
import { readRecorded } from '../recorded.ts';
import { withoutPlace } from '../storage.ts';
import type { WorkerLike } from '../worker-life.ts';
import { keepProgress, keptProgress, MOST_SENTENCE, noProgress, type LessonProgress } from './kept.ts';

/** What a session has to know of its lesson. */
export interface Taught {
  readonly id: string;
  readonly recorded: string;
  readonly study: () => Study;
  readonly prediction: { readonly start: readonly number[]; takes(answer: readonly number[]): boolean };
}

export interface LessonState {
  readonly progress: LessonProgress;
  /** Records of the recorded run, once they were fetched. */
  readonly recorded: readonly JobRecord[] | null;
  /** Why they could not be; null where nothing went wrong. */
  readonly trouble: string | null;
}

/** Seeds that are added where those there were leave a question open. */
const MORE_SEEDS = 2;

const isGoing = ({ status }: RunState): boolean => status === 'running' || status === 'paused';

export class LessonSession<W extends WorkerLike = WorkerLike> {
  readonly store: StoreApi<LessonState>;
  readonly lab: Lab<W>;
  private readonly lesson: Taught;
  private readonly surroundings: LabSurroundings<W>;

  constructor(lesson: Taught, surroundings: LabSurroundings<W>) {
    const { storage } = surroundings;
    this.lesson = lesson;
    this.surroundings = surroundings;
    const kept = keptProgress(storage, lesson.id);
    const isOfLesson = kept.prediction === null || lesson.prediction.takes(kept.prediction);
    const progress = isOfLesson ? kept : noProgress;
    this.store = createStore<LessonState>()(() => ({ progress, recorded: null, trouble: null }));
    this.lab = createLab({ ...surroundings, study: lesson.study(), storage: withoutPlace(storage), session: null });
    this.lab.store.subscribe(({ run }, before) => {
      if (run.id !== before.run.id && run.id !== null) this.change({ run: run.id });
      if (run.status !== before.run.status) this.settle();
    });
  }

  /** Brings back what was there at the last visit. */
  async open(): Promise<void> {
    const { run, isRecorded } = this.progress;
    if (isRecorded) void this.fetchRecorded();
    await this.lab.actions.openStored(false);
    if (run === null || this.lab.store.getState().run.id !== null) return;
    // It may have been deleted since, which a notice says.
    if (!(await this.lab.actions.openRun(run)) && this.lab.store.getState().run.id === null) this.change({ run: null });
  }

  /** Only before something has run: a prediction afterwards would be none. */
  predict(answer: readonly number[]): void {
    if (!this.progress.isFixed) this.change({ prediction: [...answer] });
  }

  write(sentence: string): void {
    this.change({ sentence: sentence.slice(0, MOST_SENTENCE) });
    this.settle();
  }

  /** Runs the study of the lesson, which fixes the prediction. */
  run(): void {
    this.lab.actions.run();
    if (isGoing(this.lab.store.getState().run)) this.change({ isFixed: true, isRecorded: false });
  }

  /** Shows what was computed once, for who has no time; this fixes the prediction as well. */
  async showRecorded(): Promise<void> {
    if (!(await this.fetchRecorded())) return;
    this.change({ isFixed: true, isRecorded: true });
    this.settle();
  }

  hideRecorded(): void {
    this.change({ isRecorded: false });
  }

  /** Runs the study with two more seeds, or what is missing of it; finished jobs are taken as they are. */
  addSeeds(): void {
    const { study, run } = this.lab.store.getState();
    const seeds = seedsOf(run.study ?? study);
    const last = Math.max(...seeds);
    this.lab.actions.setAxis('seed', [...seeds, ...Array.from({ length: MORE_SEEDS }, (_, index) => last + 1 + index)]);
    this.lab.actions.extend();
    this.change({ isRecorded: false });
  }

  /** Seconds that two more seeds would take here, by what the jobs of a run took; by the estimate where none was run here. */
  secondsOfMoreSeeds({ jobs, workers }: RunState): number {
    const study = this.lesson.study();
    const own = jobs.filter(({ record }) => record.status === 'finished');
    const share = MORE_SEEDS / seedsOf(study).length;
    if (own.length === 0) {
      const { seconds, referenceSeconds } = this.lab.estimate(study);
      return (1 + share) * (seconds ?? referenceSeconds);
    }
    const each = own.reduce((sum, { record }) => sum + record.seconds, 0) / own.length;
    return (share * jobCount(study) * each) / Math.max(1, workers);
  }

  /** Forgets what was done in the lesson. Its runs stay under Runs. @returns nothing of it: the lesson begins with another session */
  reset(): void {
    this.close();
    this.store.setState({ progress: noProgress });
    keepProgress(this.surroundings.storage, this.lesson.id, noProgress);
  }

  /** Cancels what goes on, and ends the workers once that has been stored as cancelled. */
  private close(): void {
    const { store, actions, pool } = this.lab;
    actions.cancel();
    if (!isGoing(store.getState().run)) {
      pool.dispose();
      return;
    }
    const stop = store.subscribe(({ run }) => {
      if (isGoing(run)) return;
      stop();
      pool.dispose();
    });
  }

  private get progress(): LessonProgress {
    return this.store.getState().progress;
  }

  private async fetchRecorded(): Promise<boolean> {
    const { recorded } = this.lesson;
    this.store.setState({ trouble: null });
    try {
      const { records } = await readRecorded(recorded, this.surroundings.recordedUrl?.(recorded) ?? null);
      this.store.setState({ recorded: records });
      return true;
    } catch (error) {
      this.store.setState({ trouble: messageOf(error) });
      return false;
    }
  }

  /** A lesson is done once its outcome was there to be seen and its sentence is written. */
  private settle(): void {
    const { run } = this.lab.store.getState();
    const { isRecorded, sentence, isDone } = this.progress;
    const hasOutcome = isRecorded || (run.jobs.length > 0 && run.jobs.every(({ record }) => hasEnded(record.status)));
    if (!isDone && hasOutcome && sentence.trim() !== '') this.change({ isDone: true });
  }

  private change(part: Partial<LessonProgress>): void {
    const progress = { ...this.progress, ...part };
    this.store.setState({ progress });
    keepProgress(this.surroundings.storage, this.lesson.id, progress);
  }
}

const seedsOf = ({ axes, job }: Study): readonly number[] => {
  const values = axes.find(({ path }) => path === 'seed')?.values ?? [job.seed];
  return values.filter((value) => typeof value === 'number');
};
