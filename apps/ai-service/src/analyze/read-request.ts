import { analyzeLanguages, type AnalyzeLanguage } from '@vocalborn/ai-contract';
import { FormError, readForm, readText, type FormPart } from '@vocalborn/http';
import type { FastifyRequest } from 'fastify';
import type { AnalysisJob } from '../pool/job.js';
import { Refusal } from '../problem.js';

export interface RequestLimits {
  /** Maximum size of each recording. */
  readonly maxBytes: number;
  readonly totalMs: number;
  /** Stops the reading; its reason is thrown. */
  readonly signal: AbortSignal;
}

/** Maximum size of a text field; no sentence needs more. */
const longestFieldBytes = 4_096;

/** Two recordings, two fields, and one more, so that a duplicate or unknown part is reported by its name. */
const maxParts = 5;

type RecordingName = 'sample' | 'reference';

interface Draft {
  sample?: Uint8Array<ArrayBuffer>;
  reference?: Uint8Array<ArrayBuffer>;
  text?: string;
  language?: AnalyzeLanguage;
}

/** Reads the form into memory, file by file, within the limits. @throws Refusal that names the field at fault */
export async function readRequest(request: FastifyRequest, limits: RequestLimits): Promise<AnalysisJob> {
  const draft: Draft = {};
  try {
    for await (const part of readForm(request.raw, { ...limits, maxParts })) {
      if (part.file) await readFile(part, draft, limits.maxBytes);
      else await readField(part, draft);
    }
  } catch (error) {
    throw error instanceof FormError ? asRefusal(error) : error;
  }
  const { sample } = draft;
  if (!sample) throw invalid('The file "sample" is missing.', 'sample');
  return { ...draft, sample };
}

async function readFile({ name, content }: FormPart, draft: Draft, maxBytes: number): Promise<void> {
  if (!isRecordingName(name)) throw invalid(`There is no file field "${name.slice(0, 40)}".`, name.slice(0, 40));
  if (draft[name]) throw invalid(`The file "${name}" was sent twice.`, name);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Refusal('audio-too-large', `The file "${name}" is too large.`, { part: name });
    chunks.push(chunk);
  }
  draft[name] = joinChunks(chunks, bytes);
}

async function readField(part: FormPart, draft: Draft): Promise<void> {
  const { name } = part;
  if (name === 'text') draft.text = await readText(part, longestFieldBytes);
  else if (name === 'language') draft.language = toLanguage(await readText(part, longestFieldBytes));
  else
    throw invalid(isRecordingName(name) ? `"${name}" must be a file.` : 'There is no such field.', name.slice(0, 40));
}

/** Accepts the whole tag or its primary part. */
function toLanguage(value: string): AnalyzeLanguage {
  const given = value.toLowerCase();
  const language = analyzeLanguages.find((known) =>
    [known, known.split('-')[0]].some((tag) => tag?.toLowerCase() === given),
  );
  if (!language) throw invalid(`"language" must be one of ${analyzeLanguages.join(', ')}.`, 'language');
  return language;
}

const isRecordingName = (name: string): name is RecordingName => name === 'sample' || name === 'reference';

const invalid = (detail: string, field?: string) => new Refusal('invalid-request', detail, { field });

function asRefusal({ fault, message, field }: FormError): Refusal {
  switch (fault) {
    case 'stalled':
      return new Refusal('upload-timeout', message);
    case 'invalid-field':
      return invalid(`The field "${field}" ${message}.`, field);
    case 'not-a-form':
      return invalid('Send multipart/form-data with the file "sample".', 'sample');
    case 'malformed':
      return invalid(message);
  }
}

/** Copies chunks into memory of its own, which can be transferred to another thread. */
function joinChunks(chunks: readonly Buffer[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
