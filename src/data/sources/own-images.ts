/** Images that a person has added to this browser. */
import { images as imageKind } from '../kinds/kind.ts';
import { imageShape } from '../shape.ts';
import { classification } from '../tasks/classification.ts';
import { imageNetworks, imageWords } from './served.ts';
import { countSettings, type DataSource } from './source.ts';

export const ownImages: DataSource = {
  id: 'own',
  title: 'Own images',
  help: 'Own images are those that you have added under Data sets.',
  kind: imageKind,
  task: classification,
  origin: 'own',
  ownAs: 'images',
  settings: {},
  shared: countSettings,
  facts: ({ images }) =>
    images
      ? {
          title: images.name,
          input: imageShape(images.shape),
          outputs: images.classes,
          count: { train: images.train, test: images.test },
        }
      : null,
  unchosen: { input: imageShape([29, 31, 2]), outputs: 3 },
  ...imageWords,
  codesTest: false,
  network: { usual: 'mlp', ...imageNetworks },
};
