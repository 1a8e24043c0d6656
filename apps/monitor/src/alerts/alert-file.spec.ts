import { createLogger } from '@vocalborn/observability';
import { temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultAlertFile } from '../packaged-files.js';
import { AlertFile } from './alert-file.js';

const logger = createLogger({ name: 'test', level: 'silent' });
const rule = (name: string): string => `alerts:\n  - {name: ${name}, condition: queue_length > 5, severity: info}\n`;
const broken = 'alerts:\n  - {name: x, condition: queue_lenght > 5, severity: bad}\n';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let file: AlertFile | undefined;
beforeEach(() => {
  folder = temporaryFolder('alert-file');
  path = join(folder.path, 'alerts.yaml');
});
afterEach(async () => {
  await file?.onApplicationShutdown();
  file = undefined;
  folder.remove();
});

const open = async (text: string): Promise<AlertFile> => {
  writeFileSync(path, text);
  file = await AlertFile.open(path, logger);
  file.onApplicationBootstrap();
  return file;
};

const untilRules = (opened: AlertFile, ...names: string[]) =>
  waitFor(() => opened.rules.map((each) => each.name).join() === names.join(), { what: `the rules ${names.join()}` });

describe('the alert file', () => {
  it('has six rules where none is named', async () => {
    expect((await AlertFile.open(defaultAlertFile, logger)).rules).toHaveLength(6);
  });

  it('with faults lets no monitor start, and every fault is told', async () => {
    const error = (await open(broken).then(
      () => null,
      (thrown: unknown) => thrown,
    )) as { faults: string[] };
    expect(error.faults).toEqual([
      expect.stringMatching(/ALERT_RULES_FILE .*: line 2, column 26: there is no figure `queue_lenght`; did you mean/),
      expect.stringMatching(/line 2, column 54: `severity` must be/),
    ]);
  });

  it('that is not there lets no monitor start', async () => {
    await expect(AlertFile.open(path, logger)).rejects.toThrow('cannot be read: ENOENT');
  });

  it('that is far too large is not even read', async () => {
    writeFileSync(path, 'x'.repeat(1_100_000));
    await expect(AlertFile.open(path, logger)).rejects.toThrow('larger than 1048576 bytes');
  });

  it('is taken anew when it is edited or replaced', async () => {
    const opened = await open(rule('one'));
    const before = opened.loadedAt;
    writeFileSync(path, rule('two'));
    await untilRules(opened, 'two');
    expect(opened.loadedAt.getTime()).toBeGreaterThan(before.getTime());
    writeFileSync(`${path}.new`, rule('three'));
    renameSync(`${path}.new`, path);
    await untilRules(opened, 'three');
  });

  it('is taken anew when a ConfigMap swaps its link', async () => {
    const version = (name: string): string => {
      const data = join(folder.path, `..${name}`);
      mkdirSync(data);
      writeFileSync(join(data, 'alerts.yaml'), rule(name));
      return data;
    };
    symlinkSync(version('one'), join(folder.path, '..data'));
    symlinkSync(join('..data', 'alerts.yaml'), path);
    file = await AlertFile.open(path, logger);
    file.onApplicationBootstrap();
    symlinkSync(version('two'), join(folder.path, '..data_tmp'));
    renameSync(join(folder.path, '..data_tmp'), join(folder.path, '..data'));
    await untilRules(file, 'two');
  });

  it('is refused while it has faults or is away, and the rules stay', async () => {
    const opened = await open(rule('one'));
    writeFileSync(path, broken);
    await waitFor(() => opened.error !== null, { what: 'the refusal' });
    expect(opened.error).toMatch(/^line 2, column 26: .*; line 2, column 54: /);
    expect(opened.rules.map(({ name }) => name)).toEqual(['one']);
    rmSync(path);
    await waitFor(() => opened.error === 'cannot be read: ENOENT', { what: 'the loss of the file' });
    expect(opened.rules.map(({ name }) => name)).toEqual(['one']);
    writeFileSync(path, rule('one'));
    await waitFor(() => opened.error === null, { what: 'the file to be good again' });
  });
});
