/** What the studies of lessons share: small enough for a few minutes on two cores. */
import type { L0Run } from '../../study/families/l0/run.ts';
import type { StudyInput } from '../../study/schema.ts';
import type { Place } from '../outcome.ts';
import { placeOfRuns } from '../outcome.ts';

type JobOf = NonNullable<StudyInput['job']>;

/** LeNet-300-100 on 6,000 digits, 4 epochs and 8 of fine-tuning: some six seconds of processor time a job. */
export const digits = {
  data: { train: 6000, validation: 500, test: 3000 },
  training: {
    checkEvery: 4,
    window: 10,
    measureEvery: 4,
    bestState: 'last',
    batchSize: 100,
    learningRate: 2e-3,
    minEpochs: 4,
    maxEpochs: 4,
    // With three epochs at half this rate 90 % of the weights gone at random cost 34 points, which these repair but for four.
    fineTuneMin: 8,
    fineTuneMax: 8,
  },
} as const satisfies JobOf;

/** A student of 751 numbers that learns a teacher of 72: under two seconds of processor time a job. */
export const student = {
  data: { name: 'teacher-student', train: 100, validation: 200, test: 1000, noise: 0.08 },
  model: { name: 'student' },
  training: {
    loss: 'mse',
    batchSize: 0,
    learningRate: 2e-3,
    minEpochs: 3000,
    maxEpochs: 3000,
    fineTuneMax: 500,
    checkEvery: 50,
    window: 50,
    measureEvery: 500,
    bestState: 'last',
  },
} as const satisfies JobOf;

/** A setting of the method of a run. */
export const settingOfRun = (run: L0Run, name: string): unknown => (run.job.compression as Readonly<Record<string, unknown>>)[name];

/** Runs whose method has these settings. */
export const among = (runs: readonly L0Run[], settings: Readonly<Record<string, unknown>>): readonly L0Run[] =>
  runs.filter((run) => Object.entries(settings).every(([name, value]) => settingOfRun(run, name) === value));

/** Test accuracies in per cent. */
export const accuracyOf = (runs: readonly L0Run[]): Place | null =>
  placeOfRuns(runs, ({ summary }) => 100 * (summary?.testAccuracy ?? Number.NaN));
