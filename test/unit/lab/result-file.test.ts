import { dtcJob } from '../support/dtc.ts';
import { dtcStep } from '../support/dtc.ts';
import { describe, expect, it } from 'vitest';
import { bibtex } from '../../../src/lab/cite.ts';
import { parseResult, readResultFile, ResultFileError, resultOf, resultText } from '../../../src/lab/result-file.ts';
import { stepsCsv } from '../../../src/lab/steps-csv.ts';
import type { Result } from '../../../src/study/records.ts';
import { studySchema } from '../../../src/study/schema.ts';
import { presets } from '../../../src/study/presets.ts';
import { studyHashHex } from '../../../src/study/fingerprint.ts';
import { noisyRecords, testEnvironment } from '../study/noisy-records.ts';

const { study, records } = noisyRecords(
  {
    name: 'Two',
    job: { model: { hidden: [40, 20] } },
    axes: [
      { path: 'compression.method', values: ['dtc', 'random'] },
      { path: 'model.hidden', values: [[40, 20], [30]] },
    ],
  },
  1,
);
const result = resultOf(study, records, testEnvironment);

function refusal(act: () => unknown): ResultFileError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ResultFileError);
    return error as ResultFileError;
  }
  throw new Error('It was taken.');
}
const changed = (change: (value: Result & Record<string, unknown>) => void): string => {
  const copy = structuredClone(result) as Result & Record<string, unknown>;
  change(copy);
  return JSON.stringify(copy);
};

describe('result files', () => {
  it('are read back as they were written', async () => {
    expect(parseResult(resultText(result), 'a.json')).toEqual(result);
    expect(await readResultFile(new File([resultText(result)], 'a.json'))).toEqual(result);
  });

  it('put jobs away that were going on', () => {
    const [first, ...others] = records;
    const going = resultOf(
      study,
      [{ ...first, status: 'running', summary: null }, { ...first, status: 'loading', steps: [] }, ...others],
      null,
    );
    expect(going.records.slice(0, 2).map(({ status }) => status)).toEqual(['cancelled', 'queued']);
  });

  it('come with one record for each job, in the order of the jobs', () => {
    const [first, second, third] = records;
    const { records: got } = parseResult(JSON.stringify({ ...result, records: [third, first] }), 'a.json');
    expect(got.map(({ job }) => job)).toEqual(records.map(({ job }) => job));
    expect(got.map(({ status }) => status)).toEqual(['finished', 'queued', 'finished', 'queued']);
    expect(refusal(() => parseResult(JSON.stringify({ ...result, records: [first, first] }), 'a.json')).message).toContain('two records');
    const stranger = { ...second, job: { ...second.job, seed: 5 } };
    expect(refusal(() => parseResult(JSON.stringify({ ...result, records: [stranger] }), 'a.json')).message).toContain('does not have');
  });

  it('are refused with what is wrong', async () => {
    expect(refusal(() => parseResult('{', 'a.json')).kind).toBe('json');
    expect(refusal(() => parseResult('null', 'a.json')).kind).toBe('format');
    expect(refusal(() => parseResult('[]', 'a.json')).kind).toBe('format');
    expect(refusal(() => parseResult('{"format":"parsimony/result","version":"1"}', 'a.json')).kind).toBe('format');
    const newer = refusal(() =>
      parseResult(
        changed((value) => Object.assign(value, { version: 2 })),
        'mine.json',
      ),
    );
    expect([newer.kind, newer.message]).toEqual(['version', expect.stringContaining('mine.json was made with a newer version')]);
    expect(
      refusal(() =>
        parseResult(
          changed((value) => Object.assign(value, { version: 0 })),
          'a.json',
        ),
      ).kind,
    ).toBe('version');
    const unknown = refusal(() =>
      parseResult(
        changed((value) => (value.extra = 1)),
        'a.json',
      ),
    );
    expect([unknown.kind, unknown.message]).toEqual(['content', expect.stringContaining('extra')]);
    const wide = refusal(() =>
      parseResult(
        changed((value) => dtcJob(value.study.job).model.hidden.push(5000)),
        'a.json',
      ),
    );
    expect(wide.message).toContain('“Hidden neurons” (model.hidden), number 3 should be at most 4096 and is 5000');
    const nan = refusal(() =>
      parseResult(
        changed((value) => Object.assign(value.records[0].steps[0], { trainLoss: null })),
        'a.json',
      ),
    );
    expect(nan.message).toContain('“train loss” of step 1 of job 1 should be a number and is ');
    expect(refusal(() => parseResult(resultText(result).replace('{"format"', '{"__proto__":{},"format"'), 'a.json')).message).toContain(
      '__proto__',
    );
    // A file that says it is too large is not read at all.
    const large = new File([], 'large.json');
    Object.defineProperty(large, 'size', { value: 300_000_000 });
    await expect(readResultFile(large)).rejects.toThrow(/large.json has 300 MB/u);
  });
});

