#!/usr/bin/env node
import { migrate } from '../migrate.js';
import { runTool } from './run-tool.js';

await runTool('migrate', process.env['DATABASE_URL'], async (database) => {
  const applied = await migrate(database);
  return applied.length === 0 ? 'the schema is up to date' : `applied ${applied.join(', ')}`;
});
