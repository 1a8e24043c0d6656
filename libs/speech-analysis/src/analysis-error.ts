/** Why a recording that could be decoded cannot be analysed; `part` says which of the two it is. */
export class AnalysisError extends Error {
  constructor(
    readonly code: 'audio-silent' | 'audio-too-short',
    readonly part: 'sample' | 'reference',
    message: string,
  ) {
    super(message);
    this.name = 'AnalysisError';
  }
}
