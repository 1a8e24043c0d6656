import { Injectable } from '@nestjs/common';
import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { Place } from '../pool/analysis-pool.js';
import { defaultLanguage, type AnalysisJob, type StageListener } from '../pool/job.js';
import { SuggestionRewriter } from '../suggestions/suggestion-rewriter.js';
import { TextAccuracy } from '../text-accuracy.js';

/** The steps of one analysis: measuring on a thread, text accuracy, wording of the suggestions. */
@Injectable()
export class RecordingAnalysis {
  constructor(
    private readonly textAccuracy: TextAccuracy,
    private readonly rewriter: SuggestionRewriter,
  ) {}

  /** @throws Refusal when a recording cannot be analysed */
  async run(job: AnalysisJob, place: Place, onStage: StageListener): Promise<AnalysisResult> {
    const keepSpeech = this.textAccuracy.isWanted(job.text);
    const { result, speech } = await place.run({ ...job, keepSpeech }, onStage);
    const whole = speech ? await this.textAccuracy.addTo(result, speech, job.text ?? '', place.signal) : result;
    return this.rewriter.rewrite(whole, job.language ?? defaultLanguage, place.signal);
  }
}
