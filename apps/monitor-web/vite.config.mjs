import react from '@vitejs/plugin-react';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { defineConfig } from 'vite';

/** `npx vite` here shows changes at once; it asks a monitor that runs on this machine. */
const monitor = 'http://127.0.0.1:5555';

/** Puts a compressed copy beside each file, for the monitor to send. */
const compressed = {
  name: 'compressed',
  apply: 'build',
  async generateBundle(_, bundle) {
    for (const { fileName, code, source } of Object.values(bundle)) {
      if (!/\.(js|css)$/.test(fileName)) continue;
      this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: await promisify(gzip)(code ?? source) });
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
  },
  server: { proxy: { '/api': monitor, '/docs': monitor, '/openapi.json': monitor } },
});
