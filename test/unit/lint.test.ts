/** The linter's own part of the rules that the house has: planted faults, in a folder of their own under the project's rules. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly filename: string }[];
}

/** What the linter says of files, by their paths from the root, without what needs types. */
async function lint(files: Record<string, string>): Promise<Report['diagnostics']> {
  const folder = await mkdtemp(join(tmpdir(), 'lint-'));
  try {
    const { options: _typeAware, ...rules } = JSON.parse(await readFile(join(root, '.oxlintrc.json'), 'utf8')) as Record<string, unknown>;
    await writeFile(join(folder, '.oxlintrc.json'), JSON.stringify(rules));
    for (const [path, code] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), code);
    }
    // It ends with 1 where it finds something.
    const text = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'],
        { cwd: folder },
        (_error, stdout) => resolve(stdout),
      );
    });
    return (JSON.parse(text) as Report).diagnostics;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the engine’s elementary functions are forbidden everywhere in src/, by any spelling that names Math', async () => {
  const engines = Object.getOwnPropertyNames(Math).filter((name) => typeof Reflect.get(Math, name) === 'function');
  // What the standard leaves no freedom in.
  const exact = [
    'abs',
    'ceil',
    'clz32',
    'floor',
    'fround',
    'imul',
    'max',
    'min',
    'round',
    'sign',
    'sqrt',
    'trunc',
    'f16round',
    'sumPrecise',
  ];
  const forbidden = engines.filter((name) => !exact.includes(name));
  expect(forbidden.length).toBeGreaterThan(20);
  const code = [
    ...engines.map((name) => `export const own${name} = Math.${name};`),
    'export const { cos: byPattern } = Math;',
    "export const byText = Math['exp'](1);",
  ].join('\n');
  const found = await lint({ 'src/math/planted.ts': code, 'src/ui/planted.tsx': code, 'test/planted.ts': code });
  const named = (path: string) =>
    found
      .filter(({ code: rule, filename }) => rule.includes('no-restricted-properties') && filename === path)
      .map(({ message }) => /Math\.(?<name>\w+)/u.exec(message)?.groups?.name ?? message)
      .sort();
  expect(named('src/math/planted.ts')).toEqual([...forbidden, 'cos', 'exp'].sort());
  expect(named('src/ui/planted.tsx')).toEqual([...forbidden, 'cos', 'exp'].sort());
  expect(named('test/planted.ts')).toEqual([]);
});
