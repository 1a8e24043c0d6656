import type { AudioFormat } from '@vocalborn/audio-decoding/sniff-format';
import { AudioStoreError, type AudioStore, type StoredAudio } from '@vocalborn/audio-store';
import { FormError, readForm, readText, type FormPart } from '@vocalborn/http';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Problem } from '../http/problem.js';
import { storedFormat } from './audio-formats.js';
import { sniffUpload } from './sniff-upload.js';

/** Longest text field in bytes. */
const longestFieldBytes = 4_096;

/** Most parts of a form: more than it may have, so that an unknown one is refused by name. */
const maxParts = 11;

/** A form that was read; its recording is already in the store. */
export interface ReceivedUpload {
  readonly fields: Record<string, string>;
  readonly audio: (StoredAudio & { readonly contentType: string }) | null;
}

/** Where a recording goes, and its limits. */
export interface UploadRules {
  readonly store: AudioStore;
  /** The key of the recording by its extension. */
  readonly keyOf: (extension: string) => string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly supported: readonly string[];
}

/**
 * Reads a multipart form as a stream, in bounded memory. The recording goes into the store while it arrives, once its
 * first bytes told its format; its fields may come before or after it. Removes the stored recording when the form is refused later.
 * @throws Problem, FormError
 */
export async function receiveUpload(request: FastifyRequest, rules: UploadRules): Promise<ReceivedUpload> {
  const fields: Record<string, string> = {};
  let audio: ReceivedUpload['audio'] = null;
  try {
    for await (const part of readForm(request.raw, { maxParts, totalMs: rules.timeoutMs })) {
      const { name: field, file } = part;
      if (field in Object.prototype)
        throw Problem.invalidFields([{ field, message: 'is not a field this form takes' }]);
      if (!file) fields[field] = await readText(part, longestFieldBytes);
      else if (field === 'audio' && audio === null) audio = await storeRecording(part, file, rules);
      else throw Problem.invalidFields([{ field, message: 'is not a file this form takes' }]);
    }
    return { fields, audio };
  } catch (error) {
    // An object that stays has no row: recovery removes it. The sender learns why the form was refused.
    if (audio) await rules.store.remove(audio.key).catch(() => undefined);
    throw error;
  }
}

async function storeRecording(
  part: FormPart,
  file: NonNullable<FormPart['file']>,
  rules: UploadRules,
): Promise<ReceivedUpload['audio']> {
  const { format: found, isEmpty, content } = await sniffUpload(part.content);
  if (isEmpty) throw Problem.invalidFields([{ field: 'audio', message: 'must not be empty' }]);
  const format = found && storedFormat(found, file, rules.supported);
  if (!format) throw unsupported(found, rules.supported);
  try {
    const key = rules.keyOf(format.extension);
    const stored = await rules.store.put(key, Readable.from(content), { maxBytes: rules.maxBytes });
    return { ...stored, contentType: format.contentType };
  } catch (error) {
    throw asProblem(error, rules.maxBytes);
  }
}

function unsupported(found: AudioFormat | null, supported: readonly string[]): Problem {
  const detail = found
    ? `By its content the recording is in the format "${found}", which is not supported.`
    : 'By its content the file is no recording in a format that is supported.';
  return new Problem('unsupported-media-type', detail, { field: 'audio', supported });
}

function asProblem(error: unknown, maxBytes: number): unknown {
  if (!(error instanceof AudioStoreError)) return error;
  // The store only knows that its source failed; the cause tells the sender why.
  if (error.cause instanceof FormError) return error.cause;
  if (error.code === 'too-large') {
    return new Problem('audio-too-large', error.message, { field: 'audio', max_bytes: maxBytes });
  }
  return error;
}
