/** Stored runs as files. */
import type { LabActions } from '../../lab/contract.ts';
import { jobsCsv } from '../../lab/jobs-csv.ts';
import { stepsCsv } from '../../lab/steps-csv.ts';
import { download, fileName, saveResult, textFile } from '../files/download.ts';

export async function saveRunsAsJson(actions: LabActions, ids: Iterable<string>): Promise<void> {
  for (const id of ids) saveResult(await actions.storedResult(id));
}

export async function saveRunsAsCsv(actions: LabActions, ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    const result = await actions.storedResult(id);
    if (result) download(textFile(stepsCsv(result), 'text/csv'), fileName(result.study.name, 'csv'));
  }
}

export async function saveJobsAsCsv(actions: LabActions, ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    const result = await actions.storedResult(id);
    if (result) download(textFile(jobsCsv(result), 'text/csv'), fileName(`${result.study.name} jobs`, 'csv'));
  }
}
