/** A job with one of the ℓ0 methods: its sections, and which of their values go together. */
import { grouped } from '../../math/number-text.ts';
import { lazily } from '../../data/registry.ts';
import { isSameShape, shapeText } from '../../data/shape.ts';
import { dataSources, factsOf, lossOf, sourceOf } from '../../data/sources/index.ts';
import type { DataSource } from '../../data/sources/source.ts';
import type { z } from '../../data/zod.ts';
import { jobModels, type JobModel } from '../../nn/models/catalogue.ts';
import { jobSchemaOf, type Complaint } from '../job-schema.ts';
import { settingsSchema } from '../../data/setting.ts';
import { l0DataSettings, l0ModelSettings, type L0ModelSettings } from './job-settings.ts';
import { l0TrainingSettings } from './training-settings.ts';
import { startSchema, type L0Job } from './job-type.ts';
import { tooLarge } from './memory.ts';
import { l0MethodOf } from './methods/index.ts';
import { planOf } from './plan.ts';
import { l0Settings } from './settings.ts';

export type { L0Job } from './job-type.ts';

/** Bits that a loss is told with and trained without: ½ log₂ 2π of the Gaussian loss, where the job has it (arXiv 2505.17469, equation 17). */
export const toldConstant = (job: Pick<L0Job, 'data' | 'training'>): number =>
  job.training.gaussConstant === 'yes' ? lossOf(job).constant : 0;

export type LayerwiseRule = 'projected' | 'sigmoid';

/** How a job prunes layer by layer; null where it does not. */
export function layerwiseRule(job: Pick<L0Job, 'compression'>): LayerwiseRule | null {
  const { byLayer, regularises } = l0MethodOf(job).traits;
  const { layerwisePruning } = job.compression;
  if (!byLayer && !regularises) return null;
  if (layerwisePruning !== 'no') return layerwisePruning;
  return byLayer ? 'projected' : null;
}

/** Epochs of pruning layer by layer, at most, for the three dense layers that most networks have. */
export const layerwiseEpochs = (job: Pick<L0Job, 'compression'>): number => (layerwiseRule(job) ? 3 * job.compression.layerwiseEpochs : 0);

/** Steps that a record may hold; the phases' ends and prunings take some beside the measured epochs. */
const MAX_MEASURED = 9_000;

const shape = lazily(() => ({
  data: settingsSchema(l0DataSettings()).prefault({}),
  model: settingsSchema(l0ModelSettings).prefault({}),
  training: settingsSchema(l0TrainingSettings).prefault({}),
  compression: settingsSchema(l0Settings()).prefault({}),
}));

/** A setting to change along with another one, so that the job still makes sense. */
export type Companion = readonly [path: string, value: string | number];

type About = Pick<L0Job, 'data' | 'images' | 'text'>;

/** Whether a network is made for such data; where one's own are yet to be chosen, whether it can be for any. */
function fits(model: L0ModelSettings['name'], about: About): boolean {
  const source = sourceOf(about);
  const facts = source.facts(about) ?? source.unchosen;
  return facts !== undefined && jobModels[model].takes(facts);
}

const modelNames = Object.keys(jobModels) as L0ModelSettings['name'][];

/** The network that a job gets whose own does not fit the data. @throws RangeError where the lab has none for such data */
function networkFor(about: About): L0ModelSettings['name'] {
  const { id, network } = sourceOf(about);
  const found = modelNames.find((name) => name === network.usual) ?? modelNames.find((name) => fits(name, about));
  if (!found) throw new RangeError(`The lab has no network that takes the data “${id}”.`);
  return found;
}

/** The data that a job gets whose network does not take its own: those that the network is usually on. */
function dataFor(model: L0ModelSettings['name'], { data }: About): string {
  const { usualInput, takes } = jobModels[model];
  const known = dataSources.all.flatMap((source) => {
    const facts = source.facts({ data: { ...data, name: source.id } });
    return facts && takes(facts) ? [{ source, facts }] : [];
  });
  const found = known.find(({ facts }) => isSameShape(facts.input, usualInput)) ?? known[0];
  if (!found) throw new RangeError(`The lab has no data for the network “${model}”.`);
  return found.source.id;
}

/** Settings that other data bring with them: a loss of their task, and the order in which such data are usually taken. */
const broughtBy = (before: DataSource, after: DataSource): Companion[] => [
  ['training.loss', after.task.losses[0].id],
  ...(before.usualOrder === after.usualOrder ? [] : [['data.order', after.usualOrder ?? 'fixed'] as const]),
];

