#!/usr/bin/env node
import { migrate } from '../migrate.js';
import { runTool } from './run-tool.js';

await runTool('migrate', async (database) => {
  const settingsOfRole = process.env['DATABASE_POOLING'] === 'transaction';
  const applied = await migrate(database, { settingsOfRole });
  return applied.length === 0 ? 'the schema is up to date' : `applied ${applied.join(', ')}`;
});
