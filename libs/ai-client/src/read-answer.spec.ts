import type { AiProgress } from '@vocalborn/ai-contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aiResult as result } from './fixtures/ai-result.js';
import { readAnswer } from './read-answer.js';

const line = (value: object): string => `${JSON.stringify(value)}\n`;
const answer = line({ stage: 'decoding', progress: 10 }) + line({ stage: 'scoring', progress: 90 }) + line({ result });

/** A body that arrives in chunks cut at the given places. */
async function* chunked(text: string, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, place] of places.slice(1).entries()) {
    yield await Promise.resolve(bytes.subarray(places[index], place));
  }
}

async function read(text: string, cuts?: readonly number[]) {
  const stages: string[] = [];
  const onProgress = ({ stage }: AiProgress) => void stages.push(stage);
  const found = await readAnswer(chunked(text, cuts), onProgress);
  return { stages, result: found };
}

describe('an answer with a result', () => {
  it('gives the result after all progress lines, in order', async () => {
    expect(await read(answer)).toEqual({ stages: ['decoding', 'scoring'], result });
  });

  it('may be cut into chunks at any place, also within a character', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 20 }), async (cuts) => {
        expect((await read(answer, cuts)).stages).toEqual(['decoding', 'scoring']);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['without a line break at its end', answer.trimEnd()],
    ['with empty lines', `\n\n${answer.replaceAll('\n', '\r\n\n')}`],
    ['with more lines after it', `${answer}nonsense\n`],
  ])('may come %s', async (_, text) => {
    expect((await read(text)).result).toEqual(result);
  });

  it('ends at the first progress line that its reader refuses', async () => {
    const seen: string[] = [];
    const refusing = ({ stage }: AiProgress): void => {
      seen.push(stage);
      throw new Error('the task was cancelled');
    };
    await expect(readAnswer(chunked(answer), refusing)).rejects.toThrow('the task was cancelled');
    expect(seen).toEqual(['decoding']);
  });
});

describe('an answer without a result', () => {
  it.each([
    ['that is empty', '', 'The AI service ended its answer too early.'],
    [
      'that ends after a progress line',
      line({ stage: 'queued', progress: 0 }),
      'The AI service ended its answer too early.',
    ],
    ['that breaks off in a line', answer.slice(0, -20), 'The AI service gave an invalid answer.'],
    ['that is no JSON', '<html>\n', 'The AI service gave an invalid answer.'],
    ['of an unknown stage', line({ stage: 'dancing', progress: 1 }), 'The AI service gave an invalid answer.'],
    ['of an incomplete result', line({ result: { overall_score: 1 } }), 'The AI service gave an invalid answer.'],
    ['of a list', '[]\n', 'The AI service gave an invalid answer.'],
  ])('%s is an error of the service', async (_, text, message) => {
    await expect(read(text)).rejects.toMatchObject({ kind: 'ai_service', message });
  });
});