/** What has to change with a setting: the network with the data, the loss with both, and the least epochs with the most, in both phases. */
export function companionsOf({ data, model, training, images, text }: L0Job, path: string, value: unknown): Companion[] {
  const withData = (name: string): Companion[] => (name === data.name ? [] : broughtBy(dataSources.get(data.name), dataSources.get(name)));
  if (path === 'data.name') {
    const name = value as string;
    const about = { data: { ...data, name }, images, text };
    return [...withData(name), ...(fits(model.name, about) ? [] : [['model.name', networkFor(about)] as const])];
  }
  if (path === 'model.name') {
    const name = value as L0ModelSettings['name'];
    if (fits(name, { data, images, text })) return [];
    const wanted = dataFor(name, { data, images, text });
    return [...withData(wanted), ['data.name', wanted]];
  }
  if (path === 'training.maxEpochs' && (value as number) < training.minEpochs) return [['training.minEpochs', value as number]];
  if (path === 'training.minEpochs' && (value as number) > training.maxEpochs) return [['training.maxEpochs', value as number]];
  // No fine-tuning at all is no bound for its least epochs.
  if (path === 'training.fineTuneMax' && (value as number) > 0 && (value as number) < training.fineTuneMin)
    return [['training.fineTuneMin', value as number]];
  if (path === 'training.fineTuneMin' && training.fineTuneMax > 0 && (value as number) > training.fineTuneMax)
    return [['training.fineTuneMax', value as number]];
  return [];
}

/** The saturation test looks at the window and as many epochs more. */
const BEYOND_WINDOW = 3;

/** Epochs that a phase takes at least before it may end by convergence. @param least that its settings say */
export const leastEpochs = (least: number, window: number): number => Math.max(least, window + BEYOND_WINDOW);

/** What speaks against running a job that may be read: older records have it. The default of the least epochs is nobody's wish, and gives way. */
export function refusals({ training: { fineTuneMin, fineTuneMax } }: L0Job): Complaint[] {
  if (fineTuneMax === 0 || fineTuneMin <= fineTuneMax || fineTuneMin === l0TrainingSettings.fineTuneMin.default) return [];
  const most = `“${l0TrainingSettings.fineTuneMax.title}” (training.fineTuneMax)`;
  return [
    [
      'training.fineTuneMin',
      `is ${grouped(fineTuneMin)}, more than ${most}, which is ${grouped(fineTuneMax)}: lower the one or raise the other`,
    ],
  ];
}

/** Where the default of the least epochs gave way, which a person may have asked for as well: that cannot be told apart, so it is said. */
export function cautions({ training: { fineTuneMin, fineTuneMax } }: L0Job): Complaint[] {
  if (fineTuneMax === 0 || fineTuneMin <= fineTuneMax || fineTuneMin !== l0TrainingSettings.fineTuneMin.default) return [];
  const most = `“${l0TrainingSettings.fineTuneMax.title}” (training.fineTuneMax)`;
  return [
    [
      'training.fineTuneMin',
      `is ${grouped(fineTuneMin)}, its default, and ${most} is ${grouped(fineTuneMax)}: fine-tuning ends after ${grouped(fineTuneMax)} all the same`,
    ],
  ];
}

/** The schema of a job of this family; values that do not go together are refused by the setting that has to change. */
export const l0JobSchema = (seed: z.ZodType<number>) => jobSchemaOf<L0Job>({ ...shape(), seed, start: startSchema.optional() }, complaints);

function complaints(job: L0Job): Complaint[] {
  const { data, model, training, compression } = job;
  const found: Complaint[] = [];
  const source = sourceOf(job);
  const { task } = source;
  const { title, input, count } = factsOf(job);
  const isFitting = fits(model.name, job);
  if (!isFitting) {
    found.push([
      'model.name',
      `is ${jobModels[model.name].title}, which takes ${jobModels[model.name].wants}, and the data are “${title}”, ${shapeText(input)}: choose another network or other data`,
    ]);
  }
  const loss = task.losses.find(({ id }) => id === training.loss);
  if (!loss) {
    const losses = task.losses.map(({ id, title: ofLoss }) => `“${ofLoss}” (${id})`);
    found.push(['training.loss', `is “${training.loss}”, which “${title}” is not trained with: choose ${losses.join(' or ')}`]);
  }
  if (count && !source.sizes && data.train + data.validation > count.train) {
    found.push([
      'data.validation',
      `leaves too few ${source.kind.samples}: ${grouped(data.train)} + ${grouped(data.validation)} are wanted of the ${grouped(count.train)} of “${title}”`,
    ]);
  }
  found.push(...(source.complaints?.(job) ?? []));
  found.push(...((jobModels[model.name] as JobModel).complaints?.(model) ?? []), ...ofBranches(job));
  if (!l0MethodOf(job).along && training.minEpochs > training.maxEpochs) {
    found.push([
      'training.minEpochs',
      `is ${grouped(training.minEpochs)}, more than “${l0TrainingSettings.maxEpochs.title}” (training.maxEpochs), which is ${grouped(training.maxEpochs)}`,
    ]);
  }
  const epochs = l0MethodOf(job).epochs(job);
  if (compression.shrinking === 'yes' && epochs / training.measureEvery + training.maxEpochs / training.checkEvery > MAX_MEASURED) {
    found.push([
      'training.checkEvery',
      `makes up to ${grouped(Math.ceil(training.maxEpochs / training.checkEvery))} prunings midway beside the measured epochs: check less often`,
    ]);
  }
  const along = ofAlong(job);
  if (along) found.push(...along);
  else if (training.schedule !== 'constant' && training.warmUp >= training.maxEpochs) {
    found.push([
      'training.warmUp',
      `leaves no epoch of the ${grouped(training.maxEpochs)} at most of the first phase for the cosine: take fewer`,
    ]);
  }
  if (epochs / training.measureEvery > MAX_MEASURED) {
    found.push([
      'training.measureEvery',
      `makes up to ${grouped(Math.ceil(epochs / training.measureEvery))} points; take at least ${Math.ceil(epochs / MAX_MEASURED)}`,
    ]);
  }
  // A network that does not take the data has no size.
  if (isFitting) found.push(...tooLarge(job));
  if (compression.sigmaMode === 'learned' && !loss?.learnsSigma) {
    found.push([
      'compression.sigmaMode',
      'cannot be “Learned” where σ is not: choose “By set” (set) or “Training” (train), or the loss “Gaussian” (gauss)',
    ]);
  }
  if (compression.tamade === 'accuracy' && !task.isRightOrWrong) {
    found.push(['compression.tamade', 'cannot be “Accuracy” where nothing is right or wrong: choose “Loss” (loss)']);
  }
  if (isFitting) found.push(...ofStructure(job));
  return found;
}

