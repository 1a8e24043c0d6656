/** The kinds of failure that the retry table tells apart. */
export const errorKinds = ['network', 'ai_service', 'file', 'timeout', 'unclassified'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** A failed try in the words that users and operators see; `traceback` is for operators only. */
export interface TaskFault {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly traceback: string;
}
