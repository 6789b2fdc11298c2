/** What a public forge would run. That it runs there cannot be tested here; that it is well formed and names what exists can. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../../package.json' with { type: 'json' };
import { projectDir } from '../../../scripts/lib/paths.mjs';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number>>;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly 'runs-on': string; readonly 'timeout-minutes': number; readonly steps: readonly Step[] }>
  >;
}

const folder = join(projectDir, '.github/workflows');
const read = (file: string): Workflow => parse(readFileSync(join(folder, file), 'utf8'), { strict: true, uniqueKeys: true });
const files = readdirSync(folder);

test('there is one that tests and one that publishes', () => {
  expect(files.sort()).toEqual(['pages.yml', 'test.yml']);
});

describe.each(files)('%s', (file) => {
  const workflow = read(file);
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('runs by itself and by hand, on a machine of a fixed version, for a bounded time', () => {
    expect(Object.keys(workflow.on)).toEqual(expect.arrayContaining(['push', 'workflow_dispatch']));
    for (const job of Object.values(workflow.jobs)) {
      expect(job['runs-on']).toMatch(/^ubuntu-\d+\.\d+$/);
      expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
    }
  });

  test('uses actions of fixed versions', () => {
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^actions\/[a-z-]+@v\d+\.\d+\.\d+$/);
  });

  test('calls commands and reads files that the project has', () => {
    const commands = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/\bnpm (?:run )?(?<name>[a-z]+)/gu)].map(({ groups }) => groups?.name),
    );
    expect(commands.length).toBeGreaterThan(0);
    for (const name of commands) expect(Object.keys(packageJson.scripts)).toContain(name);
    for (const step of steps) {
      const versionFile = step.with?.['node-version-file'];
      if (versionFile !== undefined) expect(existsSync(join(projectDir, String(versionFile)))).toBe(true);
      for (const [, hashed] of String(step.with?.key ?? '').matchAll(/hashFiles\('([^']+)'\)/gu)) {
        expect(existsSync(join(projectDir, hashed))).toBe(true);
      }
    }
  });

  test('may write nothing but, where it publishes, pages', () => {
    const written = Object.entries(workflow.permissions).filter(([, access]) => access !== 'read');
    expect(written.map(([scope]) => scope).filter((scope) => !(file === 'pages.yml' && ['pages', 'id-token'].includes(scope)))).toEqual([]);
  });
});

test('traces and changed snapshots are kept where the tests fail', () => {
  const { steps } = read('test.yml').jobs.test;
  const upload = steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
  expect(upload).toMatchObject({ if: 'failure()', with: { path: 'test-results/' } });
  expect(steps.map(({ run }) => run).join('\n')).toMatch(/unit -- -u[\s\S]*test-results\/snapshots\.patch/);
});
