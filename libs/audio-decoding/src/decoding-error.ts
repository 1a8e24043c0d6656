/** Reasons why a recording cannot be decoded. */
export const decodingErrorCodes = ['unsupported-format', 'undecodable-audio', 'audio-too-long'] as const;
export type DecodingErrorCode = (typeof decodingErrorCodes)[number];

/** A fault of the recording, not of the program: decoding the same bytes again fails in the same way. */
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
