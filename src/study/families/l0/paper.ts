/** What a paper says of studies of ℓ0 regularisation. */
import { BITS_PER_NAT } from '../../../coding/data-length.ts';
import { l0MethodOf } from '../../../compression/l0/methods/index.ts';
import { setSizes } from '../../../data/sources/index.ts';
import { grouped } from '../../../math/number-text.ts';
import type { PaperAbout, PaperColumn, PaperWords } from '../../family.ts';
import { dataTitle, lossOf, predictedOf, samplesName } from '../../job-data.ts';
import { multiplyAdds } from './multiply-adds.ts';
import type { L0Record, L0Summary } from './types.ts';

const column = (title: string, digits: number, of: (summary: L0Summary) => number | null, unit?: string): PaperColumn<L0Record> => ({
  title,
  digits,
  ...(unit === undefined ? {} : { unit }),
  of: ({ summary }) => summary && of(summary),
});

const columns: readonly PaperColumn<L0Record>[] = [
  column('Numbers left', 0, ({ nonzero }) => nonzero),
  column('Of them effective', 0, ({ effective }) => effective ?? null),
  column('Compression rate', 1, ({ compressionRate }) => compressionRate),
  {
    title: 'Multiply-adds left',
    digits: 1,
    unit: '%',
    of({ job, summary }) {
      const adds = summary && multiplyAdds(job, summary);
      return adds && (100 * adds.left) / adds.all;
    },
  },
  column('Test accuracy', 2, ({ testAccuracy, text }) => (testAccuracy === null || text ? null : 100 * testAccuracy), '%'),
  column('Test loss', 4, ({ testLoss, text }) => (text ? null : testLoss)),
  column('Bits per byte', 3, ({ testLoss, text }) => (text ? testLoss * BITS_PER_NAT : null)),
  column('Network', 2, ({ modelBytes }) => modelBytes / 1000, 'kB'),
  column('Network and data', 2, ({ descriptionBytes }) => descriptionBytes / 1000, 'kB'),
];

/** Of the jobs, each once: “a”, “a and b”. */
const each = (records: readonly L0Record[], read: (record: L0Record) => string): string => [...new Set(records.map(read))].join(' and ');

/** “1 epoch”, “3 to 5 epochs”. */
function span(values: readonly number[], one: string): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${least === most ? '' : `${grouped(least)} to `}${grouped(most)} ${most === 1 ? one : `${one}s`}`;
}

/** What a network is trained on, counted as its data are: samples, or bytes that are predicted. */
function sets({ job }: L0Record): string {
  const { train, validation, test } = setSizes(job);
  const counts = [train, validation, test].map(({ samples, coded }) => grouped(predictedOf(job) === samplesName(job) ? samples : coded));
  return `${counts[0]} ${predictedOf(job)} of ${dataTitle(job)} to train, ${counts[1]} to validate and ${counts[2]} to test`;
}

/** How long a phase took those that had it; empty where none did. */
function lengthOf(summaries: readonly L0Summary[], phase: keyof L0Summary['epochs']): string {
  const epochs = summaries.map((summary) => summary.epochs[phase]).filter((count) => count > 0);
  return epochs.length === 0 ? '' : `, for ${span(epochs, 'epoch')}`;
}

function methods({ say, networks, records }: PaperAbout<L0Record>): string {
  const known = records.flatMap(({ summary }) => summary ?? []);
  const sizes = known.map(({ parameters }) => parameters);
  const size = sizes.length > 0 ? ` (${span(sizes, 'number')})` : '';
  const hasAlpha = records.some(({ job }) => l0MethodOf(job).traits.hasAlpha);
  const strength = hasAlpha ? ` at a regularisation strength α of ${say('compression.alpha')}` : '';
  const isCut = known.some(({ threshold }) => threshold !== null);
  const isFineTuned = known.some(({ epochs }) => epochs.fineTuning > 0);
  return [
    `${networks}${size} was trained on ${each(records, sets)}.`,
    `Training used ${say('training.optimiser')} at a learning rate of ${say('training.learningRate')} (${say('training.schedule').toLowerCase()} over time) and the loss ${each(records, ({ job }) => lossOf(job).axis)}, with ${say('compression.method')}${strength}${lengthOf(known, 'regularised')}.`,
    ...(isCut
      ? [`Weights below a threshold, sought for each network (${say('compression.tamade').toLowerCase()}), were then set to zero.`]
      : []),
    ...(isFineTuned ? [`What was left was fine-tuned${lengthOf(known, 'fineTuning')}.`] : []),
    'The length of network and data is that of an encoding of the numbers left and of the training data under the model.',
  ].join(' ');
}

export const l0PaperWords: PaperWords<L0Record> = { methods, columns };
