// @ts-check
/** What a machine that computes wrongly would leave of a job: another loss and its own name, in a file that is whole. Used by plan.test.ts. */
import { readFile, writeFile } from 'node:fs/promises';
import { importLab } from '../../../scripts/lib/study-in-node.mjs';

const path = process.argv[2] ?? '';
const { jobFileText } = await importLab(() => undefined);
const { id, record, origin } = JSON.parse(await readFile(path, 'utf8'));
const losses = record.losses.with(0, record.losses[0] + 1e-6);
await writeFile(path, await jobFileText(id, { ...record, losses }, { ...origin, host: 'another' }));
