/** What the documents name exists: files, folders, commands, headings. A recipe that a rename has made false fails here. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..', '..');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path.replaceAll('\\', '/')}`),
];

/** Made by a command, so not there in a fresh clone. */
const generated = /^(public\/data|dist|node_modules|\.cache|test-results|src\/nn\/kernels\/wasm\/build)\b/u;

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(root, document), 'utf8');

  test('links to what exists', () => {
    expect(brokenLinks(document, text)).toEqual([]);
  });

  test('names files, folders and commands that exist', () => {
    expect([...missingPaths(text), ...missingCommands(text)]).toEqual([]);
  });
});

/**
 * The extensions are whole additions that are run from outside of src/, so what they have to do is what a recipe has to say: a list that one of
 * them adds to must be named in CONTRIBUTING.md.
 */
test('recipes name every list that an extension adds to', () => {
  const recipes = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const folder = join(root, 'test/unit/extensions');
  const lists = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => listsAddedTo(join(folder, file)));
  expect(lists.length).toBeGreaterThan(0);
  expect(lists.filter((list) => !recipes.includes(`\`${list}\``))).toEqual([]);
});

/** Files of src/ from which a source imports something that it calls `add` of. */
function listsAddedTo(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const added = [...source.matchAll(/^(?<list>\w+)\.add\(/gmu)].map(({ groups }) => groups?.list ?? '');
  return added.flatMap((name) => {
    const from = [...source.matchAll(/import \{(?<names>[^}]*)\} from '(?<path>[^']+)'/gu)].find(({ groups }) =>
      new RegExp(`\\b${name}\\b`, 'u').test(groups?.names ?? ''),
    )?.groups?.path;
    return from?.startsWith('.') ? [relative(root, join(dirname(file), from)).replaceAll('\\', '/')] : [];
  });
}

describe('the check', () => {
  test('finds a link that leads nowhere, and a heading that is not there', () => {
    expect(brokenLinks('docs/a.md', '[a](../README.md) [b](gone.md) [c](../README.md#nowhere) [d](https://example.org/x)')).toEqual([
      'gone.md',
      '../README.md#nowhere',
    ]);
  });

  test('finds a path that does not exist; of a place to fill in, the folder', () => {
    expect(missingPaths('`src/math/gone.ts` `src/math/random.ts` `src/math/` `src/nn/models/<name>.ts` `src/gone/<name>.ts`')).toEqual([
      'src/math/gone.ts',
      'src/gone/<name>.ts',
    ]);
  });

  test('finds a command that package.json does not have', () => {
    expect(missingCommands('`npm run gone` and npm run study, npm test, npm ci')).toEqual(['npm run gone']);
  });
});

/** Relative targets of links that are no file, or no heading of one. */
function brokenLinks(document: string, text: string): string[] {
  const targets = [...text.matchAll(/\]\((?<target>[^)\s]+)\)/gu)].map(({ groups }) => groups?.target ?? '');
  return targets.filter((target) => {
    if (/^[a-z]+:/u.test(target)) return false;
    const [path, heading] = target.split('#');
    const file = path === '' ? document : relative(root, join(root, dirname(document), path));
    if (!existsSync(join(root, file))) return true;
    return heading !== undefined && !headingsOf(readFileSync(join(root, file), 'utf8')).includes(heading);
  });
}

/** As forges turn headings into anchors. */
const headingsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (?<title>.+)$/gmu)].map(({ groups }) =>
    (groups?.title ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Paths in code spans that begin with a folder of the project. In `<name>` something is to be filled in: what comes before must exist. */
function missingPaths(text: string): string[] {
  const spans = [...text.matchAll(/`(?<span>[^`\n]+)`/gu)].map(({ groups }) => groups?.span ?? '');
  return spans
    .filter((span) => /^(?:src|test|scripts|workers|docs|public|\.github)\/[^\s*…]*$/u.test(span) && !generated.test(span))
    .filter((span) => !existsSync(join(root, span.replace(/[^/]*<.*$/u, ''))));
}

function missingCommands(text: string): string[] {
  return [...text.matchAll(/npm run (?<name>[a-z]+)/gu)]
    .filter(({ groups }) => !(groups?.name && groups.name in packageJson.scripts))
    .map(([command]) => command);
}