/** What a method wants of its data and its network that these have not. */
function ofStructure(job: L0Job): Complaint[] {
  const { title, traits } = l0MethodOf(job);
  const refuse = (why: string): Complaint[] => [['compression.method', `is ${title}, ${why}: choose another method`]];
  if (traits.flows && sourceOf(job).task.symbol !== null)
    return refuse(`which looks at what flows from the input, and “${factsOf(job).title}” is given as symbols`);
  const network: JobModel = jobModels[job.model.name];
  const isDense = network.branches !== true && network.size(planOf(job)).layers.every(({ pixels }) => pixels === 1);
  if (traits.takesNeurons && !isDense)
    return refuse(`which takes neurons out of networks of dense layers alone, and ${network.title} has others`);
  return [];
}

/** What a method that codes while it learns cannot do with; null for other methods. */
function ofAlong(job: L0Job): Complaint[] | null {
  const { training, data } = job;
  const method = l0MethodOf(job);
  if (!method.along) return null;
  const found: Complaint[] = [];
  if (sourceOf(job).task.symbol === null) {
    const what = `is ${method.title}, which codes a text while it learns from it`;
    return [['compression.method', `${what}, and “${factsOf(job).title}” is none: choose another method, or a text`]];
  }
  if (data.start === 'drop')
    found.push(['data.start', `cannot be “Drop” with ${method.title}: the first byte of each chunk would not be sent`]);
  if (training.labelSmoothing > 0)
    found.push(['training.labelSmoothing', `has to be 0 with ${method.title}, which pays for what comes by its plain loss`]);
  const code = method.along(job);
  const steps = code.kind === 'blocks' ? code.steps : (method.steps?.(job) ?? 0);
  const round = training.roundSteps || steps;
  if (training.schedule !== 'constant' && training.warmUp * round >= steps)
    found.push([
      'training.warmUp',
      `leaves none of the ${grouped(steps)} steps for the cosine: take fewer epochs of ${grouped(round)} steps`,
    ]);
  return found;
}

/** What asks for layers that follow one another, of a network whose layers do not. */
function ofBranches(job: L0Job): Complaint[] {
  const { title, branches } = jobModels[job.model.name] as JobModel;
  if (!branches) return [];
  const method = l0MethodOf(job);
  if (method.traits.byLayer) {
    return [
      [
        'compression.method',
        `is ${method.title}, which prunes dense layers that follow one another; ${title} has none: choose another method`,
      ],
    ];
  }
  const found: Complaint[] = [];
  if (layerwiseRule(job))
    found.push(['compression.layerwisePruning', `cannot be used on ${title}, whose layers do not follow one another: choose “No” (no)`]);
  if (job.compression.deleteNeurons === 'yes' && method.traits.losesNeurons)
    found.push(['compression.deleteNeurons', `cannot be “Yes” for ${title}, whose layers do not follow one another: choose “No” (no)`]);
  return found;
}

/** Where a job would prune every number of its network, which leaves nothing to measure. */
export function nothingLeft(job: L0Job): Complaint[] {
  const method = l0MethodOf(job);
  const { parameters } = jobModels[job.model.name].size(planOf(job));
  if (!method.strength || method.leaves?.(job, parameters) !== 0) return [];
  return [[`compression.${method.strength.setting}`, `leaves none of the ${grouped(parameters)} numbers of the network: take less`]];
}
