/** Settings of data and model of a job with one of the ℓ0 methods (arXiv 2505.17469, section 4 and its code). */
import { lazily } from '../../data/registry.ts';
import { choice, number, seed, widths, type ChoiceSetting, type Setting, type Settings, type SettingValues } from '../../data/setting.ts';
import { dataSources } from '../../data/sources/index.ts';
import type { DataSource, SharedDataSetting } from '../../data/sources/source.ts';
import type { TextSettings } from '../../data/sources/texts.ts';
import type { TeacherStudentSettings } from '../../data/sources/teacher-student.ts';
import { jobModels, type JobModel, type JobModelName } from '../../nn/models/catalogue.ts';
import { transformerSettings } from '../../nn/models/transformer-size.ts';

/** Settings of the data of any source. */
const sharedDataSettings = {
  train: number({
    title: 'Training samples',
    help: 'Drawn at random from the training images by the seed of the split, or generated.',
    default: 45_000,
    min: 1,
    max: 60_000,
    integer: true,
    step: 1000,
    unit: 'samples',
  }),
  validation: number({
    title: 'Validation samples',
    help: 'Drawn from the rest of the training images, or generated. They decide when a phase has converged and which threshold is acceptable.',
    default: 5000,
    min: 1,
    max: 30_000,
    integer: true,
    step: 1000,
    unit: 'samples',
  }),
  test: number({
    title: 'Test samples',
    help: 'The first of the test images, or generated.',
    default: 10_000,
    min: 1,
    max: 10_000,
    integer: true,
    step: 1000,
    unit: 'samples',
  }),
  splitSeed: number({
    title: 'Seed of the split',
    help: 'Which images train and which validate; the same for all seeds of a study.',
    differs: 'The code has 123 for MNIST and 1234 for CIFAR-10, with a generator of its own.',
    default: 123,
    min: 0,
    max: 0xffffffff,
    integer: true,
    step: 1,
  }),
  order: choice({
    title: 'Order of batches',
    help: 'The same in every epoch, or shuffled anew.',
    options: [
      { value: 'fixed', title: 'Fixed' },
      { value: 'shuffled', title: 'Shuffled' },
    ],
    default: 'fixed',
  }),
} as const satisfies Record<SharedDataSetting, Setting>;

/** Sources of which some network of the lab takes what they give, with their settings as they are by default. */
const usable = lazily((): readonly DataSource[] =>
  dataSources.all.filter((source) => {
    const facts = source.facts({ data: { name: source.id } }) ?? source.unchosen;
    return facts !== undefined && Object.values<JobModel>(jobModels).some(({ takes }) => takes(facts));
  }),
);

function nameSetting(): ChoiceSetting {
  const sources = usable();
  return choice<string>({
    title: 'Data',
    help: [
      'Pixels are taken as they are, between 0 and 1, without augmentation.',
      ...new Set(sources.flatMap(({ help }) => help ?? [])),
    ].join(' '),
    options: sources.map(({ id, title }) => ({ value: id, title })),
    default: sources[0].id,
  });
}

/** In the order of the form: the source, what many have, and what few have of their own. @throws RangeError where two mean another by one name */
export const l0DataSettings = lazily((): Settings & typeof sharedDataSettings & { readonly name: ChoiceSetting } => {
  const own = new Map<string, Setting>();
  for (const { id, settings } of usable()) {
    for (const [name, setting] of Object.entries(settings)) {
      if (name in sharedDataSettings || name === 'name' || (own.has(name) && own.get(name) !== setting)) {
        throw new RangeError(`The data source “${id}” has a setting “${name}”, which is another one’s: rename it.`);
      }
      own.set(name, setting);
    }
  }
  return {
    name: nameSetting(),
    ...(withSources(sharedDataSettings, (name, { shared }) => shared.includes(name)) as typeof sharedDataSettings),
    ...withSources(Object.fromEntries(own), (name, { settings }) => name in settings),
  };
});

