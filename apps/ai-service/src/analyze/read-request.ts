import type { MultipartFile } from '@fastify/multipart';
import { analyzeLanguages, type AnalyzeLanguage } from '@vocalborn/ai-contract';
import type { FastifyRequest } from 'fastify';
import type { AnalysisJob } from '../analysis-pool/job.js';
import { Refusal } from '../http/problem.js';

type RecordingName = 'sample' | 'reference';

interface Draft {
  sample?: Uint8Array<ArrayBuffer>;
  reference?: Uint8Array<ArrayBuffer>;
  text?: string;
  language?: AnalyzeLanguage;
}

/** Reads the form into memory, file by file, within the size limit. @throws Refusal naming the field at fault. */
export async function readRequest(request: FastifyRequest): Promise<AnalysisJob> {
  if (!request.isMultipart()) throw invalid('Send multipart/form-data with the file "sample".', 'sample');
  const draft: Draft = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') await readFile(part, draft);
    else readField(part.fieldname, part.value, draft);
  }
  const { sample } = draft;
  if (!sample) throw invalid('The file "sample" is missing.', 'sample');
  return { ...draft, sample };
}

async function readFile(part: MultipartFile, draft: Draft): Promise<void> {
  const name = part.fieldname;
  if (!isRecordingName(name)) throw invalid(`There is no file field "${name.slice(0, 40)}".`, name.slice(0, 40));
  if (draft[name]) throw invalid(`The file "${name}" was sent twice.`, name);
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) chunks.push(chunk as Buffer);
  if (part.file.truncated) throw new Refusal('audio-too-large', `The file "${name}" is too large.`, { part: name });
  draft[name] = joinChunks(chunks);
}

function readField(name: string, value: unknown, draft: Draft): void {
  if (typeof value !== 'string') throw invalid(`The field "${name}" must be text.`, name);
  if (name === 'text') draft.text = value;
  else if (name === 'language') draft.language = toLanguage(value);
  else
    throw invalid(isRecordingName(name) ? `"${name}" must be a file.` : 'There is no such field.', name.slice(0, 40));
}

function toLanguage(value: string): AnalyzeLanguage {
  const language = analyzeLanguages.find((known) => known.toLowerCase() === value.toLowerCase());
  if (!language) throw invalid(`"language" must be one of ${analyzeLanguages.join(', ')}.`, 'language');
  return language;
}

const isRecordingName = (name: string): name is RecordingName => name === 'sample' || name === 'reference';

const invalid = (detail: string, field: string) => new Refusal('invalid-request', detail, { field });

/** Into memory of its own, which can be moved to another thread. */
function joinChunks(chunks: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
