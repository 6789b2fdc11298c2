// @ts-check
/** Compiles the sources of the frozen module that codes texts, to be compared with the one that is kept (docs/decisions/text-coder.md). */
import { join } from 'node:path';
import { projectDir } from './paths.mjs';

/** The compiler that made the module; another one may make other bytes of the same sources. */
export const textCoderCompiler = '0.28.20';

const folder = 'src/coding/text-coder-1';

/** The module that is kept, and shipped. */
export const textCoderFile = join(projectDir, folder, 'text-coder-1.wasm');

/**
 * A memory of its own, no runtime and nothing imported; a failed check would be a call of the host.
 * @returns {Promise<Uint8Array>}
 */
export async function compileTextCoder() {
  const { default: asc } = await import('assemblyscript/asc');
  const flags = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--use', 'abort='];
  const made = { bytes: new Uint8Array(0) };
  const { error, stderr } = await asc.main([`${folder}/assembly/index.ts`, '--baseDir', projectDir, '--outFile', 'module.wasm', ...flags], {
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') made.bytes = new Uint8Array(contents);
    },
  });
  // oxlint-disable-next-line typescript/no-base-to-string -- the stream of asc has a toString of its own, which its types leave out.
  if (error) throw new Error(`The sources of the text coder do not compile:\n${stderr.toString()}`);
  return made.bytes;
}
