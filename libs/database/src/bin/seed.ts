#!/usr/bin/env node
import { migrate } from '../migrate.js';
import { seed } from '../seed/seed.js';
import { runTool } from './run-tool.js';

await runTool('seed', async (database) => {
  await migrate(database);
  await seed(database);
  return 'the development data is in place';
});
