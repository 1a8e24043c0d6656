import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { growthFlag } from './small-young-generation.js';

/** The size of the young generation in MiB after a program has made many objects, a tenth of which live on. */
function youngGenerationAfter(begin: string): number {
  const program = `
    const v8 = require('node:v8');
    ${begin}
    const kept = [];
    for (let made = 0; made < 2_000_000; made += 1) {
      const object = { made };
      if (made % 10 === 0) kept.push(object);
    }
    const young = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    process.stdout.write(String(kept.length && young.space_size / 2 ** 20));`;
  return Number(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }));
}

describe('the young generation', () => {
  it('stays small in a program that begins so, and grows in any other', () => {
    expect(youngGenerationAfter(`v8.setFlagsFromString('${growthFlag}');`)).toBeLessThanOrEqual(4);
    expect(youngGenerationAfter('')).toBeGreaterThan(8);
  });
});
