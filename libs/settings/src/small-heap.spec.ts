import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { growthFlag, smallHeapFlag } from './small-heap.js';

/** What a program prints that first sets the flags. */
const printed = (flags: readonly string[], program: string): number => {
  const set = flags.map((flag) => `v8.setFlagsFromString('${flag}');`).join('');
  const source = `const v8 = require('node:v8'); ${set} ${program}`;
  return Number(execFileSync(process.execPath, ['-e', source], { encoding: 'utf8' }));
};

/** The size of the young generation in MiB after a program has made many objects, a tenth of which live on. */
const youngGenerationAfter = (...flags: string[]): number =>
  printed(
    flags,
    `const kept = [];
     for (let made = 0; made < 2_000_000; made += 1) {
       const object = { made };
       if (made % 10 === 0) kept.push(object);
     }
     const young = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
     process.stdout.write(String(kept.length && young.space_size / 2 ** 20));`,
  );

/** The average heap in MiB of a program whose objects all live for a while, as those of requests do. */
const averageHeapOf = (...flags: string[]): number =>
  printed(
    flags,
    `const living = new Array(400_000);
     let sum = 0;
     let looks = 0;
     for (let made = 0; made < 2_000_000; made += 1) {
       living[made % living.length] = { made, and: [made, made + 1] };
       if (made % 10_000 !== 0) continue;
       sum += process.memoryUsage().heapTotal;
       looks += 1;
     }
     process.stdout.write(String(sum / looks / 2 ** 20));`,
  );

describe('a program that makes room for requests', () => {
  /** Sizes of the young generation in MiB: after loading, with room, and after many more objects. */
  const sizes = (): number[] => {
    const module = ts.transpile(readFileSync(new URL('small-heap.ts', import.meta.url), 'utf8'), {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
    });
    const program = `
      let kept = [];
      const makeMany = () => {
        for (let made = 0; made < 2_000_000; made += 1) {
          if (kept.length > 20_000) kept = [];
          kept.push({ made });
        }
        return youngBytes() / 2 ** 20;
      };
      keepHeapSmall();
      const loaded = makeMany();
      makeRoomForRequests();
      console.log(JSON.stringify([loaded, youngBytes() / 2 ** 20, makeMany()]));`;
    const args = ['--input-type=module', '-e', module + program];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as number[];
  };

  it('has a young generation of 4 MiB per half from then on, and a small one before', () => {
    const [loaded, withRoom, later] = sizes();
    expect(loaded).toBeLessThanOrEqual(4);
    expect(withRoom).toBeGreaterThanOrEqual(8);
    expect(later).toBe(withRoom);
  });
});

describe('a program that begins with the flags', () => {
  it('keeps its young generation small, which grows in any other', () => {
    expect(youngGenerationAfter(growthFlag)).toBeLessThanOrEqual(4);
    expect(youngGenerationAfter()).toBeGreaterThan(8);
  });

  it('collects its old generation before it has grown far', () => {
    expect(averageHeapOf(growthFlag, smallHeapFlag)).toBeLessThan(0.85 * averageHeapOf(growthFlag));
  });
});
