/** Whether what is left of a network learns from its first weights as well as the whole, and as well as any other cut of that size. */
import type { L0Run } from '../../../study/families/l0/run.ts';
import { lesson, type Check, type Say } from '../../lesson.ts';
import { gapOf, isOpen, type Place } from '../../outcome.ts';
import { marks, type Answer } from '../../prediction.ts';
import { accuracyOf, digits } from '../studies.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** Points of accuracy by which two predictions have to differ to say that the one is better. */
const SAME = 2;

interface Measured {
  readonly whole: Place | null;
  readonly ticket: Place | null;
  readonly random: Place | null;
}

const methods = ['vanilla', 'lottery-ticket', 'random-finetune'] as const;

export const tickets = lesson({
  id: 'tickets',
  minutes: 5,
  recorded: 'lesson-tickets',
  study: {
    job: {
      ...digits,
      training: { ...digits.training, minEpochs: 6, maxEpochs: 6, fineTuneMin: 6, fineTuneMax: 6 },
      compression: { method: 'lottery-ticket', targetSparsity: 0.95, ticketRounds: 3 },
      seed: 1,
    },
    axes: [
      { path: 'compression.method', values: ['lottery-ticket', 'random-finetune'] },
      // With three, a random cut is 12 ± 12 points behind.
      { path: 'seed', values: [1, 2, 3, 4, 5] },
    ],
    beside: [{ 'compression.method': 'vanilla' }],
  },
  prediction: marks({ min: 50, max: 100, step: 1, ticks: [50, 60, 70, 80, 90, 100] }, [75, 75, 75]),
  words: { en, de },
  measure,
  outcome: ({ whole, ticket, random }) => ({ places: [whole, ticket, random] }),
  finding({ whole, ticket, random }, { words, numbers }) {
    const [toWhole, toRandom] = [gapOf(ticket, whole), gapOf(ticket, random)];
    return toWhole && toRandom && words.finding({ toWhole, toRandom, isLevel: isOpen(toWhole) }, numbers);
  },
  charts: () => [],
  check,
});

function measure(runs: readonly L0Run[]): Measured | null {
  if (runs.length === 0) return null;
  const [whole, ticket, random] = methods.map((method) => accuracyOf(runs.filter(({ job }) => job.compression.method === method)));
  return { whole, ticket, random };
}

function check({ whole, ticket, random }: Measured, answer: Answer | null, { words, numbers }: Say<typeof en>): Check | null {
  const [toWhole, toRandom] = [gapOf(ticket, whole), gapOf(ticket, random)];
  if (!toWhole || !toRandom) return null;
  if (isOpen(toRandom)) return { kind: 'inconclusive', text: words.check.open(toRandom, numbers) };
  const seen = [
    words.check.seen(toRandom, numbers),
    isOpen(toWhole) ? words.check.level(toWhole, numbers) : words.check.apart(toWhole, numbers),
  ].join(' ');
  if (!answer) return { kind: 'unasked', text: seen };
  const [saidWhole, saidTicket, saidRandom] = answer;
  const saysLead = saidTicket - saidRandom > SAME;
  if (saysLead !== toRandom.value > 0) return { kind: 'not', text: [words.check.any(saidTicket, saidRandom, numbers), seen].join(' ') };
  const isAlike = isOpen(toWhole) || Math.abs(toWhole.value) <= SAME;
  if (isAlike && saidWhole - saidTicket > SAME)
    return { kind: 'not', text: [words.check.worse(saidWhole - saidTicket, numbers), seen, words.check.why].join(' ') };
  return { kind: 'as-expected', text: [words.check.right, seen].join(' ') };
}
