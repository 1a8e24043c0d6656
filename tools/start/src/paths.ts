import { join } from 'node:path';
import { workspaceRoot } from '@vocalborn/system-harness';

const local = join(workspaceRoot, '.local');

/**
 * Files of the start tool, which are not committed and survive a stop. All are under `.local`, which is closed to other users;
 * but when root starts, Postgres runs as another user and has a folder of its own.
 */
export const paths = {
  local,
  postgres: process.getuid?.() === 0 ? join(workspaceRoot, '.local-postgres/data') : join(local, 'postgres'),
  redis: join(local, 'redis'),
  audio: join(local, 'audio'),
  logs: join(local, 'logs'),
  audioTools: join(local, 'tools'),
  secrets: join(local, 'secrets.json'),
  endpoints: join(local, 'endpoints.json'),
} as const;
