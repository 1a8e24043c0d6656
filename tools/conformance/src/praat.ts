import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '@vocalborn/system-harness';
import type { DebianParts } from './debian-parts.js';
import { median } from './statistics.js';

type Series = readonly (number | null)[];

/** The measures that Praat and the engine share; NaN where one cannot be measured. */
export interface Measures {
  /** F0 per frame in Hz, 0 where unvoiced. */
  readonly pitch: readonly number[];
  readonly f0Median: number;
  readonly jitterLocal: number;
  readonly jitterRap: number;
  readonly shimmerLocal: number;
  readonly shimmerDb: number;
  readonly hnr: number;
  readonly intensity: number;
  /** Total time that is not sounding, in seconds. */
  readonly silence: number;
  readonly f1: number;
  readonly f2: number;
  readonly f3: number;
}

type Scalar = 'jitterLocal' | 'jitterRap' | 'shimmerLocal' | 'shimmerDb' | 'hnr' | 'intensity' | 'silence';
type Printed = Record<Scalar, number | null> & Record<'pitch' | 'f1' | 'f2' | 'f3', Series>;

const script = (name: string): string => join(workspaceRoot, 'tools/conformance/praat', `${name}.praat`);

/** Measures files by Praat. */
export async function praatMeasures(
  { praat }: DebianParts,
  paths: readonly string[],
  folder: string,
): Promise<Measures[]> {
  const list = join(folder, 'files.txt');
  writeFileSync(list, `${paths.join('\n')}\n`);
  const args = ['--run', script('measure'), list];
  const { stdout } = await promisify(execFile)(praat.command, args, { env: praat.env, maxBuffer: 2 ** 30 });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  if (lines.length !== paths.length) throw new Error(`Praat measured ${lines.length} of ${paths.length} files`);
  return lines.map((line) => measuresOf(JSON.parse(line) as Printed));
}

function measuresOf(printed: Printed): Measures {
  const scalar = (name: Scalar): number => printed[name] ?? NaN;
  const middle = (series: Series): number => median(series.filter((value) => value !== null));
  return {
    pitch: printed.pitch.map((value) => value ?? 0),
    f0Median: middle(printed.pitch),
    jitterLocal: scalar('jitterLocal'),
    jitterRap: scalar('jitterRap'),
    shimmerLocal: scalar('shimmerLocal'),
    shimmerDb: scalar('shimmerDb'),
    hnr: scalar('hnr'),
    intensity: scalar('intensity'),
    silence: scalar('silence'),
    f1: middle(printed.f1),
    f2: middle(printed.f2),
    f3: middle(printed.f3),
  };
}

/**
 * Returns the CPU seconds of one round of all measures by Praat: four rounds minus one round, so that its start does
 * not count.
 */
export async function praatCost({ praat }: DebianParts, path: string): Promise<number> {
  const cost = async (rounds: number): Promise<number> => {
    // The shell reports the CPU time of its children.
    const line = '"$1" --run "$2" "$3" "$4" >&2; times';
    const args = ['-c', line, 'sh', praat.command, script('benchmark'), path, String(rounds)];
    const { stdout } = await promisify(execFile)('sh', args, { env: praat.env });
    const children = stdout.trim().split('\n').at(-1) ?? '';
    return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0);
  };
  return ((await cost(4)) - (await cost(1))) / 3;
}

/** Resamples a file by Praat. */
export async function praatResample({ praat }: DebianParts, from: string, to: string, rate: number): Promise<void> {
  const args = ['--run', script('resample'), from, to, String(rate)];
  await promisify(execFile)(praat.command, args, { env: praat.env });
}
