/** What a network is worth as a message: its bytes and those of its mistakes, against the labels alone. */
import { BITS_PER_NAT, uniformLabelBits } from '../../../coding/data-length.ts';
import type { L0Run } from '../../../study/families/l0/run.ts';
import { lesson, type Check, type Say } from '../../lesson.ts';
import { gapOf, isOpen, placeOf, placeOfRuns, type Place } from '../../outcome.ts';
import { anOrder, orderOf, type Answer } from '../../prediction.ts';
import { among, digits } from '../studies.ts';
import { de } from './de.ts';
import { en } from './en.ts';

const LABELS = 10_000;
const CLASSES = 10;
/** Bytes of a label of which nothing is known. */
const LABEL_BYTES = uniformLabelBits(1, CLASSES) / 8;

const shares = [0.9, 0.98, 0.995, 0.998];
/** A network that still reads digits, to ask from how many of them on it would pay. */
const READING = 0.98;

interface Measured {
  readonly whole: Place | null;
  /** Network and mistakes, for each share that is thrown away. */
  readonly pruned: readonly (Place | null)[];
  /** The shortest of them, seed by seed. */
  readonly best: Place | null;
  readonly labels: Place;
  /** Labels from which on a pruned network would be shorter than they are. */
  readonly paysFrom: number | null;
}

export const worth = lesson({
  id: 'worth',
  minutes: 4,
  recorded: 'lesson-worth',
  study: {
    job: {
      data: { ...digits.data, train: LABELS },
      training: { ...digits.training, measureEvery: 8 },
      compression: { method: 'magnitude-finetune', codec: 'min' },
      seed: 1,
    },
    axes: [
      { path: 'compression.targetSparsity', values: shares },
      { path: 'seed', values: [1, 2] },
    ],
    beside: [{ 'compression.method': 'vanilla' }],
  },
  prediction: anOrder(3),
  words: { en, de },
  measure,
  outcome: (measured) => ({ places: messagesOf(measured) }),
  finding({ whole, best, labels, paysFrom }, { words, numbers }) {
    return whole && best && words.finding({ whole, best, labels, paysFrom }, numbers);
  },
  charts: ({ pruned, labels }, { words, numbers }) => [
    {
      title: words.chart.title,
      subtitle: words.chart.subtitle,
      x: words.chart.x,
      y: { min: 1000, max: 1_000_000, isLog: true, text: (value) => words.tick(value, numbers) },
      lines: [{ title: words.chart.line, look: 'for', points: pruned }],
      reference: { value: labels.value, title: words.chart.labels },
    },
  ],
  check,
});

const totalOf = ({ summary }: L0Run): number => summary?.descriptionBytes ?? Number.NaN;

function measure(runs: readonly L0Run[]): Measured | null {
  if (runs.length === 0) return null;
  const pruned = shares.map((targetSparsity) => among(runs, { method: 'magnitude-finetune', targetSparsity }));
  const totals = pruned.map((own) => placeOfRuns(own, totalOf));
  const seeds = [...new Set(runs.map(({ job }) => job.seed))];
  const least = seeds.flatMap((seed) => {
    const own = totals.map((place) => place?.dots.find((dot) => dot.seed === seed)?.value);
    return own.every((value) => value !== undefined) ? [{ seed, value: Math.min(...own) }] : [];
  });
  return {
    whole: placeOfRuns(among(runs, { method: 'vanilla' }), totalOf),
    pruned: totals,
    best: placeOf(least),
    labels: { value: LABELS * LABEL_BYTES, halfWidth: null, dots: seeds.map((seed) => ({ seed, value: LABELS * LABEL_BYTES })) },
    paysFrom: labelsToPay(pruned[shares.indexOf(READING)]),
  };
}

/** Labels n from which on n·L > model + n·mistakes, with the mistakes that it makes of digits which it has not seen. */
function labelsToPay(runs: readonly L0Run[]): number | null {
  const own = placeOfRuns(runs, ({ summary }) =>
    summary ? summary.modelBytes / (LABEL_BYTES - (summary.testLoss * BITS_PER_NAT) / 8) : Number.NaN,
  );
  return own !== null && own.value > 0 && Number.isFinite(own.value) ? own.value : null;
}

/** In the order of their names. */
const messagesOf = ({ labels, whole, best }: Measured): readonly (Place | null)[] => [labels, whole, best];

function check(measured: Measured, answer: Answer | null, { words, numbers }: Say<typeof en>): Check | null {
  const places = messagesOf(measured);
  const order = orderOf({ places });
  if (!order) return null;
  for (const [index, thing] of order.slice(1).entries()) {
    const gap = gapOf(places[thing], places[order[index]]);
    if (!gap || isOpen(gap)) return { kind: 'inconclusive', text: words.check.close(order[index], thing) };
  }
  const seen = words.check.seen(order, measured.paysFrom, numbers);
  if (!answer) return { kind: 'unasked', text: seen };
  const [first] = order;
  if (answer.every((thing, rank) => thing === order[rank])) return { kind: 'as-expected', text: [words.check.right, seen].join(' ') };
  const why = answer[0] === first ? words.check.last(order) : words.check.first(answer[0], first);
  return { kind: 'not', text: [why, seen].join(' ') };
}
