/**
 * The house stays as drawn: imports run one way, tfjs stays off the page, `z` comes from one place, worker files hold no logic, what only
 * building and testing need is not shipped, and numbers are the same in every engine. Read from the syntax trees of the sources, so that comments and strings do not count.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..', '..');

/** Folders of src/ from the bottom up: each may import from itself and from those before it. */
const order = ['math', 'coding', 'data', 'nn', 'compression', 'study', 'lab', 'ui', 'app'];

/** Those that may show figures, and are loaded with the page. */
const onThePage = ['lab', 'ui', 'app'];
/** Those that show lessons. */
const teaching = ['ui', 'app'];

/** Folders of src/ that stand beside the order, with what they may import. */
const beside: Record<string, readonly string[]> = {
  figures: ['figures', 'study', 'math'],
  lessons: ['lessons', 'study', 'compression', 'coding', 'data', 'math'],
  node: [...order.slice(0, order.indexOf('lab') + 1), 'node'],
};

/** A file says one thing; past so many lines it usually says two. Kernels are as long as what they compute. */
const MOST_LINES = 300;
const kernels = 'src/nn/kernels/';

/** What a person steers and sees is made of functions, components among them, that fit on a screen. */
const MOST_LINES_OF_A_FUNCTION = 80;

const pure = ['math', 'coding', 'figures', 'lessons'];
const mayReachTfjs = ['data', 'nn', 'compression'];
const isTfjs = (name: string) => name.startsWith('@tensorflow/');
/** What no browser has: Node's own modules, and Dawn. */
const isOfNode = (name: string) => name.startsWith('node:') || name === 'webgpu';
const isReact = (name: string) => /^(react|react-dom|react-aria-components|zustand)(\/|$)/.test(name);

const onlyForDevelopment = Object.keys(packageJson.devDependencies);
const isOnlyForDevelopment = (name: string) => onlyForDevelopment.some((own) => name === own || name.startsWith(`${own}/`));

interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path from the project root for what lies in the project; the package name with its path otherwise. */
  readonly target: string;
  readonly kind: 'static' | 'dynamic' | 'worker';
  readonly typeOnly: boolean;
}
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}
type Sources = ReadonlyMap<string, string>;

describe('the house', () => {
  const house = readHouse();

  test('is read whole', () => {
    expect(house.size).toBeGreaterThan(20);
    expect([...house.keys()]).toContain('src/study/schema.ts');
  });

  test('stands as drawn', () => {
    expect(violations(house)).toEqual([]);
  });
});

