import { seedIds } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callers, StartedGateway, type CallerName } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

describe('the list of sentences', () => {
  it('has the text, the language, and whether there is an example', async () => {
    const sentenceId = randomUUID();
    await gateway.database.query(
      `insert into sentences (sentence_id, text, language, created_at) values ($1, '早安。', 'zh-TW', now() + interval '1 s')`,
      [sentenceId],
    );
    const { status, body } = await gateway.ask('GET', '/sentences');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        sentences: [
          {
            sentence_id: seedIds.chineseSentence,
            text: '今天天氣很好，我們一起去公園散步。',
            language: 'zh-TW',
            has_example_audio: true,
          },
          {
            sentence_id: seedIds.englishSentence,
            text: 'The weather is nice today, let us take a walk in the park.',
            language: 'en-US',
            has_example_audio: true,
          },
          { sentence_id: sentenceId, text: '早安。', language: 'zh-TW', has_example_audio: false },
        ],
      },
    });
  });

  it.each(Object.keys(callers) as CallerName[])('is the same for %s', async (as) => {
    const { body } = await gateway.ask('GET', '/sentences', { as });
    expect(body).toEqual((await gateway.ask('GET', '/sentences')).body);
  });

  it('needs a token', async () => {
    expect((await gateway.ask('GET', '/sentences', { as: 'nobody' })).status).toBe(401);
  });
});
