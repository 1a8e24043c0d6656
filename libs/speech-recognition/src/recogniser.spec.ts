import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toneModel, toneSamples, writeToneRecogniser } from './fixtures/tone-recogniser.js';
import { openRecogniser } from './index.js';

const tones = { 你: 500, 好: 900, 嗎: 1_300, '|': 1_900 };
const files = writeToneRecogniser(tones);
afterAll(() => rmSync(files.folder, { recursive: true }));
const never = new AbortController().signal;
const say = (text: string) => toneSamples(Array.from(text, (token) => tones[token as keyof typeof tones]));

describe('a recogniser from an ONNX file', () => {
  it('writes down what it hears', async () => {
    const recogniser = await openRecogniser(files);
    expect(await recogniser.recognise(say('你好|好嗎'), never)).toBe('你好 好嗎');
    expect(await recogniser.recognise(new Float32Array(16_000), never)).toBe('');
  });

  it('reads a long recording in parts without losing or doubling anything where they meet', async () => {
    const recogniser = await openRecogniser(files);
    const text = '你好嗎'.repeat(70);
    expect(await recogniser.recognise(say(text), never)).toBe(text);
  });

  it('takes several at once, one after the other, and drops those that nobody waits for', async () => {
    const recogniser = await openRecogniser(files);
    const texts = ['你', '好好', '嗎你'];
    const leaving = recogniser.recognise(say('你'), AbortSignal.abort());
    const heard = texts.map((text) => recogniser.recognise(say(text), never));
    await expect(leaving).rejects.toThrow('aborted');
    expect(await Promise.all(heard)).toEqual(texts);
  });

  it.each<[string, () => { modelPath?: string; vocabularyPath?: string }]>([
    ['a model that is not there', () => ({ modelPath: '/nowhere/model.onnx' })],
    ['a model that is none', () => ({ modelPath: written('text.onnx', 'no model') })],
    ['a vocabulary that is no JSON', () => ({ vocabularyPath: written('a.json', '{') })],
    ['a vocabulary without a blank', () => ({ vocabularyPath: written('b.json', '{"a":0}') })],
    ['a vocabulary of another size', () => ({ vocabularyPath: written('c.json', '["<pad>","a"]') })],
    ['a model of another size', () => ({ modelPath: written('small.onnx', toneModel([500])) })],
  ])('is refused with the file and the reason: %s', async (_, other) => {
    const changed = other();
    const opening = openRecogniser({ ...files, ...changed });
    await expect(opening).rejects.toMatchObject({ name: 'RecogniserError' });
    await expect(opening).rejects.toThrow(/: .{5}/);
  });
});

function written(name: string, content: string | Buffer): string {
  const path = join(files.folder, name);
  writeFileSync(path, content);
  return path;
}
