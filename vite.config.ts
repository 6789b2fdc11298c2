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

export default defineConfig({
  // Relative addresses, so that the build works under any sub-path of any static host.
  base: './',
  plugins: [react(), policyInPages],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // The tfjs .wasm files are fetched by address; inlined as data URLs they would break the content-security policy.
    assetsInlineLimit: 0,
    // Plotly and tfjs are each one large chunk, loaded after first paint or in the worker only.
    chunkSizeWarningLimit: 2500,
    rollupOptions: { input: { lab: 'index.html', headless: 'headless.html' } },
  },
});
