/** What a paper says of studies of Dual Tomographic Compression. */
import { imagesOf, testImageCount } from '../../../compression/dtc/job.ts';
import { grouped, inWords } from '../../../math/number-text.ts';
import type { PaperAbout, PaperColumn, PaperWords } from '../../family.ts';
import { methodsOf } from '../../settings.ts';
import { bandMean, sparsityBands } from './bands.ts';
import { keepsAll } from './methods.ts';
import { dtcDescribed } from './settings.ts';
import type { DtcJob, DtcRecord } from './types.ts';

const percent = (share: number | null): number | null => (share === null ? null : 100 * share);

const columns: readonly PaperColumn<DtcRecord>[] = [
  { title: 'Neurons left', digits: 0, of: ({ summary }) => summary?.finalNeurons ?? null },
  ...sparsityBands.map((band): PaperColumn<DtcRecord> => ({
    title: `Accuracy at sparsity ${band.title}`,
    unit: '%',
    digits: 1,
    of: (record) => percent(bandMean(record, band)),
  })),
  { title: 'Accuracy in the end', unit: '%', digits: 1, of: ({ summary }) => percent(summary?.finalAccuracy ?? null) },
];

const trainImageCount = (job: DtcJob): number => Math.min(job.data.trainImages || Infinity, imagesOf(job).train);

/** Of the jobs, each once: “a”, “a and b”. */
const each = (records: readonly DtcRecord[], read: (job: DtcJob) => string): string =>
  [...new Set(records.map(({ job }) => read(job)))].join(' and ');

function methods({ say, records }: PaperAbout<DtcRecord>): string {
  const cycles = records.map(({ summary, steps }) => summary?.cycles ?? steps.length);
  const [least, most] = [Math.min(...cycles), Math.max(...cycles)];
  const ids = [...new Set(records.map(({ job }) => job.compression.method))];
  const titles = (isMeant: (id: DtcJob['compression']['method']) => boolean): string[] =>
    ids.filter(isMeant).flatMap((id) => methodsOf(dtcDescribed).find(({ value }) => value === id)?.title ?? []);
  return [
    `Networks with hidden layers of ${say('model.hidden')} neurons, without biases, were trained on ${each(records, (job) => grouped(trainImageCount(job)))} images of ${each(records, (job) => imagesOf(job).title)} in batches of ${say('training.batchSize')}, by Adam at a learning rate of ${say('training.learningRate')}.`,
    `After every ${say('compression.batchesPerCycle')} a share of ${say('compression.share')} of the neurons of each hidden layer was removed, by ${inWords(titles((id) => !keepsAll(id)))}, until no layer had more than ${say('compression.stopWidth')}: ${least === most ? grouped(most) : `${grouped(least)} to ${grouped(most)}`} cycles.`,
    ...(ids.some(keepsAll) ? ['Beside them stand networks that were trained as long and not pruned.'] : []),
    `Accuracies are means over batches of the ${each(records, (job) => grouped(testImageCount(job)))} test images right after each removal.`,
  ].join(' ');
}

export const dtcPaperWords: PaperWords<DtcRecord> = { methods, columns };
