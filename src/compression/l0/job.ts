/** A job with one of the ℓ0 methods: its sections, and which of their values go together. */
import { z } from '../../data/zod.ts';
import { settingsSchema } from '../setting.ts';
import { l0DataSettings, l0ModelSettings, l0TrainingSettings, type L0DataSettings, type L0ModelSettings, type L0TrainingSettings } from './job-settings.ts';
import { l0Settings, type L0Settings } from './settings.ts';

export interface L0Job {
  readonly data: L0DataSettings;
  readonly model: L0ModelSettings;
  readonly training: L0TrainingSettings;
  readonly compression: L0Settings;
  readonly seed: number;
}

/** Steps that a record may hold; the phases' ends and prunings take some beside the measured epochs. */
const MAX_MEASURED = 9_000;

/** Images that a data set has: to train and validate, and to test. */
const images = { mnist: [60_000, 10_000], 'cifar-10': [50_000, 10_000] } as const;

/** Pixels by network; null for a network that takes any. */
const networkData: Readonly<Record<L0ModelSettings['name'], L0DataSettings['name'] | null>> = {
  'lenet-300-100': 'mnist',
  'lenet-5': 'mnist',
  'cifar-mlp': 'cifar-10',
  'vgg-16': 'cifar-10',
  student: 'teacher-student',
  mlp: null,
};

const shape = {
  data: settingsSchema(l0DataSettings).prefault({}),
  model: settingsSchema(l0ModelSettings).prefault({}),
  training: settingsSchema(l0TrainingSettings).prefault({}),
  compression: settingsSchema(l0Settings).prefault({}),
};

/** A setting to change along with another one, so that the job still makes sense. */
export type Companion = readonly [path: string, value: string | number];

const networkFor = { mnist: 'lenet-300-100', 'cifar-10': 'vgg-16', 'teacher-student': 'student' } as const;

/** What has to change with a setting: the network with the data, the loss with both, and the least epochs with the most. */
export function companionsOf({ data, model, training }: L0Job, path: string, value: unknown): Companion[] {
  const withData = (name: L0DataSettings['name']): Companion[] =>
    name === data.name ? [] : [['training.loss', name === 'teacher-student' ? 'mse' : 'cross-entropy']];
  if (path === 'data.name') {
    const name = value as L0DataSettings['name'];
    const fits = networkData[model.name] === null || networkData[model.name] === name;
    return [...withData(name), ...(fits ? [] : [['model.name', networkFor[name]] as const])];
  }
  if (path === 'model.name') {
    const name = networkData[value as L0ModelSettings['name']];
    return name === null || name === data.name ? [] : [...withData(name), ['data.name', name]];
  }
  if (path === 'training.maxEpochs' && (value as number) < training.minEpochs) return [['training.minEpochs', value as number]];
  if (path === 'training.minEpochs' && (value as number) > training.maxEpochs) return [['training.maxEpochs', value as number]];
  return [];
}

/** The schema of a job of this family; values that do not go together are refused by the setting that has to change. */
export const l0JobSchema = <Seed extends z.ZodType<number>>(seed: Seed) =>
  z.strictObject({ ...shape, seed }).superRefine((job, context) => {
    for (const [path, message] of complaints(job as L0Job)) context.addIssue({ code: 'custom', path: path.split('.'), message });
  });

function complaints({ data, model, training, compression }: L0Job): (readonly [path: string, message: string])[] {
  const found: (readonly [string, string])[] = [];
  const wanted = networkData[model.name];
  if (wanted !== null && wanted !== data.name) {
    found.push(['model.name', `${model.name} takes ${wanted}, and the data are ${data.name}: choose another network or other data`]);
  }
  const regression = data.name === 'teacher-student';
  if (regression === (training.loss === 'cross-entropy')) {
    found.push(['training.loss', `${training.loss} does not fit ${data.name}: choose ${regression ? 'mse or gauss' : 'cross-entropy'}`]);
  }
  if (data.name !== 'teacher-student') {
    const [forTraining] = images[data.name];
    if (data.train + data.validation > forTraining) {
      found.push(['data.validation', `leaves too few images: ${data.train} + ${data.validation} are wanted of the ${forTraining} of ${data.name}`]);
    }
  } else if (data.teacherHidden.length !== 2) {
    found.push(['data.teacherHidden', 'must be two widths']);
  }
  if (training.minEpochs > training.maxEpochs) {
    found.push(['training.minEpochs', `is more than training.maxEpochs, which is ${training.maxEpochs}`]);
  }
  const rounds = compression.method === 'lottery-ticket' ? compression.ticketRounds + 1 : 1;
  const epochs = rounds * training.maxEpochs + training.fineTuneMax + compression.admmRounds;
  if (epochs / training.measureEvery > MAX_MEASURED) {
    found.push(['training.measureEvery', `makes up to ${Math.ceil(epochs / training.measureEvery)} points; take at least ${Math.ceil(epochs / MAX_MEASURED)}`]);
  }
  if (compression.tamade === 'accuracy' && regression) {
    found.push(['compression.tamade', 'cannot be accuracy where nothing is right or wrong: choose loss']);
  }
  return found;
}
