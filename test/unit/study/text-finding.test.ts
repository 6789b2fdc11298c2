/** What is found of texts, against the numbers of the reference runs and of the compressors as they stand in their files. */
import { expect, test } from 'vitest';
import { l0Finding } from '../../../src/study/families/l0/finding.ts';
import { loadL0Published } from '../../../src/study/families/l0/published.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import type { L0Job } from '../../../src/study/families/l0/types.ts';
import type { Job } from '../../../src/study/schema.ts';
import { textStudy } from '../figures/l0/texts.ts';

const published = await loadL0Published();
const nameOf = (job: Job): string => {
  const { compression, model } = job as L0Job;
  return `${compression.method} α ${compression.alpha} width ${model.dim}`;
};
const found = (runs: readonly L0Run[], values: typeof published | null = published) => {
  const finding = l0Finding(runs, nameOf, values);
  return { ...finding, text: plain(finding?.text), more: plain(finding?.more) };
};
/** Without the spaces at which no line ends. */
const plain = (text = ''): string => text.replaceAll('\u00A0', ' ');

test('the reference runs: what is shortest, and the programs that are shorter', () => {
  const { text, more, numbers } = found(textStudy());
  // 450,458 of 1,090,309 bytes are 3.305 bits for each of 8.
  expect(text).toContain('Shortest is drr α 0.00001 width 64: network and text take 450 kB together, 3.31 bits per byte');
  expect(text).toContain('As it is, the text takes 1.09 MB.');
  expect(text).toContain(
    'make it shorter: PPMd (296 kB), PPM (316 kB), bzip2 (337 kB), xz (364 kB), Zstandard (368 kB) and gzip (441 kB).',
  );
  // 409,770 bytes of a dense net against 413,498.
  expect(more).toContain('the shortest is vanilla α 0.00001 width 32 with 410 kB, now shorter than gzip; the best that was pruned');
  expect(more).toContain('the best that was pruned, rl1 α 0.00001 width 64 (413 kB), is 0.9 % longer');
  expect(more).toContain('vanilla α 0.00001 width 64 takes 440 kB: shorter than that with any network.');
  expect(more).toContain('one seed cannot tell that from chance');
  expect(more).toContain('no program comes below 672 kB (deflate).');
  expect(numbers?.map(({ value }) => plain(value))).toEqual(['3.05', '13×', '450 kB']);
});

test('a single job, or one that makes nothing shorter, is told as it is', () => {
  const [dense] = textStudy();
  const alone = found([dense]);
  expect(alone.text).toMatch(/^With vanilla α 0.00001 width 64 network and text take 781 kB together, 5.73 bits per byte/u);
  expect(alone.more).not.toContain('of which nothing was pruned');
  const { summary } = dense;
  const long = found([{ ...dense, summary: { ...summary!, descriptionBytes: 2e6 } }]);
  expect(long.text).toContain('As it is, the text takes 1.09 MB, so nothing is compressed.');
});

test('nothing is said of programs before their sizes are there, nor of what links do not carry', () => {
  expect(found(textStudy(), null).text).not.toContain('Programs');
  const bare = textStudy().map((run) => ({ ...run, summary: { ...run.summary!, text: undefined } }));
  const { text, more } = found(bare);
  expect(text).toContain('Programs that pack');
  expect(more).not.toMatch(/8 bits a weight|trains along/u);
});

test('of a job that has not gone through all of its text nothing is said of learning along', () => {
  const short = textStudy().map(({ summary, ...run }) => ({
    ...run,
    summary: { ...summary!, text: { ...summary!.text!, online: { bytes: 1000, coded: 4096 } } },
  }));
  expect(found(short).more).not.toContain('trains along');
});

test('a text that is learned along is told by what is sent, and no network in it', () => {
  const [first, ...others] = textStudy();
  const job = { ...first.job, compression: { ...first.job.compression, method: 'learning-along' } };
  const { text, more, numbers } = found([...others, { ...first, job }]);
  // 440,232 bytes of the reference's one pass, where the shortest network first takes 450,458.
  expect(text).toContain(
    'Shortest is learning-along α 0.00001 width 64: the text takes 440 kB, 3.23 bits per byte, and no network is sent',
  );
  expect(more).not.toContain('Without sending any network');
  expect(numbers?.map(({ title }) => plain(title))[2]).toMatch(/^the text, learned along; the text as it is 1.09 MB/u);
});
