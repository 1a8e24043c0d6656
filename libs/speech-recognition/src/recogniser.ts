import { readFile } from 'node:fs/promises';
import type { InferenceSession, InferenceSessionFactory, Tensor, TensorConstructor } from 'onnxruntime-node';
import { likeliest, readPath } from './ctc.js';
import { normalised, windowsOf } from './windows.js';
import { parseVocabulary, type Vocabulary } from './vocabulary.js';

/** Sample rate that recognisers of this kind are trained with. */
export const recogniserRate = 16_000;

/** The recogniser cannot be used: a file is missing or invalid, or the runtime is not installed. */
export class RecogniserError extends Error {
  override readonly name = 'RecogniserError';
}

export interface RecogniserFiles {
  /** ONNX file of a recogniser with CTC outputs, such as an exported wav2vec 2.0. */
  readonly modelPath: string;
  /** Its `vocab.json`. */
  readonly vocabularyPath: string;
}

interface Runtime {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

/** Recognises speech, one recording at a time; others wait in a queue. */
export class SpeechRecogniser {
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly session: InferenceSession,
    private readonly vocabulary: Vocabulary,
    private readonly tensor: Runtime['Tensor'],
  ) {}

  /**
   * Returns the text of a recording.
   * @param samples mono at `recogniserRate`, of any length: they are read in windows, so the memory is bounded
   * @param signal removes the recording from the queue, or stops between two windows
   * @throws RecogniserError when the model's output does not fit its vocabulary
   */
  recognise(samples: Float32Array, signal: AbortSignal): Promise<string> {
    const mine = this.#turn.then(() => this.read(samples, signal));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  private async read(samples: Float32Array, signal: AbortSignal): Promise<string> {
    const path: number[] = [];
    for (const { from, to, keepFrom, keepTo } of windowsOf(samples.length, recogniserRate)) {
      signal.throwIfAborted();
      const frames = await this.frames(normalised(samples.subarray(from, to)));
      const perSample = frames.length / (to - from);
      const [first, last] = [keepFrom - from, keepTo - from].map((at) => Math.round(at * perSample));
      path.push(...frames.slice(first, last));
    }
    return readPath(path, this.vocabulary);
  }

  private async frames(window: Float32Array): Promise<number[]> {
    const [input, output] = [this.session.inputNames[0] ?? '', this.session.outputNames[0] ?? ''];
    const feeds: Record<string, Tensor> = { [input]: new this.tensor('float32', window, [1, window.length]) };
    const logits = (await this.session.run(feeds))[output];
    const tokenCount = logits?.dims[2];
    if (!logits || !(logits.data instanceof Float32Array) || tokenCount !== this.vocabulary.tokens.length) {
      const [found, expected] = [logits?.dims.join('×') ?? 'none', this.vocabulary.tokens.length];
      throw new RecogniserError(`the model's output is ${found}; 1×frames×${expected} fits its vocabulary`);
    }
    return likeliest({ values: logits.data, tokenCount });
  }
}

/**
 * Loads the model and runs it on a second of silence, so that an unsuitable model fails at once.
 * @throws RecogniserError that names the file and the fault
 */
export async function openRecogniser({ modelPath, vocabularyPath }: RecogniserFiles): Promise<SpeechRecogniser> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const vocabulary = await readFile(vocabularyPath, 'utf8').then(parseVocabulary).catch(faultOf(vocabularyPath));
  const session = await InferenceSession.create(modelPath, { logSeverityLevel: 3 }).catch(faultOf(modelPath));
  const recogniser = new SpeechRecogniser(session, vocabulary, Tensor);
  await recogniser.recognise(new Float32Array(recogniserRate), new AbortController().signal).catch(faultOf(modelPath));
  return recogniser;
}

async function loadRuntime(): Promise<Runtime> {
  try {
    return (await import('onnxruntime-node')).default;
  } catch (cause) {
    throw new RecogniserError('the package onnxruntime-node, which runs recognisers, is not installed', { cause });
  }
}

const faultOf =
  (path: string) =>
  (cause: unknown): never => {
    throw new RecogniserError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  };
