/** THE list of data sources, as workers have it; a line each. What the page reads of them is in `data/sources/index.ts`. */
import { Registry } from '../../data/registry.ts';
import { ownImages } from '../../data/sources/own-images.ts';
import { ownText } from '../../data/sources/own-text.ts';
import { cifar10, mnist } from '../../data/sources/served.ts';
import { mobyDick, stateOfTheUnion } from '../../data/sources/texts.ts';
import { storedImages } from './images.ts';
import type { SourceWorker } from './source.ts';
import { teacherStudent } from './teacher-student.ts';
import { storedText } from './text.ts';

export const sourceWorkers = new Registry<SourceWorker>('data source of a worker').add(
  storedImages(mnist.id),
  storedImages(cifar10.id),
  teacherStudent,
  storedImages(ownImages.id),
  storedText(mobyDick.id),
  storedText(stateOfTheUnion.id),
  storedText(ownText.id),
);
