/**
 * No shared file knows a method by its id: it asks the method’s traits. Ids stand with the methods, in presets and the studies of lessons, and
 * with what was published on them. Read from the syntax trees, so that comments do not count.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { dtcMethods } from '../../src/compression/dtc/methods.ts';
import { l0Methods } from '../../src/compression/l0/methods/index.ts';

const root = join(import.meta.dirname, '..', '..');

/** Where ids may stand. */
const home =
  /^src\/(lessons\/[^/]+\/|compression\/l0\/methods\/|compression\/dtc\/methods\.ts|study\/families\/[^/]+\/([a-z-]*presets|published|expected))/u;

/** What checkpoints call a part of a pruning, and its arrays, is the name of a method as well. */
const alike: Readonly<Record<string, string>> = {
  'src/compression/l0/layerwise.ts': 'layerwise',
  'src/compression/l0/pruning.ts': 'layerwise',
};

const l0Ids = l0Methods.all.map(({ id }) => id);
/** Words like “random”, and the name of the family, mean other things elsewhere: these ids count where a job’s method is asked. */
const dtcIds: readonly string[] = dtcMethods.map(({ id }) => id);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

describe('the ids of methods', () => {
  test('stand where they belong', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((path) => `src/${path.replaceAll('\\', '/')}`);
    const sources = files.filter((path) => /\.tsx?$/u.test(path) && !/\/assembly\//u.test(path));
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.flatMap((path) => violations(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  test.each([
    ['a comparison', "export const is = (job) => job.compression.method === 'rl1';"],
    ['a list', "export const withAlpha = new Set(['drr', 'pmmp']);"],
    ['a template', 'export const title = `l0-admm`;'],
    ['a table by id', "export const held = { 'hard-concrete': 19 };"],
    ['a table whose keys need no quotes', 'export const held = { pmmp: 19 };'],
    ['a switch', "export function f({ method }) { switch (method) { case 'fpp': return 1; } return 0; }"],
    ['a comparison with one of the other family', "export const is = ({ compression }) => compression.method === 'dtc';"],
    ['the same the other way round', "export const is = ({ method }) => 'random' !== method;"],
  ])('are found in a shared file: %s', (_what, code) => {
    expect(violations('src/lab/planted.ts', code)).not.toEqual([]);
    expect(violations('src/compression/l0/methods/planted.ts', code)).toEqual([]);
  });

  test('are not found where there are none', () => {
    const code = "export const same = (a, b) => a.method === b.method; export const kind = 'dtc'; // 'rl1'";
    expect(violations('src/lab/planted.ts', code)).toEqual([]);
  });
});

function violations(path: string, code: string): string[] {
  if (home.test(path)) return [];
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new SyntaxError(`${path} cannot be parsed: ${errors[0]?.message}`);
  const found = new Set<string>();
  const tell = (id: string): void => void found.add(`${path} names the method “${id}”: ask its traits`);
  visit(program as unknown as Node, (node) => {
    const text = textOf(node);
    if (text !== null && l0Ids.includes(text) && alike[path] !== text) tell(text);
    if (node.type === 'ObjectExpression') {
      for (const { key, value } of node.properties as readonly Node[]) {
        const name = ((key ?? {}) as Node).name;
        // A method that is handed over under its own name is no table.
        if (typeof name === 'string' && l0Ids.includes(name) && ((value ?? {}) as Node).type === 'Literal') tell(name);
      }
    }
    if (node.type !== 'BinaryExpression') return;
    for (const [one, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ] as const) {
      const id = textOf(other as Node);
      if (isMethod(one as Node) && id !== null && dtcIds.includes(id)) tell(id);
    }
  });
  return [...found];
}

/** Whether it is `method`, or that of something. */
const isMethod = ({ type, name, property }: Node): boolean =>
  (type === 'Identifier' && name === 'method') || (type === 'MemberExpression' && (property as Node).name === 'method');

function textOf(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateElement') return null;
  return (node.value as { readonly cooked: string }).cooked;
}

function visit(node: Node, look: (node: Node) => void): void {
  look(node);
  for (const child of Object.values(node).flat()) {
    if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string') visit(child as Node, look);
  }
}
