/** The archive of *Export for a paper*, of made-up and of real records, read by readers of each of its formats. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { dtcFigures } from '../../../../src/figures/dtc/index.ts';
import { pgfplotsOf } from '../../../../src/figures/pgfplots/index.ts';
import { resolveStudy } from '../../../../src/lab/read-study.ts';
import { parseResult, resultOf } from '../../../../src/lab/result-file.ts';
import type { JobRecord, Result } from '../../../../src/study/records.ts';
import { studySchema, type StudyInput } from '../../../../src/study/schema.ts';
import { namedTraces } from '../../../../src/ui/chart/legend.ts';
import { methodsText } from '../../../../src/ui/paper/methods.ts';
import type { PaperFigure } from '../../../../src/ui/paper/figure.ts';
import { paperFiles } from '../../../../src/ui/paper/package.ts';
import { resultsTable, resultsTex } from '../../../../src/ui/paper/tables.ts';
import { inputOf, study as syntheticStudy } from '../../figures/synthetic.ts';
import { foreignNames } from '../../foreign-names.ts';
import { noisyRecords, testEnvironment } from '../../study/noisy-records.ts';
import { compiled, hasLatex } from '../../support/latex.ts';

const date = new Date('2026-11-30T12:00:00Z');

const quick: StudyInput = {
  name: 'Two methods',
  job: { data: { trainImages: 6144, testImages: 2048 }, model: { hidden: [40] } },
  axes: [
    { path: 'compression.method', values: ['dtc', 'random'] },
    { path: 'seed', values: [1, 2, 3] },
  ],
};

function resultNamed(name: string): Result {
  const { study, records } = noisyRecords({ ...quick, name }, 1);
  return resultOf(study, records, testEnvironment);
}

const figures: readonly PaperFigure[] = dtcFigures.flatMap((maker) => {
  const input = inputOf({ own: syntheticStudy() });
  const figure = maker.make(input);
  if (figure.empty !== null || maker.name !== 'accuracy') return [];
  const plots = pgfplotsOf({ ...figure, named: namedTraces(figure.data), width: 84, height: 46, path: `data/${maker.name}-drawn.csv` });
  return [
    { name: maker.name, caption: `${figure.subtitle}: <b>ℓ0 & 50 %`, table: figure.table, plots, svg: '<svg/>', pdf: new Uint8Array(1) },
  ];
});

const own = {
  id: 'own',
  title: '{own} & <images>',
  origin: 'own',
  files: [],
  sha256: 'a'.repeat(64),
  credit: null,
  licence: null,
  url: null,
} as const;

async function archive(result: Result, author = 'Süzen, Mehmet and <b>&{x}'): Promise<Readonly<Record<string, string>>> {
  const link = { url: 'https://lab.example/#r=3.abc_d', characters: 30, tooLong: false };
  const input = { result, author, date, width: 84, figures, leftOut: ['Nothing_here'], data: [own], link, page: 'https://lab.example/' };
  const files = await paperFiles(input);
  return Object.fromEntries(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]));
}

const names = foreignNames.filter((name) => studySchema.safeParse({ ...quick, name }).success);

describe('whatever a study is called', () => {
  it('every file is what it says', async () => {
    for (const name of names) {
      const result = resultNamed(name);
      const files = await archive(result);
      for (const line of files.SHA256SUMS.trimEnd().split('\n')) {
        const [digest, file] = line.split('  ');
        expect(createHash('sha256').update(files[file]).digest('hex'), file).toBe(digest);
      }
      expect(Object.keys(files).length).toBe(files.SHA256SUMS.trimEnd().split('\n').length + 1);
      for (const file of Object.keys(files).filter((one) => /\.(?:tex|bib|cff)$/u.test(one)))
        expect(files[file], file).toMatch(/^[\n -~]*$/u);
      expect((await resolveStudy({ kind: 'file', name: 'study.json', text: files['study.json'] }, [])).study).toEqual(result.study);
      expect(parseResult(files['result.json'], 'result.json').study).toEqual(result.study);
      const citation: { title: string; authors: object[]; identifiers: { value: string }[] } = parse(files['CITATION.cff']);
      expect(citation.title.endsWith(': a result measured with Parsimony')).toBe(true);
      expect(citation.authors).toEqual([{ 'family-names': 'Süzen', 'given-names': 'Mehmet' }, { name: '<b>&{x}' }]);
      expect(files.SHA256SUMS).toContain(`${citation.identifiers[0].value.slice('sha256:'.length)}  result.json`);
      expect(files['README.md'].split('\n')[1]).toBe('');
    }
  });
});

test('the metadata name every file, and nothing that is not there', async () => {
  const files = await archive(resultNamed('Two methods'));
  const { '@graph': graph } = JSON.parse(files['ro-crate-metadata.json']) as { '@graph': Record<string, unknown>[] };
  const ids = graph.map((entity) => entity['@id']);
  expect(new Set(ids).size).toBe(ids.length);
  const described = graph.filter((entity) => entity['@type'] === 'File');
  const without = ['ro-crate-metadata.json', 'SHA256SUMS'];
  expect(described.map((entity) => String(entity['@id'])).sort()).toEqual(
    Object.keys(files)
      .filter((file) => !without.includes(file))
      .sort(),
  );
  for (const { '@id': id, sha256, contentSize } of described) {
    expect(createHash('sha256').update(files[String(id)]).digest('hex')).toBe(sha256);
    expect(Number(contentSize)).toBe(new TextEncoder().encode(files[String(id)]).length);
  }
  for (const entity of graph)
    for (const value of Object.values(entity).flat())
      if (typeof value === 'object' && value !== null && !('conformsTo' in entity))
        expect(ids).toContain((value as Record<string, unknown>)['@id']);
  const run = graph.find((entity) => entity['@id'] === '#run-1')!;
  expect(run).toMatchObject({ '@type': 'CreateAction', instrument: { '@id': '#parsimony-1' }, result: [{ '@id': 'result.json' }] });
  expect(graph.find((entity) => entity['@id'] === '#parsimony-1')).toMatchObject({ softwareVersion: '0.1.0' });
  expect(graph.find((entity) => entity['@id'] === '#data-1')).toMatchObject({ sha256: 'a'.repeat(64) });
});

/** Records of real runs, of which long arrays are told by a digest; what a paper says needs none of those. */
function realRecords(folder: string): JobRecord[] {
  const url = new URL(`../../../reference/records/${folder}/`, import.meta.url);
  return readdirSync(url)
    .sort()
    .map((file) => {
      const kept = JSON.parse(readFileSync(new URL(file, url), 'utf8')) as Pick<
        JobRecord,
        'job' | 'status' | 'steps' | 'summary' | 'losses'
      >;
      const steps = kept.steps.map((step) => ({ ...step, connections: undefined }));
      return { ...kept, steps, error: null, environment: testEnvironment, startedAt: '2026-11-30T12:00:00Z', seconds: 10 };
    });
}

