import { analyzeRecording, contoursOf, type Recording } from '@vocalborn/speech-analysis';
import type { Program } from '../debian-parts.js';
import { median, quantile } from '../statistics.js';
import { throughMicrophone, throughTelephone, withGain } from './effects.js';
import type { HumanPrompt } from './humans.js';
import { withOtherVoice } from './other-voice.js';
import { sceneOf } from './scene.js';
import { corpora } from './sentences.js';
import { resampled } from './sox.js';
import type { SpeechSynthesis } from './speech-synthesis.js';

/** Scores of one group of speakers or recorders, and how far their median is from that of the same readings unchanged. */
export interface GroupOfScores {
  readonly speech: string;
  readonly group: string;
  readonly recordings: number;
  /** Recordings that could not be judged; they have no score. */
  readonly unjudged: number;
  readonly quantiles: readonly [low: number, median: number, high: number];
  readonly difference: number;
}

/** Most that the median of a group may differ, in points. */
export const mostUnfair = 3;

/** F0 in Hz that the measures cover, with a margin. */
const [lowestVoice, highestVoice] = [79, 480];

interface Change {
  readonly group: string;
  /** Another voice passes the vocoder, so it is compared with the same voice that passed it. */
  readonly isVoice: boolean;
  readonly apply: (recording: Recording, sox: Program) => Recording;
}

const voice = (group: string, formants: number, semitones: number): Change => ({
  group,
  isVoice: true,
  apply: (recording, sox) => {
    const other = withOtherVoice(recording, { formants, f0: 2 ** (semitones / 12) });
    return resampled(sox, other, recording.sampleRate);
  },
});

const recorder = (group: string, apply: Change['apply']): Change => ({ group, isVoice: false, apply });

const sameVoice = voice('the same voice', 1, 0);

/**
 * Women's formants are some 15 % above men's, and their F0 nine semitones (Hillenbrand et al. 1995, "Acoustic characteristics
 * of American English vowels"). The change to a child is larger than that.
 */
const changes: readonly Change[] = [
  voice('longer vocal tract (formants −13 %), F0 −6 semitones', 0.87, -6),
  voice('longer vocal tract (formants −13 %)', 0.87, 0),
  voice('F0 −4 semitones', 1, -4),
  voice('F0 +4 semitones', 1, 4),
  voice('shorter vocal tract (formants +15 %)', 1.15, 0),
  voice('shorter vocal tract (formants +15 %), F0 +6 semitones', 1.15, 6),
  voice('a child: formants +25 %, F0 +9 semitones', 1.25, 9),
  ...[8_000, 16_000, 44_100, 48_000].map((rate) =>
    recorder(`${rate / 1_000} kHz`, (recording, sox) => resampled(sox, recording, rate)),
  ),
  recorder('a cheap microphone', throughMicrophone),
  recorder('a cheap microphone, 20 dB quieter', (recording) => withGain(throughMicrophone(recording), -20)),
  recorder('a telephone', throughTelephone),
];

/** Right readings: what is said, and by whom, is the same in every group. */
interface Reading {
  readonly speech: string;
  readonly reference: Recording;
  readonly sample: Recording;
}

interface Group {
  readonly speech: string;
  readonly group: string;
  readonly scores: (number | null)[];
  /** The scores of the same readings without the change. */
  readonly before: (number | null)[];
}

/** The scores of right readings by group. Every group is compared with the same readings without its change. */
export async function scoresByGroup(
  synthesis: SpeechSynthesis,
  prompts: readonly HumanPrompt[],
  sox: Program,
): Promise<GroupOfScores[]> {
  const found = new Map<string, Group>();
  for await (const { speech, sample, reference } of readings(synthesis, prompts)) {
    const [unchanged, resynthesised] = [sample, sameVoice.apply(sample, sox)].map((each) => scoreOf(each, reference));
    for (const { group, isVoice, apply } of changes) {
      const changed = apply(sample, sox);
      if (!isMeasurable(changed)) continue;
      const row = found.get(`${speech}: ${group}`) ?? { speech, group, scores: [], before: [] };
      row.scores.push(scoreOf(changed, reference));
      row.before.push((isVoice ? resynthesised : unchanged) ?? null);
      found.set(`${speech}: ${group}`, row);
    }
  }
  return [...found.values()].map(({ speech, group, scores, before }) => {
    const judged = scores.filter((score) => score !== null);
    return {
      ...{ speech, group, recordings: scores.length, unjudged: scores.length - judged.length },
      quantiles: [quantile(judged, 0.05), median(judged), quantile(judged, 0.95)],
      difference: median(judged) - median(before.filter((score) => score !== null)),
    };
  });
}

async function* readings(synthesis: SpeechSynthesis, prompts: readonly HumanPrompt[]): AsyncGenerator<Reading> {
  for (const corpus of corpora) {
    for (const index of corpus.sentences.keys()) {
      const { reference, foreign } = await sceneOf(synthesis, corpus, index);
      for (const sample of foreign) yield { speech: 'synthetic', reference, sample };
    }
  }
  // A person's voice changed against the unchanged one: what remains is the difference of the voices.
  for (const { recording } of prompts) yield { speech: 'human', reference: recording, sample: recording };
}

/** Whether the measures cover the pitch of the recording. */
function isMeasurable({ samples, sampleRate }: Recording): boolean {
  const voiced = [...contoursOf(samples, sampleRate).pitch.values].filter((hertz) => hertz > 0);
  return quantile(voiced, 0.05) >= lowestVoice && quantile(voiced, 0.95) <= highestVoice;
}

function scoreOf(sample: Recording, reference: Recording): number | null {
  return analyzeRecording({ sample, reference, language: 'en-US' }).overall_score;
}
