import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses, so that the build works under any sub-path of any static host.
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // The tfjs .wasm files are fetched by address; inlined as data URLs they would break the content-security policy.
    assetsInlineLimit: 0,
    rollupOptions: { input: { lab: 'index.html', headless: 'headless.html' } },
  },
});
