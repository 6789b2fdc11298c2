/** What a network is judged by on its test set, in the words of its task. */
import type { Measured } from '../../study/family-worker.ts';
import { taskOf } from '../../study/job-data.ts';
import type { Job } from '../../study/schema.ts';
import { percent } from '../../math/number-text.ts';
import { decimals, significant } from '../text/format.ts';

/** A number that was measured. */
export interface Figure {
  /** “test accuracy”. */
  readonly name: string;
  /** Null where it was not measured. */
  value(measured: Measured): number | null;
  text(value: number): string;
}

export interface Judged extends Figure {
  /** As the end of a sentence: “95.2 % right”. */
  said(value: number): string;
  /** What else is told of it. */
  readonly beside: readonly Figure[];
}

const accuracy: Judged = {
  name: 'test accuracy',
  value: ({ testAccuracy }) => testAccuracy,
  text: percent,
  said: (value) => `${percent(value)} right`,
  beside: [],
};

const loss: Judged = {
  name: 'test loss',
  value: ({ testLoss }) => testLoss,
  text: (value) => significant(value, 4),
  said: (value) => `a test loss of ${significant(value, 4)}`,
  beside: [],
};

/** Of a network that says what symbol comes next, by the bits that each costs. */
const bitsOf = (symbol: string): Judged => ({
  name: `bits per ${symbol}`,
  value: ({ testLoss }) => (testLoss === null ? null : testLoss / Math.LN2),
  text: (value) => decimals(value, 3),
  said: (value) => `${decimals(value, 3)} bits per ${symbol}`,
  beside: [
    { ...accuracy, name: `likeliest ${symbol} is right` },
    { ...loss, name: `test loss (nats per ${symbol})` },
  ],
});

export function judgedBy(job: Pick<Job, 'data'>): Judged {
  const { symbol, isRightOrWrong } = taskOf(job);
  if (symbol !== null) return bitsOf(symbol);
  return isRightOrWrong ? { ...accuracy, beside: [loss] } : loss;
}

/** A figure of what was measured, in words; null where it was not. */
export function figureText({ value, text }: Figure, measured: Measured): string | null {
  const found = value(measured);
  return found === null ? null : text(found);
}

/** What a network is judged by, as the end of a sentence; null where it was not measured. */
export function judgedText({ value, said }: Judged, measured: Measured): string | null {
  const found = value(measured);
  return found === null ? null : said(found);
}
