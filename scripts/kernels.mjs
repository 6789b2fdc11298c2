// @ts-check
/**
 * Compiles our WebAssembly kernels (AssemblyScript) to src/nn/kernels/wasm/build/kernels.wasm, and once more with relaxed SIMD to
 * kernels-relaxed.wasm, unless the files were made from these very sources, flags and compiler.
 *
 *     npm run kernels
 *     npm run kernels -- compare NAME [--model NAME] [--batch N] [--backend NAME,…] [--software-gpu]     see docs/kernels.md
 */

import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { compareKernels, compareUsage, parseCompareArguments } from './lib/compare-kernel.mjs';
import { runAsCommand, usageFailure } from './lib/failure.mjs';
import { ensureInstalled } from './lib/steps.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'src/nn/kernels/wasm/assembly');
const build = join(root, 'src/nn/kernels/wasm/build');

// The module lives on the heap of tfjs: it imports that memory, and must not initialise any of it. The stub runtime brings
// no allocator and no stack; a static table or a string in the sources would bring a data segment, which is refused below.
const plainFlags = [
  '-O3',
  '--noAssert',
  '--enable',
  'simd',
  '--runtime',
  'stub',
  '--importMemory',
  '--noExportMemory',
  '--initialMemory',
  '0',
];

// The sources ask for the feature where it matters: products then use fused multiply-add, whose bits differ between processors.
const relaxedFlags = [...plainFlags, '--enable', 'relaxed-simd'];

/**
 * SHA-256 over the compiler's version, the flags, and the names and contents of the sources.
 * @param {string[]} flags
 */
async function fingerprint(flags) {
  const compiler = createRequire(import.meta.url)('assemblyscript/package.json').version;
  const hash = createHash('sha256').update(JSON.stringify([compiler, flags]));
  const names = (await readdir(sources)).filter((name) => name.endsWith('.ts')).sort();
  for (const name of names) hash.update(name).update(await readFile(join(sources, name)));
  return hash.digest('hex');
}

/** @param {string} path */
async function readIfThere(path) {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Number of data segments in a WebAssembly binary (section 11 starts with their count).
 * @param {Uint8Array} bytes
 */
function dataSegments(bytes) {
  let at = 8;
  const unsigned = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = unsigned() + at;
    if (section === 11) return unsigned();
    at = end;
  }
  return 0;
}

/** @typedef {{ path: string, bytes: Uint8Array<ArrayBuffer>, compiled: boolean }} Module */

/**
 * Compiles the kernels if they are not up to date.
 * @returns {Promise<Module & { relaxed: Module }>} path and bytes of the plain module, which gives the same bits everywhere, and of
 * the relaxed one
 */
export async function buildKernels() {
  const plain = await buildModule('kernels.wasm', plainFlags);
  const relaxed = await buildModule('kernels-relaxed.wasm', relaxedFlags);
  return { ...plain, relaxed };
}

/**
 * @param {string} name
 * @param {string[]} flags
 * @returns {Promise<Module>}
 */
async function buildModule(name, flags) {
  const output = join(build, name);
  const stamp = `${output}.sha256`;
  const wanted = await fingerprint(flags);
  const [made, present] = await Promise.all([readIfThere(stamp), readIfThere(output)]);
  if (present && made?.toString() === wanted) return { path: output, bytes: new Uint8Array(present), compiled: false };

  const { default: asc } = await import('assemblyscript/asc');
  // Written beside the target and renamed, so that two test processes building at once never read half a file.
  const draft = `${output}.${pid}`;
  await mkdir(build, { recursive: true });
  const { error, stderr } = await asc.main([
    join(relative(root, sources), 'index.ts'),
    '--baseDir',
    root,
    '--outFile',
    relative(root, draft),
    ...flags,
  ]);
  // oxlint-disable-next-line typescript/no-base-to-string -- the stream of asc has a toString of its own, which its types leave out.
  if (error) throw new Error(`The WebAssembly kernels in ${sources} do not compile:\n${stderr.toString()}`);
  const bytes = new Uint8Array(await readFile(draft));
  if (dataSegments(bytes) > 0) {
    throw new Error(
      'The WebAssembly kernels contain a data segment, which would overwrite the heap of tfjs: ' +
        'take static arrays, strings and table-driven Math functions out of src/nn/kernels/wasm/assembly.',
    );
  }
  await rename(draft, output);
  await writeFile(`${stamp}.${pid}`, wanted);
  await rename(`${stamp}.${pid}`, stamp);
  return { path: output, bytes, compiled: true };
}

const usage = `npm run kernels, or ${compareUsage}`;

await runAsCommand(import.meta.url, async ([command, ...args]) => {
  if (command !== undefined && command !== 'compare') throw usageFailure(`“${command}” is no command of the kernels. Usage: ${usage}.`);
  const options = command === 'compare' ? parseCompareArguments(args) : null;
  await ensureInstalled(console.error);
  const { relaxed, ...plain } = await buildKernels();
  if (options) return await compareKernels(options, console.error);
  for (const { path, bytes, compiled } of [plain, relaxed]) {
    console.log(`${relative(root, path)}: ${bytes.length} bytes, ${compiled ? 'compiled' : 'up to date'}`);
  }
});
