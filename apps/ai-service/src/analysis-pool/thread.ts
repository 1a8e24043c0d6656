import type { AiStage } from '@vocalborn/ai-contract';
import { DecodingError, decodeAudio } from '@vocalborn/audio-decoding';
import { AnalysisError, analyzeRecording } from '@vocalborn/speech-analysis';
import type { AnalysisJob, AnalysisOutcome } from './job.js';

/** The share of an analysis (0–100) at which each stage ends. */
const stageEnds: Readonly<Record<AiStage, readonly [from: number, to: number]>> = {
  queued: [0, 5],
  decoding: [5, 15],
  measuring: [15, 60],
  comparing: [60, 90],
  scoring: [90, 100],
};

/** A thread's entry: decodes both recordings and analyses them. Runs off the event loop; ended by ending the thread. */
export default async function analyze(job: AnalysisJob): Promise<AnalysisOutcome> {
  const report = (stage: AiStage, share: number): void => {
    const [from, to] = stageEnds[stage];
    job.progress.postMessage({ stage, progress: Math.round(from + ((to - from) * share) / 100) });
  };
  let part: 'sample' | 'reference' = 'sample';
  try {
    const limits = { maxDurationSeconds: job.maxDurationSeconds };
    report('decoding', 0);
    const sample = await decodeAudio(job.sample, limits);
    report('decoding', 50);
    part = 'reference';
    const reference = job.reference ? await decodeAudio(job.reference, limits) : null;
    report('decoding', 100);
    part = 'sample';
    const analysis = analyzeRecording({ sample, reference, language: job.language }, { onStage: report });
    return { result: { ...analysis, metadata: { ...analysis.metadata, audio_format: sample.format } } };
  } catch (error) {
    if (error instanceof DecodingError) return { refused: error.code, detail: error.message, part };
    if (error instanceof AnalysisError) return { refused: error.code, detail: error.message, part: error.part };
    throw error;
  } finally {
    job.progress.close();
  }
}
