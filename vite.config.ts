import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { contentSecurityPolicy } from './scripts/lib/content-security-policy.mjs';

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

/** Tells the service worker which files there are, once they have their names. */
const filesInServiceWorker: Plugin = {
  name: 'files-in-service-worker',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle['offline.js'];
      if (worker?.type !== 'chunk') this.error('The build has no offline.js to write its files into.');
      const files = Object.keys(bundle).filter((file) => file !== 'offline.js' && !file.endsWith('.map'));
      const placed = [...files, 'favicon.svg', 'theme.js'].sort();
      // Whatever quotes the minifier chose, they go with the placeholder.
      worker.code = worker.code.replace(/(["'`])__FILES_OF_THE_BUILD__\1/u, () => JSON.stringify(JSON.stringify(placed)));
    },
  },
};

export default defineConfig({
  // Relative addresses, so that the build works under any sub-path of any static host.
  base: './',
  // Plotly asks for the style sheet of its maps, which the lab has none of: 83 kB beside its own.
  resolve: { alias: { 'maplibre-gl/dist/maplibre-gl.css': fileURLToPath(new URL('src/ui/chart/no-maps.css', import.meta.url)) } },
  plugins: [react(), policyInPages, filesInServiceWorker],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // Stacks of the page can be read with them: they lie beside the scripts, which do not name them, so that no visitor fetches any.
    sourcemap: 'hidden',
    // The tfjs .wasm files are fetched by address; inlined as data URLs they would break the content-security policy.
    assetsInlineLimit: 0,
    // Plotly and tfjs are each one large chunk, loaded after first paint or in the worker only.
    chunkSizeWarningLimit: 2500,
    rollupOptions: {
      input: { lab: 'index.html', headless: 'headless.html', offline: 'workers/offline.ts' },
      // A service worker governs the folder it lies in and keeps its name from build to build.
      output: { entryFileNames: ({ name }) => (name === 'offline' ? 'offline.js' : 'assets/[name]-[hash].js') },
    },
  },
});
