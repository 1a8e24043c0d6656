import react from '@vitejs/plugin-react';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

/** `npx vite` here shows changes at once; it asks a monitor that runs on this machine. */
const monitor = 'http://127.0.0.1:5555';

/** Puts a compressed copy beside each file, for the monitor to send. */
const compressed = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    for (const fileName of Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name))) {
      const file = join(dir, fileName);
      await writeFile(`${file}.gz`, gzipSync(await readFile(file)));
    }
  },
};

export default defineConfig({
  plugins: [react(), compressed],
  resolve: { conditions: ['@vocalborn/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The licenses of what is in the bundle, which has no node_modules beside it.
    license: { fileName: 'THIRD_PARTY.md' },
  },
  server: { proxy: { '/api': monitor, '/docs': monitor, '/openapi.json': monitor } },
});
