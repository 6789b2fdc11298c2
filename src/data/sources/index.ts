/** THE list of data sources, as the page reads it; a line each. What a worker makes of them is in `nn/data/index.ts`. */
import { Registry } from '../registry.ts';
import { ownImages } from './own-images.ts';
import { ownText } from './own-text.ts';
import { cifar10, mnist, type ServedSource } from './served.ts';
import type { DataChoice, DataFacts, DataSource, SetSize, SetSizes } from './source.ts';
import type { Loss } from '../tasks/task.ts';
import { teacherStudent } from './teacher-student.ts';
import { mobyDick, stateOfTheUnion } from './texts.ts';

export const dataSources = new Registry<DataSource>('data source').add(
  mnist,
  cifar10,
  teacherStudent,
  ownImages,
  mobyDick,
  stateOfTheUnion,
  ownText,
);

export const sourceOf = ({ data }: Pick<DataChoice, 'data'>): DataSource => dataSources.get(data.name);

/**
 * What is known of the data of a job.
 * @throws RangeError where they are a person's own and none has been chosen, which no job that was checked has
 */
export function factsOf(choice: DataChoice): DataFacts {
  const source = sourceOf(choice);
  const facts = source.facts(choice);
  if (!facts) throw new RangeError(`Nothing is known of the data “${source.id}”: add them under “Data sets” and choose “Use” there.`);
  return facts;
}

/** How large the sets of a job are: as its settings say, or as its source does. @throws RangeError as `factsOf` does */
export function setSizes(choice: DataChoice): SetSizes {
  const source = sourceOf(choice);
  if (source.sizes) return source.sizes(choice);
  const { input, outputs } = factsOf(choice);
  const each = source.task.predictionsOf(input, outputs);
  const counted = (set: keyof SetSizes): SetSize => {
    const samples = Number(choice.data[set]);
    return { samples, coded: samples * each };
  };
  return { train: counted('train'), validation: counted('validation'), test: counted('test') };
}

/** The loss that a job trains for. @throws RangeError where its task has no such loss, which no job that was checked says */
export function lossOf({ data, training }: Pick<DataChoice, 'data'> & { readonly training: { readonly loss: string } }): Loss {
  const found = sourceOf({ data }).task.losses.find(({ id }) => id === training.loss);
  if (!found) throw new RangeError(`The data “${data.name}” are not trained with the loss “${training.loss}”: choose another loss.`);
  return found;
}

/** What the server may have. */
export const servedSources = (): readonly ServedSource[] =>
  dataSources.all.filter((source): source is ServedSource => source.origin === 'served');
