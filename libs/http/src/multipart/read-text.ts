import { FormError } from './form-error.js';
import type { FormPart } from './read-form.js';

/** A field's text. @throws FormError `invalid-field` when it has too many bytes, or bytes that are not UTF-8 */
export async function readText(part: FormPart, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of part.content) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new FormError('invalid-field', `must have at most ${maxBytes} bytes`, part.name);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new FormError('invalid-field', 'must be UTF-8', part.name);
  }
}
