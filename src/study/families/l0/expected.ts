/** What the published tables say that a study will come to. */
import type { Study } from '../../job.ts';
import { log10 } from '../../../math/elementary.ts';
import { takenValues } from '../../beside.ts';
import type { Sketch, SketchSeries } from '../../sketch.ts';
import {
  comparesWithL0Published,
  publishedTeacherStudent,
  publishedTradeOffs,
  unprunedMethod,
  type L0Published,
  type PublishedTradeOffTable,
} from './published.ts';
import { isL0Job } from './settings.ts';
import type { L0Job } from './types.ts';

/** Null for a study that does otherwise than the paper. */
export function l0Expected(published: L0Published, study: Study): Sketch | null {
  if (!comparesWithL0Published(study)) return null;
  const table = publishedTradeOffs(published, study.job);
  return table ? tradeOffs(table) : lengths(published, study);
}

/** Accuracy kept against the logarithm of the compression rate; methods that the lab has in their colours. */
function tradeOffs({ table, rows }: PublishedTradeOffTable): Sketch {
  return {
    caption: `accuracy against compression, as published in ${table.toLowerCase()}`,
    as: 'dots',
    series: rows.flatMap(({ id, errorIncrease, compressionRate }): SketchSeries[] =>
      errorIncrease === null || compressionRate === null ? [] : [{ method: id, points: [[log10(compressionRate), -errorIncrease]] }],
    ),
  };
}

/** Bytes of network and data over those of the unpruned network, for each number of samples of the study. */
function lengths(published: L0Published, study: Study): Sketch | null {
  const { job } = study;
  if (!isL0Job(job)) return null;
  const { loss } = job.training;
  if (loss !== 'mse' && loss !== 'gauss') return null;
  const samples = takenValues(study, 'data.train');
  const withSamples = (train: number): L0Job => ({ ...job, data: { ...job.data, train } });
  const rows = samples.map((train) => publishedTeacherStudent(published, withSamples(Number(train)))).filter((row) => row !== null);
  if (rows.length === 0) return null;
  const methods = ['rl1', 'drr'] as const;
  const apart = methods.length + 2;
  return {
    caption: `bytes of network and data beside the unpruned network, for ${samples.join(', ')} samples, as published in table 5`,
    as: 'bars',
    series: [
      { method: unprunedMethod, points: rows.map((_, group) => [group * apart, 1] as const) },
      ...methods.map((method, place) => ({
        method,
        points: rows.map((row, group) => [group * apart + place + 1, row[method][loss].value / row.unpruned.value] as const),
      })),
    ],
  };
}