const realResult = (folder: string, axes: StudyInput['axes']): Result => {
  const records = realRecords(folder);
  return resultOf(studySchema.parse({ name: folder, job: records[0].job, axes }), records, testEnvironment);
};

describe('real records', () => {
  it('of DTC: every number of the paragraph and the table is theirs', () => {
    const result = realResult('dtc-quick', [{ path: 'compression.method', values: ['dtc', 'magnitude', 'random'] }]);
    expect(methodsText(result)).toBe(
      'Networks with hidden layers of 64 neurons, without biases, were trained on 6,144 images of MNIST in batches of 512 images, by Adam at a learning rate of 0.001. After every 24 batches a share of 0.1 of the neurons of each hidden layer was removed, by DTC, Magnitude and Random, until no layer had more than 10 neurons: 15 cycles. Accuracies are means over batches of the 2,048 test images right after each removal. Every combination of settings was run once, with the seed 42424242. All of it was computed by Parsimony 0.1.0 on WebAssembly (WebAssembly SIMD) on 2026-11-30, in 30 s of work.',
    );
    const { columns, rows } = resultsTable(result);
    expect(columns.map(({ title }) => title)).toEqual([
      'Neurons left',
      'Accuracy at sparsity 0.10–0.80',
      'Accuracy at sparsity 0.80–0.90',
      'Accuracy in the end',
    ]);
    // finalAccuracy of method-dtc_seed-42424242.json.
    expect(rows[0]).toMatchObject({ title: 'DTC', seeds: 1 });
    expect(rows[0].cells[3]!.median).toBeCloseTo(79.1015625, 9);
  });

  it('of ℓ0 on a regression: neither accuracies nor images', () => {
    const result = realResult('teacher-student-mse-quick', [
      { path: 'compression.method', values: ['drr', 'rl1'] },
      { path: 'compression.alpha', values: [0, 0.0003, 0.001] },
    ]);
    const text = methodsText(result);
    expect(text).toContain(
      'Student 2-25-25-1 (751 numbers) was trained on 100 samples of Teacher-student to train, 500 to validate and 1,000 to test.',
    );
    expect(text).toContain('with DRR and R-L1 at a regularisation strength α of 0, 3·10⁻⁴ and 0.001, for 4,000 epochs.');
    const table = resultsTable(result);
    expect(table.columns.map(({ title }) => title)).toEqual([
      'Numbers left',
      'Compression rate',
      'Multiply-adds left',
      'Test loss',
      'Network',
      'Network and data',
    ]);
    const row = table.rows.find(({ title }) => title === 'DRR · α = 0.001')!;
    expect(row.cells.map((cell) => cell!.median)).toEqual([
      26,
      28.884615384615383,
      (100 * 26) / 751,
      0.012804715894162655,
      0.104,
      0.6246535338452038,
    ]);
  });
});

test('repeats are told by their median, and by the least and the greatest of them', () => {
  const result = resultNamed('Repeats');
  const { rows, columns } = resultsTable(result);
  expect(rows.map(({ seeds }) => seeds)).toEqual([3, 3]);
  const last = columns.length - 1;
  const accuracies = result.records.slice(0, 3).map(({ summary }) => 100 * (summary as unknown as { finalAccuracy: number }).finalAccuracy);
  const [least, middle, most] = accuracies.toSorted((a, b) => a - b);
  expect(rows[0].cells[last]).toEqual({ median: middle, least, most });
  expect(resultsTex(resultsTable(result))).toContain(`${middle.toFixed(1)} & {\\scriptsize [${least.toFixed(1)}, ${most.toFixed(1)}]}`);
});

/** All that LaTeX and BibTeX read as their own in one name; five of them one by one took half a minute and passed. */
const hostile = '\\input{/etc/passwd} }close 100 % & #1 _x ^~ | < > ℓ0, α ≤ 3·10⁻⁴ “q” … é 日 😀 \\';

test.skipIf(!hasLatex)(
  'pdfLaTeX and BibTeX set all of it for a hostile name without an error (needs TeX Live)',
  async () => {
    const { log, bibliography } = compiled(await archive(resultNamed(hostile), `${hostile} and Łukasz, {Zoë}`));
    expect(bibliography.match(/\\bibitem/gu)).toHaveLength(2);
    expect(log).not.toMatch(/^! |undefined references|Citation .* undefined/mu);
  },
  120_000,
);