describe('the check', () => {
  const sound: Record<string, string> = {
    'src/math/a.ts': 'const { abs } = Math; export const a = abs(Math.sqrt(2)) * 2 ** -52;',
    'src/nn/b.ts': "import * as tf from '@tensorflow/tfjs-core'; import { a } from '../math/a.ts'; export const b = tf.scalar(a);",
    'src/study/c.ts': "import type { B } from '../nn/b.ts'; export const load = () => import('../nn/b.ts');",
    'src/lessons/l0/k.ts': "import { load } from '../../study/c.ts'; export const l0 = load;",
    'src/figures/d.ts': "import type { Data } from 'plotly.js'; import { load } from '../study/c.ts'; export { load, type Data };",
    'src/lab/e.ts': "import { load } from '../study/c.ts'; export const w = new Worker(new URL('../../workers/f.ts', import.meta.url));",
    'src/node/m.ts': "import { cpus } from 'node:os'; import { load } from '../study/c.ts'; export const m = [cpus, load];",
    'workers/f.ts': "import { expose } from 'comlink'; import { b } from '../src/nn/b.ts'; expose(b);",
    'src/data/zod.ts': "import { z } from 'zod'; export { z };",
  };
  const planted = (files: Record<string, string>) => violations(new Map(Object.entries({ ...sound, ...files })));

  test('finds nothing in a sound house', () => {
    expect(planted({})).toEqual([]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['an import upwards', { 'src/math/a.ts': "import { b } from '../nn/b.ts';" }, /src\/math\/a\.ts imports src\/nn\/b\.ts/],
    ['a type imported upwards', { 'src/nn/b.ts': "import type { C } from '../study/c.ts';" }, /src\/nn\/b\.ts imports src\/study/],
    ['a re-export upwards', { 'src/math/a.ts': "export * from '../data/zod.ts';" }, /src\/math\/a\.ts imports src\/data/],
    ['a dynamic import upwards', { 'src/nn/b.ts': "export const l = () => import('../study/c.ts');" }, /src\/nn\/b\.ts imports/],
    ['an inline type upwards', { 'src/math/a.ts': "export type C = import('../study/c.ts').C;" }, /src\/math\/a\.ts imports/],
    [
      'a part of the page that knows its entry',
      { 'src/ui/h.tsx': "import '../app/i.ts';", 'src/app/i.ts': '' },
      /src\/ui\/h\.tsx imports src\/app/,
    ],
    ['a figure that reads the lab', { 'src/figures/d.ts': "import '../lab/e.ts';" }, /src\/figures\/d\.ts imports src\/lab/],
    ['a lesson that reads the lab', { 'src/lessons/l.ts': "import '../lab/e.ts';" }, /src\/lessons\/l\.ts imports src\/lab/],
    [
      'the lab that knows its lessons',
      { 'src/lab/e.ts': "import '../lessons/l.ts';", 'src/lessons/l.ts': '' },
      /src\/lab\/e\.ts imports src\/lessons/,
    ],
    ['React in a lesson', { 'src/lessons/l.ts': "import { useState } from 'react';" }, /src\/lessons\/l\.ts imports react/],
    ['the study drawing figures', { 'src/study/c.ts': "import '../figures/d.ts';" }, /src\/study\/c\.ts imports src\/figures/],
    ['tfjs in the arithmetic', { 'src/math/a.ts': "import '@tensorflow/tfjs-core';" }, /src\/math\/a\.ts imports @tensorflow/],
    ['React in a figure', { 'src/figures/d.ts': "import { useState } from 'react';" }, /src\/figures\/d\.ts imports react/],
    ['Plotly’s code in a figure', { 'src/figures/d.ts': "import Plotly from 'plotly.js';" }, /figures\/d\.ts imports plotly\.js/],
    ['tfjs in the lab', { 'src/lab/e.ts': "import '@tensorflow/tfjs-core';" }, /src\/lab\/e\.ts imports @tensorflow/],
    ['tfjs in a worker file', { 'workers/f.ts': "import '@tensorflow/tfjs-core';" }, /workers\/f\.ts imports @tensorflow/],
    [
      'tfjs carried to the page by a detour',
      { 'src/study/g.ts': "export { b } from '../nn/b.ts';", 'src/ui/h.tsx': "import { b } from '../study/g.ts';" },
      /src\/ui\/h\.tsx carries tfjs to the page: src\/ui\/h\.tsx → src\/study\/g\.ts → src\/nn\/b\.ts/,
    ],
    [
      'the page importing what only Node has',
      { 'src/ui/h.tsx': "import '../node/n.ts';", 'src/node/n.ts': '' },
      /src\/ui\/h\.tsx imports src\/node/,
    ],
    [
      'a module of Node in the data',
      { 'src/data/g.ts': "import { readFile } from 'node:fs/promises';" },
      /src\/data\/g\.ts imports node:fs/,
    ],
    ['Dawn on the page', { 'src/ui/h.tsx': "export const load = () => import('webgpu');" }, /src\/ui\/h\.tsx imports webgpu/],
    ['Node’s part drawing the page', { 'src/node/n.ts': "import '../ui/h.tsx';", 'src/ui/h.tsx': '' }, /src\/node\/n\.ts imports src\/ui/],
    ['zod from elsewhere', { 'src/study/c.ts': "import { z } from 'zod';" }, /src\/study\/c\.ts imports zod/],
    [
      'a package that only tests have',
      { 'src/study/c.ts': "export const load = () => import('onnxruntime-web/wasm');" },
      /src\/study\/c\.ts imports onnxruntime-web/,
    ],
    ['an import of nothing', { 'src/math/a.ts': "import './gone.ts';" }, /src\/math\/a\.ts imports \.\/gone\.ts, which does not exist/],
    ['an import of a folder above src', { 'src/math/a.ts': "import '../../workers/f.ts';" }, /src\/math\/a\.ts imports workers/],
    ['a folder nobody drew', { 'src/misc/a.ts': '' }, /src\/misc\/a\.ts lies in a folder/],
    ['a long file', { 'src/math/a.ts': 'export const a = 1;\n'.repeat(301) }, /src\/math\/a\.ts has 301 lines/],
    [
      'a long function in the lab',
      { 'src/lab/e.ts': `const before = 1;\nexport function e() {\n${'  before;\n'.repeat(79)}}\n` },
      /src\/lab\/e\.ts has a function of 81 lines at line 2/,
    ],
    [
      'a long component',
      { 'src/ui/h.tsx': `export const H = () => (\n  <ul>\n${'    <li />\n'.repeat(80)}  </ul>\n);\n` },
      /src\/ui\/h\.tsx has a function of 84 lines at line 1/,
    ],
    ['logic in a worker file', { 'workers/f.ts': 'const a = 1; postMessage(a);' }, /workers\/f\.ts holds logic/],
    ['a power that the engine takes', { 'src/math/a.ts': 'export const a = (x: number) => x ** 2;' }, /src\/math\/a\.ts takes a power/],
    ['a power of ten', { 'src/math/a.ts': 'export const a = 10 ** 3;' }, /src\/math\/a\.ts takes a power/],
    ['a power in place', { 'src/nn/b.ts': 'export let b = 2; b **= 3;' }, /src\/nn\/b\.ts takes a power/],
    ['Math under another name', { 'src/math/a.ts': 'const m = Math; export const a = m.exp(1);' }, /src\/math\/a\.ts passes Math on/],
    ['Math out of the global object', { 'src/math/a.ts': 'export const a = globalThis.Math.exp(1);' }, /src\/math\/a\.ts passes Math on/],
    ['a family in a shared file', { 'src/study/c.ts': 'export const dtcRuns = [];' }, /c\.ts names a family: dtcRuns/],
    ['a test of a family', { 'src/study/c.ts': 'export const a = (b: object) => isL0Job(b);' }, /c\.ts names a family: isL0Job/],
    ['a family in a string', { 'src/study/c.ts': "export const a = (b: { kind: string }) => b.kind === 'l0';" }, /names a family: “l0”/],
    [
      'an import from a family',
      { 'src/study/c.ts': "export * from './families/dtc/run.ts';" },
      /names a family: “\.\/families\/dtc\/run\.ts”/,
    ],
    ['another family in the folder of one', { 'src/figures/l0/a.ts': "export const a = 'dtc';" }, /l0\/a\.ts names a family: “dtc”/],
    [
      'a circle of types',
      {
        'src/study/c.ts': "import type { G } from './g.ts'; export type C = G;",
        'src/study/g.ts': "import type { C } from './c.ts'; export type G = C;",
      },
      /src\/study\/c\.ts → src\/study\/g\.ts → src\/study\/c\.ts is a circle/,
    ],
    ['a function in a worker file', { 'workers/f.ts': 'onmessage = (event) => postMessage(event.data);' }, /workers\/f\.ts holds logic/],
  ])('finds %s', (_name, files, message) => {
    expect(planted(files).join('\n')).toMatch(message);
  });
});

/** The TypeScript of src/ and workers/ by path from the root, with forward slashes. */
function readHouse(): Sources {
  const files = ['src', 'workers'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  const typescript = files.filter((path) => /\.tsx?$/.test(path) && !/\/assembly\//.test(slashes(path)));
  return new Map(typescript.map((path) => [slashes(path), readFileSync(join(root, path), 'utf8')]));
}

const slashes = (path: string) => path.replaceAll('\\', '/');

/** Everything that is not as drawn, in one sentence each. */
function violations(sources: Sources): string[] {
  const trees = new Map([...sources].map(([path, code]) => [path, parse(path, code)]));
  const imports = new Map([...trees].map(([path, tree]) => [path, importsOf(path, tree)]));
  const inFiles = [...sources.keys()].flatMap((path) => [
    ...misplaced(path),
    ...(imports.get(path) ?? []).flatMap((found) => wrongImport(path, found, sources)),
    ...tfjsOnThePage(path, imports),
    ...logicInWorker(path, trees.get(path)),
    ...tooLong(path, sources.get(path) ?? '', trees.get(path)),
    ...engineArithmetic(path, trees.get(path)),
    ...namesFamily(path, trees.get(path)),
  ]);
  return [...inFiles, ...circles(imports)];
}

function parse(path: string, code: string): Node {
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new SyntaxError(`${path} cannot be parsed: ${errors[0]?.message}`);
  return program as unknown as Node;
}

const folderOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1];

function misplaced(path: string): string[] {
  const folder = folderOf(path);
  if (!path.startsWith('src/') || (folder && (order.includes(folder) || folder in beside))) return [];
  return [`${path} lies in a folder that the design does not know`];
}

function allowedFolders(folder: string): readonly string[] {
  const shown = [...(onThePage.includes(folder) ? ['figures'] : []), ...(teaching.includes(folder) ? ['lessons'] : [])];
  return beside[folder] ?? [...order.slice(0, order.indexOf(folder) + 1), ...shown];
}

function wrongImport(path: string, { specifier, target, kind, typeOnly }: Import, sources: Sources): string[] {
  const folder = folderOf(path);
  if (specifier.startsWith('.')) {
    if (!existsIn(sources, target)) return [`${path} imports ${specifier}, which does not exist`];
    if (kind === 'worker' || folder === undefined) return [];
    const there = folderOf(target);
    return there !== undefined && allowedFolders(folder).includes(there)
      ? []
      : [
          `${path} imports ${target}: imports run ${order.join(' ← ')}, figures reads study and math only, and lessons stand between study and ui`,
        ];
  }
  const where = folder ?? 'workers';
  const wrong =
    (pure.includes(where) && (isTfjs(target) || isReact(target) || (target.startsWith('plotly.js') && !typeOnly))) ||
    (isTfjs(target) && !mayReachTfjs.includes(where)) ||
    (isOfNode(target) && where !== 'node' && !path.endsWith('.node.ts')) ||
    (target === 'zod' && !['src/data/zod.ts', 'src/data/complaint-words.ts'].includes(path)) ||
    (isOnlyForDevelopment(target) && !typeOnly);
  return wrong ? [`${path} imports ${target}, which does not belong there`] : [];
}

/** Style sheets, JSON and compiled kernels are not among the sources read here; they only have to be there. */
function existsIn(sources: Sources, target: string): boolean {
  if (/\.tsx?$/.test(target)) return sources.has(target);
  return target.includes('kernels/wasm/build/') || statSync(join(root, target), { throwIfNoEntry: false })?.isFile() === true;
}

/** The page is what src/lab, src/ui and src/app import statically, types aside; workers and dynamic imports load elsewhere or later. */
function tfjsOnThePage(path: string, imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const folder = folderOf(path);
  if (!folder || !onThePage.includes(folder)) return [];
  const queue: string[][] = [[path]];
  const seen = new Set([path]);
  for (const way of queue) {
    for (const { target, kind, typeOnly } of imports.get(way.at(-1) ?? '') ?? []) {
      if (kind !== 'static' || typeOnly) continue;
      if (isTfjs(target)) return [`${path} carries tfjs to the page: ${way.join(' → ')}`];
      if (!seen.has(target)) queue.push([...way, target]);
      seen.add(target);
    }
  }
  return [];
}

function tooLong(path: string, code: string, tree: Node | undefined): string[] {
  const lines = linesOf(code.trimEnd());
  const found = lines > MOST_LINES && !path.startsWith(kernels) ? [`${path} has ${lines} lines, more than ${MOST_LINES}`] : [];
  if (!onThePage.includes(folderOf(path) ?? '')) return found;
  visit(tree, ({ type, start, end }) => {
    if (!functions.includes(type)) return;
    const own = linesOf(code.slice(Number(start), Number(end)));
    const line = linesOf(code.slice(0, Number(start)));
    if (own > MOST_LINES_OF_A_FUNCTION) found.push(`${path} has a function of ${own} lines at line ${line}`);
  });
  return found;
}

const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

const linesOf = (text: string) => text.split('\n').length;

/** A worker file consists of imports and calls of what they brought. */
function logicInWorker(path: string, tree: Node | undefined): string[] {
  if (!path.startsWith('workers/') || !tree) return [];
  const plain = (tree.body as Node[]).every(({ type }) => type === 'ImportDeclaration' || type === 'ExpressionStatement');
  const logic = ['ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression', 'ConditionalExpression', 'LogicalExpression'];
  return plain && !some(tree, ({ type }) => logic.includes(type)) ? [] : [`${path} holds logic; it belongs into a class in src/`];
}

/**
 * `**` is the engine's power, whose last bit differs between engines as those of `Math.exp` and its like do. The linter forbids these by
 * name (.oxlintrc.json), which a second name for `Math` would slip.
 */
function engineArithmetic(path: string, tree: Node | undefined): string[] {
  if (!path.startsWith('src/') || !tree) return [];
  const power = some(tree, (node) => node.operator === '**=' || (node.operator === '**' && !isPowerOfTwo(node)));
  const handled = new Set<unknown>();
  visit(tree, (node) => {
    if (node.type === 'MemberExpression') handled.add(node.object);
    if (node.type === 'VariableDeclarator' && (node.id as Node).type === 'ObjectPattern') handled.add(node.init);
  });
  const passed = some(tree, (node) => node.type === 'Identifier' && node.name === 'Math' && !handled.has(node));
  return [
    ...(power ? [`${path} takes a power by **: multiply, or take pow of src/math/elementary.ts`] : []),
    ...(passed ? [`${path} passes Math on: name its functions where they are used`] : []),
  ];
}

/** 2 to a whole number, both written out: exact in every engine, as test/unit/math/elementary.test.ts and test/e2e/engines.spec.ts check. */
function isPowerOfTwo({ left, right }: Node): boolean {
  const { operator, argument } = right as Node;
  const exponent = operator === '-' ? (argument as Node) : (right as Node);
  return (left as Node).value === 2 && Number.isInteger(exponent.value);
}

/** A family by the folder that has it, and how its name begins names of things. */
const familyNames: readonly (readonly [folder: string, name: RegExp])[] = [
  ['dtc', /^(?:dtc(?![a-z])|(?:is|run|use|of|as)?Dtc(?![a-z]))/],
  ['l0', /^(?:l0(?![a-z])|(?:is|run|use|of|as)?L0(?![a-z]))/],
];
/** The lists: one line a family. */
const familyLists = ['src/study/families/index.ts', 'src/study/families/worker.ts', 'src/ui/families/index.ts', 'src/lessons/index.ts'];

/** Shared files ask a family, and never which one they have: its name stands in its own folders and in the lists alone. */
function namesFamily(path: string, tree: Node | undefined): string[] {
  if (!path.startsWith('src/') || familyLists.includes(path) || !tree) return [];
  const found = new Set<string>();
  for (const [folder, name] of familyNames) {
    if (new RegExp(`^src/(?:study/families|compression|figures|lessons|ui/families)/${folder}/`).test(path)) continue;
    visit(tree, (node) => {
      const called = node.type === 'Identifier' || node.type === 'JSXIdentifier' ? String(node.name) : '';
      const said = node.type === 'Literal' && typeof node.value === 'string' ? node.value : '';
      if (name.test(called)) found.add(`${path} names a family: ${called}`);
      if (said === folder || said.includes(`/${folder}/`)) found.add(`${path} names a family: “${said}”`);
    });
  }
  return [...found];
}

/** Files that import each other in a circle, types included: what each is cannot be said without the others. */
function circles(imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const done = new Set<string>();
  const way: string[] = [];
  const found: string[] = [];
  const follow = (path: string): void => {
    const from = way.indexOf(path);
    if (from >= 0) found.push(`${[...way.slice(from), path].join(' → ')} is a circle`);
    if (from >= 0 || done.has(path)) return;
    way.push(path);
    for (const { target, kind } of imports.get(path) ?? []) if (kind !== 'worker' && imports.has(target)) follow(target);
    way.pop();
    done.add(path);
  };
  for (const path of imports.keys()) follow(path);
  return found;
}

function importsOf(path: string, tree: Node): Import[] {
  const found: Import[] = [];
  const add = (source: unknown, kind: Import['kind'], typeOnly: boolean) => {
    const specifier = stringOf(source);
    if (specifier === undefined) return;
    const file = specifier.replace(/\?.*$/, '');
    const target = file.startsWith('.') ? slashes(relative('.', normalize(join(dirname(path), file)))) : file;
    found.push({ specifier: file, target, kind, typeOnly });
  };
  visit(tree, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        // Without a `type` of its own the module is loaded, even if every name in the braces is a type.
        add(node.source, 'static', node.importKind === 'type');
        break;
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        add(node.source, 'static', node.exportKind === 'type');
        break;
      case 'ImportExpression':
        add(node.source, 'dynamic', false);
        break;
      case 'TSImportType':
        add(node.source ?? node.argument, 'static', true);
        break;
      case 'NewExpression':
        if ((node.callee as Node).name === 'URL' && some(node, ({ type }) => type === 'MetaProperty')) {
          add((node.arguments as Node[])[0], 'worker', false);
        }
        break;
    }
  });
  return found;
}

function stringOf(node: unknown): string | undefined {
  if (node === null || typeof node !== 'object') return undefined;
  const { value, literal } = node as { value?: unknown; literal?: unknown };
  return typeof value === 'string' ? value : stringOf(literal);
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) node.forEach((child) => visit(child, see));
  if (node === null || typeof node !== 'object' || !('type' in node)) return;
  see(node as Node);
  for (const child of Object.values(node)) if (child !== null && typeof child === 'object') visit(child, see);
}

function some(tree: Node, matches: (node: Node) => boolean): boolean {
  let found = false;
  visit(tree, (node) => (found ||= matches(node)));
  return found;
}
