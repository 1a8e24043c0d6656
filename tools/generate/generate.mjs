#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { generateClients } from './client.mjs';
import { documents } from './documents.mjs';

/** `npm run generate` writes what is rendered from the code: documents first, then the clients from them. */
for (const [path, render] of Object.entries(documents)) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const config = await prettier.resolveConfig(file);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await prettier.format(await render(), { ...config, filepath: file }));
}
await generateClients();
