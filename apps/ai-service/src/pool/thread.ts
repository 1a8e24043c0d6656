import { decodeAudio, DecodingError, type DecodedAudio } from '@vocalborn/audio-decoding';
import { AnalysisError, analysisSignal, analyzeRecording } from '@vocalborn/speech-analysis';
import { defaultLanguage, type ThreadOutcome, type ThreadTask } from './job.js';

// The decoders print every damaged frame; the outcome is enough.
console.error = () => {};

/** Decodes and analyses recordings on a thread of the pool. */
export default async function runTask(task: ThreadTask): Promise<ThreadOutcome> {
  let part: 'sample' | 'reference' = 'sample';
  const decode = (bytes: Uint8Array): Promise<DecodedAudio> =>
    decodeAudio(bytes, { maxDurationSeconds: task.maxDurationSeconds });
  try {
    task.stages.postMessage('decoding');
    const sample = await decode(task.sample);
    part = 'reference';
    const reference = task.reference && (await decode(task.reference));
    const request = { sample, reference: reference ?? null, language: task.language ?? defaultLanguage };
    const onStage = (stage: string, share: number): void => {
      if (share === 0) task.stages.postMessage(stage);
    };
    const measured = analyzeRecording(request, { onStage });
    const { format, sourceSampleRate, damagedFrames } = sample;
    const file = { audio_format: format, sample_rate: sourceSampleRate, damaged_frames: damagedFrames };
    const result = { ...measured, metadata: { ...measured.metadata, ...file } };
    return { result, speech: task.keepSpeech ? analysisSignal(sample.samples, sample.sampleRate) : null };
  } catch (error) {
    if (error instanceof DecodingError) return { refusal: { code: error.code, detail: error.message, part } };
    if (error instanceof AnalysisError) {
      return { refusal: { code: error.code, detail: error.message, part: error.part } };
    }
    throw error;
  } finally {
    task.stages.close();
  }
}
