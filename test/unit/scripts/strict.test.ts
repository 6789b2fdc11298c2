/** A run cannot be green for want of something to compare with, or of something to run on. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import playwrightConfig from '../../../playwright.config.ts';
import { projectDir } from '../../../scripts/lib/paths.mjs';
import { mayBeSkipped } from '../support/webgpu.ts';

describe('a snapshot that is missing', () => {
  const vitest = join(projectDir, 'node_modules/vitest/vitest.mjs');
  let root: string;

  beforeEach(() => {
    // Inside the project, so that its packages are found.
    mkdirSync(join(projectDir, '.cache'), { recursive: true });
    root = mkdtempSync(join(projectDir, '.cache/planted-'));
    mkdirSync(join(root, 'test/unit'), { recursive: true });
    writeFileSync(
      join(root, 'test/unit/planted.test.ts'),
      "import { expect, test } from 'vitest'; test('one', () => expect('drawn').toMatchFileSnapshot('planted.txt'));",
    );
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** Vitest by hand with the configuration of the project, as on a computer of a person: without CI. */
  const run = (...args: string[]) => {
    const { CI: _, VITEST: _inside, ...env } = process.env;
    return spawnSync(process.execPath, [vitest, 'run', '--root', root, '--config', join(projectDir, 'vitest.config.ts'), ...args], {
      env,
      encoding: 'utf8',
    });
  };

  test('fails and is not written; accepting it is a command of its own', () => {
    const refused = run();
    expect(refused.stdout + refused.stderr).toMatch(/1 failed/);
    expect(refused.status).toBe(1);
    expect(() => readFileSync(join(root, 'test/unit/planted.txt'))).toThrow(/ENOENT/);

    expect(run('-u').status).toBe(0);
    expect(readFileSync(join(root, 'test/unit/planted.txt'), 'utf8')).toBe('drawn');
    expect(run().status).toBe(0);

    writeFileSync(join(root, 'test/unit/planted.txt'), 'drawn otherwise');
    expect(run().status).toBe(1);
  });

  test('fails in the browser as well', () => {
    expect(playwrightConfig.updateSnapshots).toBe('none');
  });
});

test('tests of WebGPU are skipped where there is no adapter, but not in continuous integration', () => {
  expect(mayBeSkipped(true, { CI: 'true' })).toBe(true);
  expect(mayBeSkipped(true, {})).toBe(true);
  expect(mayBeSkipped(false, {})).toBe(false);
  expect(() => mayBeSkipped(false, { CI: 'true' })).toThrow('There is no WebGPU adapter in Node');
});
