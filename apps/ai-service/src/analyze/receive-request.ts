import type { MultipartFile } from '@fastify/multipart';
import { analyzeFields, analyzeLanguages, type AnalyzeLanguage } from '@vocalborn/ai-contract';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../http/refusal.js';

/** Longest text of a sentence, in characters. */
const textLimit = 2_000;

/** A request whose recordings have arrived whole. */
export interface AnalyzeRequest {
  readonly sample: Uint8Array;
  readonly reference: Uint8Array | null;
  readonly language: AnalyzeLanguage;
}

/**
 * Reads the multipart form; each recording is held in memory, at most `maxBytes` of it.
 * @throws Refusal naming the field
 */
export async function receiveRequest(request: FastifyRequest, maxBytes: number): Promise<AnalyzeRequest> {
  if (!request.isMultipart()) throw new Refusal('invalid-request', 'Send the recording as multipart/form-data.');
  const files: Partial<Record<'sample' | 'reference', Uint8Array>> = {};
  const fields: Record<string, string> = {};
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value);
    else files[fileField(part.fieldname)] = await readRecording(part, maxBytes);
  }
  if (!files.sample) throw invalid('sample', 'is required: the recording to analyse');
  if ((fields[analyzeFields.text]?.length ?? 0) > textLimit) throw invalid('text', `is longer than ${textLimit}`);
  return { sample: files.sample, reference: files.reference ?? null, language: languageOf(fields) };
}

function invalid(field: string, message: string): Refusal {
  return new Refusal('invalid-request', `The field "${field}" ${message}.`, { field });
}

function fileField(name: string): 'sample' | 'reference' {
  if (name === analyzeFields.sample || name === analyzeFields.reference) return name;
  throw invalid(name, 'is not a file this form takes');
}

function languageOf(fields: Record<string, string>): AnalyzeLanguage {
  const given = fields[analyzeFields.language] ?? analyzeLanguages[0];
  const known = analyzeLanguages.find((language) => language.slice(0, 2) === given.slice(0, 2).toLowerCase());
  if (!known) throw invalid('language', `must be one of ${analyzeLanguages.join(', ')}`);
  return known;
}

async function readRecording(part: MultipartFile, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      const detail = `The recording is larger than ${maxBytes} bytes.`;
      throw new Refusal('audio-too-large', detail, { part: fileField(part.fieldname) });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
