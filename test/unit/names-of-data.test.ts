/**
 * No shared file asks which data it has before it: it asks the source, its kind and its task. Names of sources stand in their own files, in
 * presets and the studies of lessons, and with what was published on them. Read from the syntax trees, so that comments do not count.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { dataSources } from '../../src/data/sources/index.ts';

const root = join(import.meta.dirname, '..', '..');

/** Where names may stand. */
const home = /^src\/(data\/sources\/|lessons\/[^/]+\/|study\/families\/[^/]+\/([a-z-]*presets|published|expected))/u;

/** “own” is also what figures call the runs of a study, in contrast to shared ones: it counts only where it is compared with a job's data. */
const names = dataSources.all.map(({ id }) => id).filter((id) => id !== 'own');
const asked = ['data.name', 'training.loss'];

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

describe('the names of data', () => {
  test('stand where they belong', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((path) => `src/${path.replaceAll('\\', '/')}`);
    const sources = files.filter((path) => /\.tsx?$/u.test(path) && !/\/assembly\//u.test(path));
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.flatMap((path) => violations(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  test.each([
    ['a comparison', "export const is = (job) => job.data.name === 'teacher-student';"],
    ['a comparison with images of one’s own', "export const is = (job) => 'own' !== job.data.name;"],
    ['a list', "export const withPixels = new Set(['mnist', 'images']);"],
    ['a template', 'export const title = `cifar-10`;'],
    ['a loss', "export const is = ({ training }) => training.loss === 'gauss';"],
    ['a switch', "export function f(job) { switch (job.training.loss) { case 'mse': return 1; } return 0; }"],
    ['a default', "export const f = (name = 'mnist') => name;"],
  ])('are found in a shared file: %s', (_what, code) => {
    expect(violations('src/lab/planted.ts', code)).toHaveLength(1);
    expect(violations('src/data/sources/planted.ts', code)).toEqual([]);
  });

  test('are not found where there are none', () => {
    const code = "export const same = (a, b) => a.data.name === b.data.name; export const runs = ['own', 'shared']; // 'mnist'";
    expect(violations('src/lab/planted.ts', code)).toEqual([]);
  });
});

function violations(path: string, code: string): string[] {
  if (home.test(path)) return [];
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new SyntaxError(`${path} cannot be parsed: ${errors[0]?.message}`);
  const found = new Set<string>();
  visit(program as unknown as Node, null, (node, parent) => {
    const text = textOf(node);
    // A key of an object is no question: the benches' models have a “teacher-student” as well.
    if (text !== null && names.includes(text) && !(parent?.type === 'Property' && parent.key === node)) {
      found.add(`${path} names the data “${text}”: ask the source, its kind or its task`);
    }
    for (const [one, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ]) {
      if (node.type === 'BinaryExpression' && isAsked(one) && textOf(other as Node) !== null) {
        found.add(`${path} asks for the data by name: ask the source, its kind or its task`);
      }
    }
    if (node.type === 'SwitchStatement' && isAsked(node.discriminant)) found.add(`${path} switches by the name of data or of a loss`);
  });
  // A comparison with a name is one fault, told once.
  return [...found].slice(0, 1);
}

/** Whether it is `….data.name` or `….training.loss`. */
function isAsked(node: unknown): boolean {
  const { type, object, property } = (node ?? {}) as Node;
  if (type !== 'MemberExpression') return false;
  const inner = object as Node;
  const owner = inner.type === 'MemberExpression' ? (inner.property as Node).name : inner.name;
  return asked.includes(`${String(owner)}.${String((property as Node).name)}`);
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateElement') return null;
  return (node.value as { readonly cooked: string }).cooked;
}

function visit(node: Node, parent: Node | null, look: (node: Node, parent: Node | null) => void): void {
  look(node, parent);
  for (const child of Object.values(node).flat()) {
    if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string') visit(child as Node, node, look);
  }
}
