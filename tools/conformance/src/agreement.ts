import type { Measures } from './praat.js';
import { correlation, median, quantile } from './statistics.js';

/** The measures of one recording by the engine and by Praat. */
export interface Pair {
  readonly name: string;
  readonly sampleRate: number;
  readonly ours: Measures;
  readonly theirs: Measures;
}

type Name = Exclude<keyof Measures, 'pitch'>;
type Kind = 'relative' | 'absolute';

/** Maximum difference at the median and at the 90th percentile over the files. */
interface Target {
  readonly label: string;
  readonly unit: string;
  readonly median: number;
  readonly ninth: number;
  /** Higher is better, and 90 % of the files reach `ninth`: a share that agrees. */
  readonly isShare?: boolean;
}

/** A line of the table. */
export interface Agreement extends Target {
  readonly files: number;
  readonly foundMedian: number;
  readonly foundNinth: number;
  readonly correlation: number | null;
  readonly isMet: boolean;
}

/** Minimum sample rate of formants in Hz: below it a recording has no F3. */
const formantRate = 16_000;

const scalars: readonly (readonly [Name, Kind, Target, number?])[] = [
  ['f0Median', 'relative', { label: 'F0 median', unit: '%', median: 0.2, ninth: 1 }],
  ['jitterLocal', 'relative', { label: 'jitter (local)', unit: '%', median: 5, ninth: 20 }],
  ['jitterRap', 'relative', { label: 'jitter (rap)', unit: '%', median: 5, ninth: 20 }],
  ['shimmerLocal', 'relative', { label: 'shimmer (local)', unit: '%', median: 5, ninth: 20 }],
  ['shimmerDb', 'relative', { label: 'shimmer (dB)', unit: '%', median: 5, ninth: 20 }],
  ['hnr', 'absolute', { label: 'HNR', unit: 'dB', median: 0.3, ninth: 1 }],
  ['intensity', 'absolute', { label: 'intensity', unit: 'dB', median: 0.1, ninth: 0.3 }],
  ['silence', 'absolute', { label: 'total silence', unit: 's', median: 0.05, ninth: 0.15 }],
  ['f1', 'relative', { label: 'F1', unit: '%', median: 3, ninth: 8 }, formantRate],
  ['f2', 'relative', { label: 'F2', unit: '%', median: 3, ninth: 8 }, formantRate],
  ['f3', 'relative', { label: 'F3', unit: '%', median: 3, ninth: 8 }, formantRate],
];

/** Returns the agreement of the two, measure by measure. */
export function agreements(pairs: readonly Pair[]): Agreement[] {
  return [...contourAgreements(pairs), ...scalars.map((row) => scalarAgreement(pairs, ...row))];
}

/** A value that only one of the two has counts as an infinite difference; one that neither has is left out. */
function scalarAgreement(pairs: readonly Pair[], name: Name, kind: Kind, target: Target, leastRate = 0): Agreement {
  const values = pairs
    .filter(({ sampleRate }) => sampleRate >= leastRate)
    .map(({ ours, theirs }) => [ours[name], theirs[name]] as const)
    .filter(([one, other]) => !(Number.isNaN(one) && Number.isNaN(other)));
  const differences = values.map(([one, other]) => {
    const difference = Math.abs(kind === 'relative' ? 100 * (one / other - 1) : one - other);
    return Number.isNaN(difference) ? (one === other ? 0 : Infinity) : difference;
  });
  const [foundMedian, foundNinth] = [median(differences), quantile(differences, 0.9)];
  const known = values.filter(([one, other]) => !Number.isNaN(one) && !Number.isNaN(other));
  const isMet = values.length > 0 && foundMedian <= target.median && foundNinth <= target.ninth;
  return { ...target, files: values.length, foundMedian, foundNinth, correlation: correlation(known), isMet };
}

/** F0 difference above which a frame is a gross error (Rabiner et al. 1976). */
const gross = 0.2;

/**
 * Compares the F0 contours frame by frame: the share of voiced frames that both call voiced, and the share of gross
 * errors among them.
 */
function contourAgreements(pairs: readonly Pair[]): Agreement[] {
  const contours = pairs.map(compareContours).filter(({ voiced }) => voiced > 0);
  const voicing = contours.map(({ voiced, both }) => (100 * both.length) / voiced);
  const errors = contours
    .filter(({ both }) => both.length > 0)
    .map(({ both }) => (100 * both.filter(([one, other]) => Math.abs(one / other - 1) > gross).length) / both.length);
  const [voicingMedian, voicingNinth] = [median(voicing), quantile(voicing, 0.1)];
  const [errorMedian, errorNinth] = [median(errors), quantile(errors, 0.9)];
  const agree = { label: 'voiced frames that agree', unit: '%', median: 97, ninth: 93, isShare: true };
  const differ = { label: 'gross F0 errors', unit: '%', median: 0.2, ninth: 0.2 };
  return [
    {
      ...agree,
      files: voicing.length,
      foundMedian: voicingMedian,
      foundNinth: voicingNinth,
      correlation: null,
      isMet: voicingMedian >= agree.median && voicingNinth >= agree.ninth,
    },
    {
      ...differ,
      files: errors.length,
      foundMedian: errorMedian,
      foundNinth: errorNinth,
      correlation: correlation(contours.flatMap(({ both }) => both)),
      isMet: errorMedian < differ.median && errorNinth < differ.ninth,
    },
  ];
}

function compareContours({ ours, theirs }: Pair): { voiced: number; both: [number, number][] } {
  const both: [number, number][] = [];
  let voiced = 0;
  for (let frame = 0; frame < Math.max(ours.pitch.length, theirs.pitch.length); frame += 1) {
    const [one, other] = [ours.pitch[frame] ?? 0, theirs.pitch[frame] ?? 0];
    if (one > 0 || other > 0) voiced += 1;
    if (one > 0 && other > 0) both.push([one, other]);
  }
  return { voiced, both };
}
