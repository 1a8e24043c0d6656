import { temporaryFolder } from '@vocalborn/system-harness';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { curlLines, writeEndpoints, type Endpoints } from './endpoints.js';
import { inherited } from './fleet.js';
import { logFile } from './logs.js';
import { Screen } from './screen.js';
import { readSecrets } from './secrets.js';
import { countRequests } from './stop-requests.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => void (folder = temporaryFolder('vocalborn-start')));
afterEach(() => folder.remove());
const path = (name: string): string => join(folder.path, name);

const endpoints: Endpoints = {
  ...{ gateway: 'http://127.0.0.1:8000', ai_service: 'http://127.0.0.1:8001', worker: 'http://127.0.0.1:8002' },
  ...{ monitor: 'http://127.0.0.1:5555', database_url: 'postgres://x/y', broker_url: 'redis://x/0' },
  ...{ result_backend: 'redis://x/1', tokens: { patient: 'p', therapist: 't', admin: 'a' } },
  sample: { practice_record_id: 'r' },
};

describe('the endpoints', () => {
  it('are written for their owner only, and leave no draft', () => {
    writeEndpoints(path('endpoints.json'), endpoints);
    writeEndpoints(path('endpoints.json'), { ...endpoints, worker: 'http://127.0.0.1:9' });
    expect(JSON.parse(readFileSync(path('endpoints.json'), 'utf8'))).toEqual({
      ...endpoints,
      worker: 'http://127.0.0.1:9',
    });
    expect(statSync(path('endpoints.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(path('endpoints.json.new'))).toBe(false);
  });

  it('become commands that request, poll and read an analysis', () => {
    const auth = `-H 'Authorization: Bearer p'`;
    expect(curlLines(endpoints, 'id')).toEqual([
      `curl -sS ${auth} -H 'Content-Type: application/json' -d '{"practice_record_id":"r"}' http://127.0.0.1:8000/analyze`,
      `curl -sS ${auth} 'http://127.0.0.1:8000/tasks/id'`,
      `curl -sS ${auth} 'http://127.0.0.1:8000/tasks/id/result'`,
    ]);
    expect(curlLines(endpoints)[1]).toContain('/tasks/<task_id>');
  });
});

describe('the secrets', () => {
  it('are created once, are long and different, and belong to their owner', () => {
    const first = readSecrets(path('secrets.json'), {});
    expect(readSecrets(path('secrets.json'), {})).toEqual(first);
    expect(first.jwtSecret).not.toBe(first.aiServiceKey);
    expect(first.jwtSecret.length).toBeGreaterThanOrEqual(43);
    expect(statSync(path('secrets.json')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['broken JSON', '{'],
    ['an incomplete file', '{"jwtSecret":"x"}'],
    ['empty secrets', '{"jwtSecret":"","aiServiceKey":""}'],
  ])('are created again for %s', (_, text) => {
    writeFileSync(path('secrets.json'), text);
    expect(readSecrets(path('secrets.json'), {}).aiServiceKey).not.toBe('');
  });

  it('of a file from before some of them existed stay, and the others are added', () => {
    writeFileSync(path('secrets.json'), '{"jwtSecret":"kept","aiServiceKey":"kept too"}');
    const completed = readSecrets(path('secrets.json'), {});
    expect(completed).toMatchObject({ jwtSecret: 'kept', aiServiceKey: 'kept too' });
    expect(completed.redisPassword.length).toBeGreaterThanOrEqual(43);
    expect(readSecrets(path('secrets.json'), {})).toEqual(completed);
  });

  it('come from the environment when it has them', () => {
    writeFileSync(path('secrets.json'), '{"jwtSecret":"kept","aiServiceKey":"kept too"}', { mode: 0o644 });
    const env = { JWT_SECRET: 'exported', AI_SERVICE_API_KEY: '' };
    expect(readSecrets(path('secrets.json'), env)).toMatchObject({ jwtSecret: 'exported', aiServiceKey: 'kept too' });
    expect(statSync(path('secrets.json')).mode & 0o777).toBe(0o600);
  });
});

describe('a log file', () => {
  const mib = 1024 * 1024;

  it('is created with its folder', () => {
    expect(logFile(path('new/logs'), 'monitor')).toBe(path('new/logs/monitor.log'));
    expect(readFileSync(path('new/logs/monitor.log'), 'utf8')).toBe('');
  });

  it('is kept whole up to 5 MiB', () => {
    writeFileSync(path('a.log'), 'x'.repeat(5 * mib));
    logFile(folder.path, 'a');
    expect(statSync(path('a.log')).size).toBe(5 * mib);
  });

  it('is cut to whole lines of its last MiB above 5 MiB', () => {
    const line = `${'x'.repeat(99)}\n`;
    writeFileSync(path('a.log'), `${line.repeat(60_000)}last\n`);
    logFile(folder.path, 'a');
    const text = readFileSync(path('a.log'), 'utf8');
    expect(text.length).toBeLessThanOrEqual(mib);
    expect(text.length).toBeGreaterThan(mib - 101);
    expect(text.startsWith(line)).toBe(true);
    expect(text.endsWith('\nlast\n')).toBe(true);
  });
});

describe('the environment of the apps', () => {
  it('is the operator’s without npm’s variables and without those that the tool sets', () => {
    const env = {
      PATH: '/bin',
      PORT: '1',
      HOST: 'x',
      WORKER_NAME: 'w',
      NODE_OPTIONS: '-x',
      npm_config_a: 'b',
      JWT_JWKS_URL: 'y',
    };
    expect(inherited({ ...env, LOG_LEVEL: 'debug', EMPTY: undefined })).toEqual({ PATH: '/bin', LOG_LEVEL: 'debug' });
  });
});

describe('the screen', () => {
  const screen = (isTTY: boolean) => {
    const written: string[] = [];
    const out = { isTTY, write: (text: string) => written.push(text), on: () => undefined };
    return { written, screen: new Screen(out as unknown as NodeJS.WriteStream) };
  };

  it.each([
    [0, '░'.repeat(30), '  0 %'],
    [50, `${'█'.repeat(15)}${'░'.repeat(15)}`, ' 50 %'],
    [99.6, '█'.repeat(30), '100 %'],
  ])('draws %d percent', (percent, bar, text) => {
    const { written, screen: shown } = screen(false);
    shown.bar(percent, 'step');
    expect(written).toEqual([`  ${bar} ${text}  step\n`]);
  });

  it.each([-5, 250])('limits the bar to its width for %i percent', (percent) => {
    const { written, screen: shown } = screen(false);
    shown.bar(percent, 'step');
    expect(written[0]?.match(/[█░]/g)).toHaveLength(30);
  });

  it('redraws the bar on a terminal and ends its line before other text', () => {
    const { written, screen: shown } = screen(true);
    shown.bar(10, 'a');
    shown.bar(10, 'a');
    shown.bar(20, 'b');
    shown.say('done');
    shown.say();
    expect(written.map((text) => text.replaceAll(/[█░]/g, ''))).toEqual([
      ...['\r\u001b[2K    10 %  a', '\r\u001b[2K    20 %  b', '\n', 'done\n', '\n'],
    ]);
  });
});

describe('stop requests', () => {
  it.each([
    [[0], ['politely']],
    [[0, 500], ['politely']],
    [[0, 100, 400], ['politely']],
    [
      [0, 501],
      ['politely', 'at once'],
    ],
    [
      [0, 100, 2_000, 3_000],
      ['politely', 'at once', 'at once'],
    ],
  ])('at %j ms are handled as %j', (times, handled) => {
    const calls: string[] = [];
    let now = 0;
    const request = countRequests(
      { politely: () => calls.push('politely'), atOnce: () => calls.push('at once') },
      () => now,
    );
    expect(request.made).toBe(false);
    for (const time of times) {
      now = time;
      request();
    }
    expect(calls).toEqual(handled);
    expect(request.made).toBe(true);
  });
});
