import { aiStreamLineSchema, type AiProgress, type AiStreamLine, type AnalysisResult } from '@vocalborn/ai-contract';
import { TaskError } from '@vocalborn/task';
import { refusal } from './refusal.js';

/** Longest line of an answer in characters. A result with an hour's F0 contour stays far below it. */
const lineLimit = 32 * 1024 * 1024;

/**
 * Reads an NDJSON answer up to its result and passes on each progress line.
 * @throws TaskError `ai_service` when a line is invalid or the answer ends without a result
 */
export async function readAnswer(
  body: AsyncIterable<Uint8Array>,
  onProgress: (progress: AiProgress) => void,
): Promise<AnalysisResult> {
  for await (const text of linesOf(body)) {
    const line = parseLine(text);
    if ('stage' in line) onProgress(line);
    else if ('result' in line) return line.result;
    else throw refusal(line.problem.status, line.problem, null);
  }
  throw new TaskError('ai_service', 'The AI service ended its answer too early.');
}

function parseLine(text: string): AiStreamLine {
  try {
    return aiStreamLineSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new TaskError('ai_service', 'The AI service gave an invalid answer.', { cause });
  }
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lineLimit) throw new TaskError('ai_service', 'The AI service gave an answer that is too long.');
    yield* lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}
