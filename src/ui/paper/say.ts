/** Settings of a study in words, for a text. */
import { inWords } from '../../math/number-text.ts';
import { takenValues } from '../../study/beside.ts';
import type { Say } from '../../study/family.ts';
import type { Study } from '../../study/schema.ts';
import { valueTitle } from '../text/labels.ts';

/** Values that are written out; of more, the first, the last and how many. */
const MOST_VALUES = 6;

/** Each once; of many the first, the last and how many. */
export function listedInWords(texts: readonly string[]): string {
  const own = [...new Set(texts)];
  return own.length > MOST_VALUES ? `${own[0]} to ${own[own.length - 1]} (${own.length} values)` : inWords(own);
}

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** As a paper writes it: “3e−5” as “3·10⁻⁵”. */
export const withPowers = (text: string): string =>
  text.replaceAll(
    /(\d)e([−+-]?)(\d+)/gu,
    (_, digit: string, sign: string, power: string) =>
      `${digit}·10${sign === '' || sign === '+' ? '' : '⁻'}${Array.from(power, (one) => raised[Number(one)]).join('')}`,
  );

export const sayerOf =
  (study: Study): Say =>
  (path) =>
    listedInWords(takenValues(study, path).map((value) => withPowers(valueTitle(path, value, study.job))));
