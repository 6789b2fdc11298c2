import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseArguments, wholeNumber } from '../../../scripts/lib/arguments.mjs';
import { Failure } from '../../../scripts/lib/failure.mjs';
import { projectDir } from '../../../scripts/lib/paths.mjs';
import { checkNode, isInstalled } from '../../../scripts/lib/steps.mjs';
import { duration, fixed, textTable } from '../../../scripts/lib/table.mjs';

test('a Node that is too old is refused by name', () => {
  for (const version of ['18.20.4', '20.18.3', '16.0.0']) expect(() => checkNode(version)).toThrow(`this is Node ${version}`);
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.1.0']) expect(() => checkNode(version)).not.toThrow();
});

describe('isInstalled', () => {
  const wanted = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.2.3' },
      'node_modules/mac-only': { version: '2.0.0', optional: true },
    },
  };

  test('asks for every package in its version, except those of other platforms', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/a': { version: '1.2.3' } } })).toBe(true);
    expect(isInstalled(wanted, { packages: { 'node_modules/a': { version: '1.2.4' } } })).toBe(false);
    expect(isInstalled(wanted, { packages: {} })).toBe(false);
    expect(isInstalled(wanted, {})).toBe(false);
  });

  test('holds for the installation that this test runs in', () => {
    const read = (path: string) => JSON.parse(readFileSync(join(projectDir, path), 'utf8'));
    expect(isInstalled(read('package-lock.json'), read('node_modules/.package-lock.json'))).toBe(true);
  });
});

describe('command lines', () => {
  const parse = (...args: string[]) =>
    parseArguments(args, { port: { type: 'string' }, quiet: { type: 'boolean' } }, { usage: 'npm start', positionals: 1 });

  test('are read', () => {
    const { values, positionals } = parse('x', '--port', '80', '--quiet');
    expect([values.port, values.quiet, positionals]).toEqual(['80', true, ['x']]);
  });

  test.each([[['--prot', '80']], [['--port']], [['--quiet=1']], [['a', 'b']]])('%j is refused in one line with exit code 2', (args) => {
    const refusal = (() => {
      try {
        return parse(...args);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(Failure);
    expect((refusal as Failure).exitCode).toBe(2);
    expect((refusal as Failure).message).toMatch(/^[^\n]+ Usage: npm start$/);
  });

  test('whole numbers have a range', () => {
    const range = { min: 1, max: 8, fallback: 2 };
    expect([wholeNumber('3', 'jobs', range), wholeNumber(undefined, 'jobs', range)]).toEqual([3, 2]);
    for (const text of ['0', '9', '1.5', '-1', '', 'two', '1e0']) {
      expect(() => wholeNumber(text, 'jobs', range)).toThrow('--jobs takes a whole number from 1 to 8');
    }
  });
});

test('tables line up', () => {
  const table = textTable(
    ['name', 'ms'],
    [
      ['a', fixed(1.25, 1)],
      ['long name', fixed(null, 1)],
    ],
  );
  expect(table).toBe('name        ms\n─────────  ───\na          1.3\nlong name    –');
});

test('durations are said as a person would', () => {
  expect([0.04, 9.94, 9.96, 59.4, 59.6, 61, 3599, 3600, 7265].map(duration)).toEqual([
    '0.0 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 00 s',
    '1 min 01 s',
    '59 min 59 s',
    '1 h 00 min',
    '2 h 01 min',
  ]);
});