/** Settings, each with the sources that it has an effect on; without them where it has on all. */
function withSources<Name extends string>(
  group: Readonly<Record<Name, Setting>>,
  has: (name: Name, source: DataSource) => boolean,
): Record<string, Setting> {
  const all = usable();
  return Object.fromEntries(
    (Object.entries(group) as [Name, Setting][]).map(([name, setting]) => {
      const ids = all.filter((source) => has(name, source)).map(({ id }) => id);
      return [name, ids.length === all.length ? setting : { ...setting, appliesTo: { 'data.name': ids } }];
    }),
  );
}

/** Networks of which something holds. */
const networksWhere = (holds: (model: JobModel) => boolean): string[] =>
  Object.entries<JobModel>(jobModels).flatMap(([name, model]) => (holds(model) ? [name] : []));

/** Settings of a network, where they have an effect. */
function ofNetworks<Group extends Settings>(group: Group): Group {
  const entries = Object.entries(group).map(([name, setting]) => {
    return [name, { ...setting, appliesTo: { 'model.name': networksWhere(({ settings }) => settings?.[name] === setting) } }];
  });
  return Object.fromEntries(entries) as Group;
}

export const l0ModelSettings = {
  name: choice({
    title: 'Network',
    help: 'LeNet-300-100 and LeNet-5 for MNIST; the CIFAR MLP and VGG-16 for CIFAR-10; ResNets and a network of your own widths for any images. Teacher-student has a student of 25 and 25 neurons. A transformer for texts.',
    differs:
      'The paper’s ResNet-50 is for ImageNet, with a 7 × 7 stem, pooling and 1000 classes: 25,557,032 parameters. Here it is for small images: a 3 × 3 stem without pooling, 23,520,842 parameters for ten classes. ResNet-20 is not in the paper.',
    options: Object.entries(jobModels).map(([value, { title }]) => ({ value: value as JobModelName, title })),
    default: 'lenet-300-100',
  }),
  hidden: widths({
    title: 'Own widths',
    appliesTo: { 'model.name': networksWhere(({ hasOwnWidths }) => hasOwnWidths === true) },
    help: 'Widths of the hidden layers of a network of your own, from input to output, joined by “+” as in 300 + 100; ReLU for images, tanh for teacher-student.',
    default: [64, 32],
    min: 1,
    max: 4096,
    maxLength: 6,
  }),
  width: number({
    title: 'Width',
    appliesTo: { 'model.name': networksWhere(({ scales }) => scales) },
    help: 'Factor on the channels of VGG-16, ResNet-20 or ResNet-50, and on VGG’s dense layers: 1 as published. At 1/16 VGG-16 has some 60,000 parameters, ResNet-50 some 100,000.',
    default: 1,
    min: 0.0156,
    max: 1,
    step: 0.0625,
  }),
  ...ofNetworks(transformerSettings),
  init: choice({
    title: 'Initial weights',
    appliesTo: { 'model.name': networksWhere(({ hasOwnInit }) => !hasOwnInit) },
    help: 'Lux: the defaults of the library that the authors used. He: uniform, biases 0. Usual: Lux for the student, He for the others.',
    differs: 'The paper does not say; Lux’ gain before a ReLU is 2 where √2 is usual.',
    options: [
      { value: 'usual', title: 'Usual' },
      { value: 'lux', title: 'Lux' },
      { value: 'he-uniform', title: 'He' },
      { value: 'xavier-normal', title: 'Xavier' },
    ],
    default: 'usual',
  }),
  seed: seed({
    title: 'Seed of the weights',
    help: 'Seed of the initial weights; empty takes the job’s seed plus 42, for the student plus 43, as the code does.',
  }),
} as const;

/** The settings of the data; those of sources that others have added are there as well. */
export type L0DataSettings = SettingValues<typeof sharedDataSettings> & TeacherStudentSettings & TextSettings & { name: string };
export type L0ModelSettings = SettingValues<typeof l0ModelSettings>;