describe('CSV', () => {
  const lines = stepsCsv(result).split('\r\n');

  it('has one row a step, all as long as the head', () => {
    expect(lines.length - 2).toBe(records.reduce((sum, { steps }) => sum + steps.length, 0));
    expect(lines.at(-1)).toBe('');
    const columns = lines[0].split(',');
    for (const line of lines.slice(1, -1)) expect(line.split(',').length).toBe(columns.length);
    expect(columns.slice(0, 7)).toEqual(['job', 'data', 'network', 'compression.method', 'seed', 'model.hidden', 'status']);
  });

  it('has the numbers in every digit', () => {
    const columns = lines[0].split(',');
    const cell = (line: number, name: string) => lines[line].split(',')[columns.indexOf(name)];
    const first = dtcStep(records[0].steps[0]);
    expect(cell(1, 'model.hidden')).toBe('40 20');
    expect(Number(cell(1, 'testAccuracy'))).toBe(first.testAccuracy);
    expect(Number(cell(1, 'gibbsEntropyNext'))).toBe(first.gibbsEntropy.next);
    expect(Number(cell(1, 'rayMeanAbs'))).toBe(first.rayMeanAbs);
    const random = 1 + records[0].steps.length + records[1].steps.length;
    expect(cell(random, 'compression.method')).toBe('random');
    expect(cell(random, 'rayMeanAbs')).toBe('');
  });
});

describe('BibTeX', () => {
  const date = new Date('2026-11-21T12:00:00Z');

  it('names the result, its hash, where it ran and its link, and the paper', async () => {
    const text = await bibtex({
      study,
      environment: testEnvironment,
      date,
      author: 'Süzen, Mehmet',
      url: 'https://example.org/#r=1.abc_d',
      fileHash: 'f'.repeat(64),
    });
    const hash = await studyHashHex(study);
    expect(text).toContain(`@misc{parsimony-${hash.slice(0, 12)},`);
    expect(text).toContain(hash);
    expect(text).toContain('Parsimony 0.1.0 on wasm (WebAssembly SIMD), 2026-11-21');
    expect(text).toContain('\\url{https://example.org/#r=1.abc_d}');
    expect(text).toContain('author        = {S{\\"{u}}zen, Mehmet}');
    expect(text).not.toContain('fff');
    expect(text).toContain('year          = {2026}');
    expect(text).toContain('eprint        = {2505.23869}');
    expect(text.match(/^@/gmu)?.length).toBe(2);
  });

  it('escapes names, keeps its braces balanced and leaves out a link that is too long', async () => {
    const odd = studySchema.parse({ name: 'A {weird} 50 % \\name_ & co' });
    const text = await bibtex({ study: odd, environment: null, date, author: '', url: null, fileHash: null });
    expect(text).toContain('{A \\textbraceleft{}weird\\textbraceright{} 50 \\% \\textbackslash{}name\\_ \\& co}');
    expect(text).not.toContain('url{');
    expect(text.split('{').length).toBe(text.split('}').length);
    expect(text).toContain('key           = {Parsimony}');
  });

  it('is ASCII, names authors, and has the SHA-256 of the result file in place of an address beyond 200 characters', async () => {
    for (const preset of presets()) {
      const url = `https://lab.example/#r=3.${'x'.repeat(180)}`;
      const cited = { study: preset.study, environment: null, date, author: 'Łukasz ü', fileHash: 'f'.repeat(64) };
      const text = await bibtex({ ...cited, url });
      expect(text).toMatch(/^[\n -~]*$/u);
      expect(text.match(/^ {2}author /gmu)).toHaveLength(2);
      expect(text).toContain(`SHA-256 of the result file: ${'f'.repeat(64)}`);
      expect(text).not.toContain('https:');
      expect(await bibtex({ ...cited, url: url.slice(0, 200) })).not.toContain('result file');
    }
  });
});
