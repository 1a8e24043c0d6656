import type { MultipartFile } from '@fastify/multipart';
import { AudioStoreError, recordingKey, type AudioStore, type StoredAudio } from '@vocalborn/audio-store';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import { declaredFormat } from './audio-formats.js';

/** A form whose recording is already in the store. */
export interface ReceivedUpload {
  readonly fields: Record<string, string>;
  readonly audio: (StoredAudio & { readonly contentType: string }) | null;
}

export interface UploadRules {
  readonly store: AudioStore;
  readonly recordId: string;
  readonly maxBytes: number;
  readonly supported: readonly string[];
}

/**
 * Streams a multipart form: the recording goes straight into the store as it arrives, in bounded memory, whether its
 * fields come before it or after. When the form is refused half-way, what was stored is removed again.
 * @throws Problem
 */
export async function receiveUpload(request: FastifyRequest, rules: UploadRules): Promise<ReceivedUpload> {
  if (!request.isMultipart()) throw new Problem('malformed-body', 'Send the recording as multipart/form-data.');
  const fields: Record<string, string> = {};
  let audio: ReceivedUpload['audio'] = null;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value);
      else if (part.fieldname === 'audio' && audio === null) audio = await storeRecording(part, rules);
      else throw Problem.invalidFields([{ field: part.fieldname, message: 'is not a file this form takes' }]);
    }
    return { fields, audio };
  } catch (error) {
    if (audio) await rules.store.remove(audio.key);
    throw error;
  }
}

async function storeRecording(part: MultipartFile, rules: UploadRules): Promise<ReceivedUpload['audio']> {
  const format = declaredFormat(part.filename, part.mimetype, rules.supported);
  if (!format) {
    const members = { field: 'audio', supported: rules.supported };
    throw new Problem('unsupported-media-type', 'The recording is in a format that is not supported.', members);
  }
  try {
    const key = recordingKey(rules.recordId, format.extension);
    const stored = await rules.store.put(key, part.file, { maxBytes: rules.maxBytes });
    return { ...stored, contentType: format.contentType };
  } catch (error) {
    throw asProblem(error, rules.maxBytes);
  }
}

function asProblem(error: unknown, maxBytes: number): unknown {
  if (!(error instanceof AudioStoreError)) return error;
  if (error.code === 'too-large') {
    return new Problem('audio-too-large', error.message, { field: 'audio', max_bytes: maxBytes });
  }
  if (error.code === 'empty') return Problem.invalidFields([{ field: 'audio', message: 'must not be empty' }]);
  return error;
}
