#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { documents } from './documents.mjs';

/** `npm run generate` writes the documents that are rendered from the code. */
for (const [path, render] of Object.entries(documents)) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const config = await prettier.resolveConfig(file);
  writeFileSync(file, await prettier.format(render(), { ...config, filepath: file }));
}
