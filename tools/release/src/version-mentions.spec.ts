import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeVersion, filesWithVersion } from './version-mentions.js';

const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

describe('the mentions of a version', () => {
  it('are replaced with dots and with dashes', () => {
    expect(changeVersion('newTag: 0.1.0\nname: migrate-0-1-0\n', '0.1.0', '0.2.0-rc.1')).toBe(
      'newTag: 0.2.0-rc.1\nname: migrate-0-2-0-rc-1\n',
    );
  });

  it.each(['10.1.0', '0.1.0.1', '0.1.01', '1.0.1.0', '10-1-0'])('do not include %s', (other) => {
    expect(() => changeVersion(other, '0.1.0', '0.2.0')).toThrow('0.1.0 is mentioned nowhere');
  });

  it.each(filesWithVersion)('are in %s', (file) => {
    expect(changeVersion(read(file), version, '9.8.7')).toMatch(/9[.-]8[.-]7/);
  });
});
