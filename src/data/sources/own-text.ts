/** A text that a person has added to this browser. */
import type { DataSource } from './source.ts';
import { textSource } from './texts.ts';

export const ownText: DataSource = {
  id: 'own-text',
  title: 'Own text',
  help: 'An own text is one that you have added under Data sets: any bytes.',
  origin: 'own',
  ownAs: 'text',
  unchosen: { input: { kind: 'tokens', length: 64, vocabulary: 97 }, outputs: 97 },
  ...textSource(({ text }) => (text ? { title: text.name, bytes: text.bytes, values: text.values } : null)),
};
