/** A network as a zip program: a novel coded by networks, their own bytes counted, against programs that need no training. */
import type { L0Run } from '../../../study/families/l0/run.ts';
import { lesson, type Check, type Say } from '../../lesson.ts';
import { gapOf, isOpen, placeOfRuns, type Place } from '../../outcome.ts';
import { oneNumber, type Answer } from '../../prediction.ts';
import { among } from '../studies.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** Kilobytes that programs make of the part of Moby-Dick which trains; `published.json` of the family has them in bytes. */
const PROGRAMS_KB = { gzip: 441.496, zstd: 367.915 } as const;

const KB = 1000;
/** A prediction off by less than this share counts as hit. */
const NEAR = 0.1;

interface Measured {
  /** Kilobytes of network and text, the network sent at 8 bits a number. */
  readonly sent: Place | null;
  /** Of the text alone, the network learned along; in one pass and with a replay. */
  readonly onePass: Place | null;
  readonly replayed: Place | null;
  /** The shortest of the three. */
  readonly best: Place | null;
}

export const zip = lesson({
  id: 'zip',
  minutes: 7,
  recorded: 'lesson-zip',
  study: {
    job: {
      data: { name: 'moby-dick', length: 64, order: 'shuffled' },
      model: { name: 'transformer', blocks: 1, heads: 2, dim: 32 },
      training: {
        optimiser: 'adamw',
        clip: 1,
        batchSize: 16,
        learningRate: 0.01,
        schedule: 'cosine-by-step',
        warmUp: 1,
        leastRate: 0.1,
        roundSteps: 100,
        minEpochs: 10,
        maxEpochs: 10,
        fineTuneMin: 0,
        fineTuneMax: 0,
        checkEvery: 10,
        window: 4,
        measureEvery: 5,
        bestState: 'last',
      },
      compression: { method: 'learning-along', trainsOn: 'yes', tamade: 'transformer', tolerance: 0.02, rgp: 'off' },
      seed: 1,
    },
    axes: [
      { path: 'compression.onlineCode', values: ['one-pass', 'replay-1'] },
      { path: 'seed', values: [1, 2] },
    ],
    beside: [{ 'compression.method': 'vanilla' }],
  },
  prediction: oneNumber({ min: 200, max: 700, step: 10, ticks: [200, 300, 400, 500, 600, 700] }, 450),
  words: { en, de },
  measure,
  outcome: ({ best }, { words }) => ({
    places: [best],
    also: Object.entries(PROGRAMS_KB).map(([name, value]) => ({ value, title: words.program(name, value), look: 'muted' as const })),
  }),
  finding: (measured, { words, numbers }) => {
    const { sent, onePass, replayed, best } = measured;
    return sent && onePass && replayed && best && words.finding({ sent, onePass, replayed }, best.value < PROGRAMS_KB.gzip, numbers);
  },
  charts: ({ sent, onePass, replayed }, { words, numbers }) => [
    {
      title: words.chart.title,
      subtitle: words.chart.subtitle,
      x: words.chart.x,
      y: { min: 0, max: 600, text: (value) => numbers.whole(value) },
      lines: [{ title: words.chart.line, look: 'for', points: [sent, onePass, replayed] }],
      reference: { value: PROGRAMS_KB.gzip, title: 'gzip' },
    },
  ],
  check,
});

const alongOf = ({ summary }: L0Run): number => (summary?.text?.online?.bytes ?? Number.NaN) / KB;

/** The network at 8 bits a number, each measured with the rounded weights, and the text given it. */
function sentOf({ summary }: L0Run): number {
  const rounded = summary?.text?.rounded.find(({ bits }) => bits === 8);
  return rounded ? (rounded.valuesBytes + rounded.dataBytes) / KB : Number.NaN;
}

function measure(runs: readonly L0Run[]): Measured | null {
  if (runs.length === 0) return null;
  const [sent, onePass, replayed] = [
    placeOfRuns(among(runs, { method: 'vanilla' }), sentOf),
    placeOfRuns(among(runs, { method: 'learning-along', onlineCode: 'one-pass' }), alongOf),
    placeOfRuns(among(runs, { method: 'learning-along', onlineCode: 'replay-1' }), alongOf),
  ];
  const known = [sent, onePass, replayed].filter((place) => place !== null);
  return { sent, onePass, replayed, best: known.length < 3 ? null : known.toSorted((a, b) => a.value - b.value)[0] };
}

function check({ sent, best, onePass, replayed }: Measured, answer: Answer | null, { words, numbers }: Say<typeof en>): Check | null {
  if (!sent || !onePass || !best) return null;
  const lead = { ...best, value: best.value - PROGRAMS_KB.gzip };
  if (isOpen(lead)) return { kind: 'inconclusive', text: words.check.open(best, numbers) };
  const between = gapOf(sent, replayed);
  const isLevel = between !== null && isOpen(between);
  const seen = [words.check.seen(best, best === sent, lead.value < 0, numbers), ...(isLevel ? [words.check.level] : [])].join(' ');
  if (!answer) return { kind: 'unasked', text: seen };
  const [said] = answer;
  const isSameSide = said < PROGRAMS_KB.gzip === lead.value < 0;
  const isNear = Math.abs(said - best.value) <= NEAR * best.value;
  if (isSameSide && isNear) return { kind: 'as-expected', text: [words.check.near(said, best, numbers), seen].join(' ') };
  return { kind: 'not', text: [words.check.far(said, best, numbers), seen].join(' ') };
}
