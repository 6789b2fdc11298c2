/** Where data come from. A source is a file here, a line in `index.ts`, and what a worker makes of it in `nn/data`. */
import type { DataKind } from '../kinds/kind.ts';
import type { OwnDataset } from '../own/store.ts';
import type { OwnText } from '../own/texts.ts';
import type { Settings } from '../setting.ts';
import type { InputShape } from '../shape.ts';
import type { Task } from '../tasks/task.ts';

/** What is known of data before any of them is loaded. */
export interface DataFacts {
  readonly title: string;
  readonly input: InputShape;
  /** Classes, or values of a regression. */
  readonly outputs: number;
  /** Samples that there are; null where as many as anybody asks for. */
  readonly count: { readonly train: number; readonly test: number } | null;
}

/** The values of a job's section `data`. */
export type DataValues = Readonly<Record<string, unknown>>;

/** The part of a job that says what it is about. */
export interface DataChoice extends OwnChoice {
  readonly data: DataValues & { readonly name: string };
}

/** Which data of a person's own a job is about: one of them is there if, and only if, its source is of that. */
export interface OwnChoice {
  readonly images?: OwnDataset | undefined;
  readonly text?: OwnText | undefined;
}

/** What a job says of data of a person's own; undefined where they are none. */
export const ownOf = ({ images, text }: OwnChoice): OwnDataset | OwnText | undefined => images ?? text;

/** Settings of the section `data` that sources share: how many samples of each set there are and how they are drawn, and the batches' order. */
export type SharedDataSetting = 'train' | 'validation' | 'test' | 'splitSeed' | 'order';

/** Settings of sources that take as many samples as they are asked for. */
export const countSettings: readonly SharedDataSetting[] = ['train', 'validation', 'test', 'splitSeed', 'order'];

export interface SetSize {
  readonly samples: number;
  /** Predictions whose bits count. */
  readonly coded: number;
}

/** Of the sets of a job. */
export type SetSizes = Readonly<Record<'train' | 'validation' | 'test', SetSize>>;

export interface DataSource {
  /** Value of the setting `data.name`. */
  readonly id: string;
  readonly title: string;
  /** What the help of a choice among sources says of it, a sentence or two. */
  readonly help?: string;
  readonly kind: DataKind;
  readonly task: Task;
  /** Files that the lab serves, files of a person's own, or arithmetic in the worker. */
  readonly origin: 'served' | 'own' | 'generated';
  /** Where a job says which of a person's own, where they are. */
  readonly ownAs?: keyof OwnChoice;
  /** Settings of the section `data` that are for it alone. */
  readonly settings: Settings;
  /** Which of the settings that sources share have an effect on it. */
  readonly shared: readonly SharedDataSetting[];
  /** What is known of it with such settings, defaults where they say nothing; null where it is a person's own and none has been chosen. */
  facts(choice: DataChoice): DataFacts | null;
  /** What it may be like while none has been chosen: a network that takes this takes any that a person may have. */
  readonly unchosen?: Pick<DataFacts, 'input' | 'outputs'>;
  /** The sets of a job, where they do not follow from numbers of samples that it sets. */
  sizes?(choice: DataChoice): SetSizes;
  /** The data of a job, without the title: “45,000 training images”. */
  describe(choice: DataChoice): string;
  /** Paths of the settings whose values `describe` tells. */
  readonly told: readonly string[];
  /** The order of batches that is set where it is chosen; the fixed one unless told. */
  readonly usualOrder?: 'shuffled';
  /** What is wrong with values that are each in their range, by setting. */
  complaints?(choice: DataChoice): readonly (readonly [path: string, message: string])[];
  /** Whether as many test samples as there are training samples are coded as well, as in arXiv 2505.17469 for generated data. */
  readonly codesTest: boolean;
  /** Standard deviation of the noise on its targets, where it is known. */
  noise?(data: DataValues): number;
  /** Numbers of what generates it, where that is a network. */
  generatorParameters?(data: DataValues): number;
  /** What the networks of ℓ0 jobs are like on it, as the authors' code has them. */
  readonly network: {
    /** Comes where that of a job does not take it; the first that does unless told. */
    readonly usual?: string;
    /** Of networks with free widths. */
    readonly activation: 'relu' | 'tanh';
    /** What is added to the seed of a run for that of the weights. */
    readonly seedOffset: number;
  };
  /** How Python's torchvision calls it and standardises its pixels, for scripts that check a network. */
  readonly torchvision?: { readonly name: 'MNIST' | 'CIFAR10'; readonly mean: readonly number[]; readonly std: readonly number[] };
}
