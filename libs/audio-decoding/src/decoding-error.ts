/** Why a recording could not be turned into samples. */
export const decodingErrorCodes = ['unsupported-format', 'undecodable-audio', 'audio-too-long'] as const;
export type DecodingErrorCode = (typeof decodingErrorCodes)[number];

/** The recording is at fault, not the program: trying again with the same bytes fails in the same way. */
export class DecodingError extends Error {
  constructor(
    readonly code: DecodingErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DecodingError';
  }
}

export function unsupported(message: string): DecodingError {
  return new DecodingError('unsupported-format', message);
}

export function undecodable(message: string, cause?: unknown): DecodingError {
  return new DecodingError('undecodable-audio', message, { cause });
}
