import { join } from 'node:path';
import { workspaceRoot } from '@vocalborn/system-harness';

const local = join(workspaceRoot, '.local');

/** Files of the start tool, all under `.local`, which is not committed and survives a stop. */
export const paths = {
  local,
  postgres: join(local, 'postgres'),
  redis: join(local, 'redis'),
  audio: join(local, 'audio'),
  logs: join(local, 'logs'),
  audioTools: join(local, 'tools'),
  secrets: join(local, 'secrets.json'),
  endpoints: join(local, 'endpoints.json'),
} as const;
