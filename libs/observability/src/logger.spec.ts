import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = `
  import { createLogger } from ${JSON.stringify(fileURLToPath(new URL('../dist/index.js', import.meta.url)))};
  const logger = createLogger({ name: 'test', level: 'info' });
  logger.info({ headers: { authorization: 'Bearer abc', host: 'x' }, token: 'abc', taskId: 'seen' }, 'hello');
  logger.debug('not shown');
`;

describe('the logger', () => {
  it('writes JSON lines with a time and a level, and no secrets', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(1);
    const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(line).toMatchObject({ name: 'test', level: 'info', taskId: 'seen', msg: 'hello' });
    expect(line['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(stdout).not.toContain('abc');
  });
});
