#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { documents } from './documents.mjs';

/** `npm run generate` writes the documents that are rendered from the code. */
for (const [path, render] of Object.entries(documents)) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const config = await prettier.resolveConfig(file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await prettier.format(await render(), { ...config, filepath: file }));
}
