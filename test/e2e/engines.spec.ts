/** The same bits in Node, Chromium and Firefox: records of jobs, and what no job computes yet. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import { nodeBanner } from '../../scripts/lib/vite.mjs';
import { projectDir } from '../../scripts/lib/paths.mjs';
import { resultSchema, type JobRecord } from '../../src/study/records.ts';
import { applyOverrides } from '../../src/study/overrides.ts';
import { presetByName } from '../../src/study/presets.ts';
import type { Study } from '../../src/study/schema.ts';
import type { Computed } from './support/engines/computed.ts';
import { serveEngines, type EngineServer, type Outcome } from './support/engines/server.ts';

const FIREFOX = '/usr/bin/firefox-esr';

const of = (preset: string, ...changes: string[]): Study => applyOverrides(presetByName(preset).study, changes);
const epochs = (training: number, fineTuning: number): string[] => [
  `training.minEpochs=${training}`,
  `training.maxEpochs=${training}`,
  `training.fineTuneMin=${fineTuning}`,
  `training.fineTuneMax=${fineTuning}`,
];

/** Shortened, so that each is over in a few seconds, with every part that the whole has. */
const studies: readonly Study[] = [
  of('dtc-quick', 'data.trainImages=2048', 'data.testImages=512', 'model.hidden=24', 'compression.batchesPerCycle=6'),
  of('teacher-student-mse-quick', 'compression.method=drr', 'compression.alpha=1e-3', ...epochs(60, 20)),
  of(
    'teacher-student-mse-quick',
    'compression.method=hard-concrete',
    'compression.alpha=1e-3',
    'training.schedule=cosine',
    ...epochs(40, 10),
  ),
  of(
    'l0-mnist-caffe-quick',
    'compression.method=drr',
    'compression.alpha=1e-5',
    'data.train=400',
    'data.validation=200',
    'data.test=200',
    ...epochs(1, 1),
  ),
];

/** All but times and what ran it. */
const bitsOf = (records: readonly JobRecord[]) =>
  records.map(({ job, status, steps, summary, losses }) => ({
    job,
    status,
    steps: steps.map((step) => ({ ...step, seconds: 0 })),
    summary,
    losses,
  }));

async function bundle(input: string, outDir: string, ssr: boolean): Promise<void> {
  await build({
    configFile: false,
    root: projectDir,
    base: './',
    logLevel: 'error',
    publicDir: false,
    worker: { format: 'es', rollupOptions: { output: { entryFileNames: '[name]-[hash].js', assetFileNames: '[name]-[hash][extname]' } } },
    ...(ssr ? { ssr: { noExternal: true } } : {}),
    build: {
      ssr,
      outDir,
      target: ssr ? 'node20' : 'es2023',
      assetsInlineLimit: 0,
      assetsDir: '.',
      rollupOptions: {
        input: join(projectDir, input),
        output: { entryFileNames: ssr ? '[name].mjs' : '[name].js', ...(ssr ? { banner: nodeBanner } : {}) },
      },
    },
  });
}

/** Records of the command line, whose jobs run in Node, and what a program of its own computes there. */
async function inNode(folder: string): Promise<Outcome> {
  const records: JobRecord[][] = [];
  for (const [index, study] of studies.entries()) {
    const [file, out] = [join(folder, `study-${index}.json`), join(folder, `result-${index}.json`)];
    await writeFile(file, JSON.stringify(study));
    await promisify(execFile)(process.execPath, ['scripts/study.mjs', file, '--backend', 'wasm', '--quiet', '--out', out], {
      cwd: projectDir,
    });
    const { environment, records: own } = resultSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(environment?.browser).toMatch(/^Node /u);
    records.push(own);
  }
  await bundle('test/e2e/support/engines/node.ts', join(folder, 'node'), true);
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'node/node.mjs')], { cwd: projectDir });
  return { records, computed: JSON.parse(stdout) as Computed };
}

/** Firefox asks nobody and calls nobody: a new profile, no screen. */
const preferences = {
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'extensions.update.enabled': false,
  'services.settings.server': 'data:,',
};

async function inFirefox(server: EngineServer, folder: string): Promise<Outcome> {
  const profile = join(folder, 'profile');
  await mkdir(profile, { recursive: true });
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
  await writeFile(join(profile, 'user.js'), lines.join(''));
  const child = spawn(FIREFOX, ['--headless', '--no-remote', '--profile', profile, server.url], { stdio: 'ignore' });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`Firefox ended by itself with ${signal ?? code}.`)));
  });
  ended.catch(() => undefined);
  try {
    return await Promise.race([server.outcome(), ended]);
  } finally {
    child.kill();
    await ended.catch(() => undefined);
  }
}

let server: EngineServer;
let node: Outcome;

test.beforeAll(async () => {
  // Some 15 s on an idle machine; what follows needs as long for each browser.
  test.setTimeout(240_000);
  const folder = test.info().outputPath('engines');
  await mkdir(folder, { recursive: true });
  await bundle('test/e2e/support/engines/page.ts', join(folder, 'page'), false);
  server = await serveEngines(process.env.LAB_URL ?? '', join(folder, 'page'), studies);
  node = await inNode(folder);
});
test.afterAll(() => server.close());

function expectSame({ records, computed }: Outcome): void {
  expect(computed).toEqual({ ...node.computed, wrongPowers: [] });
  for (const [index, study] of studies.entries()) {
    expect(records[index].map(({ status }) => status)).toEqual(node.records[index].map(() => 'finished'));
    expect(bitsOf(records[index]), study.name).toEqual(bitsOf(node.records[index]));
  }
}

test('Chromium', async ({ page }) => {
  await page.goto(server.url);
  expectSame(await server.outcome());
});

test('Firefox', async () => {
  test.skip(!existsSync(FIREFOX), `There is no ${FIREFOX} here: install Debian’s firefox-esr to compare it as well.`);
  expectSame(await inFirefox(server, test.info().outputPath('engines')));
});
