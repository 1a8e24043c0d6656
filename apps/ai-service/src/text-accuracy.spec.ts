import { rmSync } from 'node:fs';
import { analysisResultSchema } from '@vocalborn/ai-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneSamples, writeToneRecogniser } from '@vocalborn/speech-recognition/fixtures/tone-recogniser';
import { makeWav } from './fixtures/recordings.js';
import { startService, type Service } from './fixtures/service.js';

const tones = { 你: 500, 好: 900, 嗎: 1_300 };
const files = writeToneRecogniser(tones);
let service: Service;
beforeAll(async () => void (service = await startService({ ASR_MODEL_PATH: files.modelPath })));
afterAll(() => {
  service.process.kill('SIGKILL');
  rmSync(files.folder, { recursive: true });
});

async function analyse(said: string, text?: string) {
  const samples = toneSamples(Array.from(said, (token) => tones[token as keyof typeof tones]));
  const form = new FormData();
  form.append('sample', new Blob([makeWav(samples.length / 16_000, (index) => samples[index] ?? 0)]));
  if (text !== undefined) form.append('text', text);
  const response = await fetch(`${service.url}/analyze`, { method: 'POST', body: form });
  return analysisResultSchema.parse(await response.json()).detailed_analysis.text;
}

describe('a service with a speech recogniser', () => {
  it('tells how much of the text was said', async () => {
    expect(await analyse('你好嗎', '你好嗎？')).toEqual({
      recognised: '你好嗎',
      accuracy: 100,
      missing: [],
      inserted: [],
    });
    expect(await analyse('你好', '你好嗎？')).toMatchObject({ accuracy: 66.7, missing: ['嗎'] });
  });

  it('says nothing where there is no text to compare with', async () => {
    expect(await analyse('你好嗎')).toBeUndefined();
    expect(await analyse('你好嗎', '…')).toBeUndefined();
  });

  it('does not start with a model that cannot be used', async () => {
    await expect(startService({ ASR_MODEL_PATH: `${files.folder}/vocab.json` })).rejects.toThrow('ended with 1');
  });
});
