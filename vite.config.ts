import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from './scripts/lib/content-security-policy.mjs';
import { licencesOf } from './scripts/lib/licences.mjs';

/** Writes the policy into every built page. The dev server needs an inline script for live reload, so its pages go without. */
const policyInPages: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
};

/**
 * Builds the service worker, which knows the files of the build and what is in them, once these are written. It is a file of its own with
 * nothing to import: what it shared with the page would be gone after the next deploy, and it with that.
 */
const serviceWorker: Plugin = {
  name: 'service-worker',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    if (dir === undefined) this.error('The build is written to no folder, so that its files cannot be listed.');
    const made = Object.keys(bundle)
      .filter((file) => file !== '404.html' && !file.endsWith('.map'))
      .sort();
    const places = [...made.map((file) => [file, join(dir, file)]), ...copied.map((file) => [file, join('public', file)])];
    const files = places.map(([file, place]) => [file, createHash('sha256').update(readFileSync(place)).digest('hex')]);
    await build({
      configFile: false,
      logLevel: 'warn',
      define: { FILES_OF_THE_BUILD: JSON.stringify(files) },
      build: {
        outDir: dir,
        emptyOutDir: false,
        copyPublicDir: false,
        target,
        sourcemap: 'hidden',
        // It governs the folder it lies in and keeps its name from build to build.
        rollupOptions: { input: 'workers/offline.ts', output: { format: 'iife', entryFileNames: 'offline.js' } },
      },
    });
  },
};

/** Modules of the page and of its workers, which are bundled before it. */
const modules = new Set<string>();

const collectModules = (): Plugin => ({
  name: 'collect-modules',
  apply: 'build',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') for (const id of file.moduleIds) modules.add(id);
  },
});

/** The text that the page's foot leads to: it is one of the files of the build, so that it is there without a network as well. */
const licences: Plugin = {
  name: 'licences',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'licences/parsimony.txt', source: licencesOf(modules) });
  },
};

/** Files of public/ that the page asks for. */
const copied = ['favicon.svg', 'theme.js'];

const target = 'es2023';

export default defineConfig({
  // Relative addresses, so that the build works under any sub-path of any static host.
  base: './',
  // Plotly asks for the style sheet of its maps, which the lab has none of: 83 kB beside its own.
  resolve: { alias: { 'maplibre-gl/dist/maplibre-gl.css': fileURLToPath(new URL('src/ui/chart/no-maps.css', import.meta.url)) } },
  plugins: [react(), policyInPages, collectModules(), licences, serviceWorker],
  worker: { format: 'es', plugins: () => [collectModules()] },
  build: {
    target,
    // Stacks of the page can be read with them: they lie beside the scripts, which do not name them, so that no visitor fetches any.
    sourcemap: 'hidden',
    // The tfjs .wasm files are fetched by address; inlined as data URLs they would break the content-security policy.
    assetsInlineLimit: 0,
    // Plotly and tfjs are each one large chunk, loaded after first paint or in the worker only.
    chunkSizeWarningLimit: 2500,
    rollupOptions: {
      input: { page: 'index.html', headless: 'headless.html', notFound: '404.html' },
      output: { entryFileNames: 'assets/[name]-[hash].js' },
    },
  },
});
