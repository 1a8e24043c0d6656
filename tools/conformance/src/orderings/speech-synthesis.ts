import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { decodeAudio } from '@vocalborn/audio-decoding';
import type { Recording } from '@vocalborn/speech-analysis';
import type { Program } from '../debian-parts.js';

const run = promisify(execFile);
const largestSpeech = 64 * 2 ** 20;

/** Manner of a synthetic voice, in espeak-ng's names and units. */
export interface Manner {
  readonly voice: string;
  readonly wordsPerMinute?: number;
  /** 0–99; 50 is the voice's own. */
  readonly pitch?: number;
}

/** Synthesises texts by espeak-ng; caches each text and manner. */
export class SpeechSynthesis {
  readonly #said = new Map<string, Promise<Recording>>();

  constructor(private readonly espeak: Program) {}

  say(text: string, manner: Manner): Promise<Recording> {
    const key = JSON.stringify([text, manner]);
    const said = this.#said.get(key) ?? this.synthesise(text, manner);
    this.#said.set(key, said);
    return said;
  }

  private async synthesise(text: string, { voice, wordsPerMinute = 150, pitch = 50 }: Manner): Promise<Recording> {
    const manner = ['-v', voice, '-s', String(wordsPerMinute), '-p', String(pitch)];
    const { command, env } = this.espeak;
    const { stdout } = await run(command, [...manner, '--stdout', '--', text], {
      encoding: 'buffer',
      maxBuffer: largestSpeech,
      env,
    });
    const { samples, sampleRate } = await decodeAudio(stdout, { maxDurationSeconds: 600 });
    return { samples, sampleRate };
  }
}
