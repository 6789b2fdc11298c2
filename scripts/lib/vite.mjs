// @ts-check
/** What the commands have in common where they use Vite. */
import { join } from 'node:path';
import { projectDir } from './paths.mjs';

/** What bundles for Node begin with: tfjs' WebAssembly loader and tfjs' own platform are CommonJS inside. */
export const nodeBanner = `import { createRequire as requireOf } from 'node:module';
const require = requireOf(import.meta.url);
const __dirname = import.meta.dirname;`;

/**
 * Bundles sources for Node, packages included.
 *
 * @param {import('vite').BuildOptions} options
 * @throws what the bundler says
 */
export async function buildForNode(options) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: projectDir,
    logLevel: 'error',
    publicDir: false,
    // Dawn comes as native code.
    ssr: { noExternal: true, external: ['webgpu'] },
    build: { target: 'node20', ...options },
  });
}

/**
 * Serves the sources with live reload.
 *
 * @param {number} port
 * @param {import('vite').PluginOption[]} [plugins]
 * @returns {Promise<string | undefined>} the address
 */
export async function serveSources(port, plugins = []) {
  const { createServer } = await import('vite');
  const server = await createServer({
    root: projectDir,
    configFile: join(projectDir, 'vite.config.ts'),
    logLevel: 'warn',
    server: { port },
    plugins,
  });
  await server.listen();
  return server.resolvedUrls?.local[0];
}
