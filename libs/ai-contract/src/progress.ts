/** The stages of one analysis in the order in which the ai-service reports them. */
export const aiStages = ['queued', 'decoding', 'measuring', 'comparing', 'scoring'] as const;
export type AiStage = (typeof aiStages)[number];

/** One progress line of the NDJSON answer; `progress` is 0–100 within the ai-service's own share of the work. */
export interface AiProgress {
  readonly stage: AiStage;
  readonly progress: number;
}
