import { seedIds } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AudioLinkDto } from '../audio/audio-link.dto.js';
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

describe('a sentence', () => {
  const silent = randomUUID();
  beforeAll(async () => {
    await gateway.database.query(`insert into sentences (sentence_id, text, language) values ($1, 'x', 'en')`, [
      silent,
    ]);
    const file = join(gateway.audioFolder.path, 'samples/zh-example.wav');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'an example');
  });
  const path = `/sentences/${seedIds.chineseSentence}`;

  it.each(Object.keys(callers) as CallerName[])('and its example are read by %s', async (as) => {
    expect(await gateway.ask('GET', path, { as })).toMatchObject({
      status: 200,
      body: { sentence_id: seedIds.chineseSentence, language: 'zh-TW', has_example_audio: true },
    });
    const { status, headers, body } = await gateway.ask('GET', `${path}/audio`, { as });
    expect({ status, body, type: headers['content-type'] }).toEqual({
      status: 200,
      body: 'an example',
      type: 'audio/wav',
    });
    expect((await gateway.ask('POST', `${path}/audio-link`, { as })).status).toBe(200);
  });

  it('has an example that is read in part, and through a link without a token', async () => {
    const range = { range: 'bytes=3-' };
    expect(await gateway.ask('GET', `${path}/audio`, { headers: range })).toMatchObject({
      status: 206,
      body: 'example',
    });
    const { body } = await gateway.ask('POST', `${path}/audio-link`);
    const { url } = body as AudioLinkDto;
    expect(await gateway.ask('GET', url, { as: 'nobody' })).toMatchObject({ status: 200, body: 'an example' });
    const other = url.replace(seedIds.chineseSentence, seedIds.englishSentence);
    expect((await gateway.ask('GET', other, { as: 'nobody' })).status).toBe(403);
  });

  it('and its example need a token', async () => {
    expect((await gateway.ask('GET', path, { as: 'nobody' })).status).toBe(401);
    expect((await gateway.ask('GET', `${path}/audio`, { as: 'nobody' })).status).toBe(401);
    expect((await gateway.ask('POST', `${path}/audio-link`, { as: 'nobody' })).status).toBe(401);
  });

  it.each([
    [randomUUID(), 404],
    ['x', 400],
  ])('with the id %s gives %i', async (id, status) => {
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/audio'],
      ['POST', '/audio-link'],
    ] as const) {
      expect((await gateway.ask(method, `/sentences/${id}${rest}`)).status).toBe(status);
    }
  });

  it('without an example has no recording to read or to link to', async () => {
    expect((await gateway.ask('GET', `/sentences/${silent}`)).body).toMatchObject({ has_example_audio: false });
    expect((await gateway.ask('GET', `/sentences/${silent}/audio`)).status).toBe(404);
    expect((await gateway.ask('POST', `/sentences/${silent}/audio-link`)).status).toBe(404);
  });
});
