import { openAudioStore, type AudioStore, type FetchedAudio } from '@vocalborn/audio-store';
import { temporaryFolder } from '@vocalborn/system-harness';
import { classifyError } from '@vocalborn/task';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchAudio } from './fetch-audio.js';

let folder: ReturnType<typeof temporaryFolder>;
let store: AudioStore;
beforeEach(async () => {
  folder = temporaryFolder('fetch-audio');
  store = await openAudioStore(`file://${folder.path}`);
  await mkdir(join(folder.path, 'recordings'));
  await writeFile(join(folder.path, 'recordings/a.wav'), 'sample');
  await writeFile(join(folder.path, 'recordings/b.wav'), 'the reference');
});
afterEach(() => folder.remove());

const at = (name: string) => ({ key: `recordings/${name}`, contentType: 'audio/wav' });
const signal = new AbortController().signal;
const fetched = (audio: string, example: string | null, maxBytes = 100) =>
  fetchAudio(store, { audio: at(audio), example: example === null ? null : at(example) }, maxBytes, signal);

describe('fetching the recordings of a task', () => {
  it('gives the sample and the reference', async () => {
    const { sample, reference } = await fetched('a.wav', 'b.wav');
    const read = (audio: FetchedAudio) => text(Readable.from(audio.chunks()));
    expect([await read(sample), reference && (await read(reference))]).toEqual(['sample', 'the reference']);
  });

  it('gives no reference when the sentence has none', async () => {
    expect((await fetched('a.wav', null)).reference).toBeNull();
  });

  it.each([
    ['a missing sample', 'none.wav', null, 100, 'The recording no longer exists.'],
    ['a missing reference', 'a.wav', 'none.wav', 100, 'The recording no longer exists.'],
    ['a sample that is too large', 'a.wav', null, 5, 'The recording is too large.'],
    ['a reference that is too large', 'a.wav', 'b.wav', 6, 'The recording is too large.'],
  ])('fails as a file error for %s', async (_, audio, example, maxBytes, message) => {
    await expect(fetched(audio, example, maxBytes)).rejects.toMatchObject({ kind: 'file', message });
  });

  it('takes a recording of exactly the largest size', async () => {
    expect((await fetched('a.wav', null, 6)).sample.size).toBe(6);
  });

  it('fails as a file error when the folder is gone, without naming its path to the user', async () => {
    await rm(folder.path, { recursive: true });
    const error: unknown = await fetched('a.wav', null).catch((thrown: unknown) => thrown);
    expect(['file', 'network']).toContain(classifyError(error));
    expect((error as Error).message).not.toContain(folder.path);
  });
});
