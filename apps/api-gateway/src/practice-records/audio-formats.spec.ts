import { audioFormats } from '@vocalborn/audio-decoding';
import { describe, expect, it } from 'vitest';
import { storedFormat } from './audio-formats.js';

const supported = ['wav', 'mp3', 'm4a', 'aac', 'flac', 'ogg', 'opus', 'webm'];
const called = (filename: string, contentType = '') => ({ filename, contentType });

describe('the stored format', () => {
  it.each(audioFormats)('of %s is that of the content, whatever the sender declares', (format) => {
    for (const declared of [called(`a.${format}`), called('a.pdf', 'text/html'), called('../../a', 'audio/wav')]) {
      expect(storedFormat(format, declared, supported)).toMatchObject({ extension: format });
    }
  });

  it.each(audioFormats)('of %s is none when the settings leave it out', (format) => {
    const others = supported.filter((name) => name !== format && name !== 'opus');
    expect(storedFormat(format, called(`a.${others[0] ?? ''}`), others)).toBeNull();
  });

  it.each([
    ['a.opus', '', 'opus', 'audio/opus'],
    ['a.OPUS', 'audio/ogg', 'opus', 'audio/opus'],
    ['blob', ' Audio/OPUS ; x=y', 'opus', 'audio/opus'],
    ['a.ogg', 'audio/opus', 'ogg', 'audio/ogg'],
    ['a.ogg', '', 'ogg', 'audio/ogg'],
    ['', '', 'ogg', 'audio/ogg'],
  ])('of an Ogg file %s (%s) is %s', (filename, type, extension, contentType) => {
    expect(storedFormat('ogg', called(filename, type), supported)).toEqual({ extension, contentType });
  });

  it('of an Ogg file that is called Opus is the one of both that the settings have', () => {
    expect(storedFormat('ogg', called('a.opus'), ['ogg'])).toMatchObject({ extension: 'ogg' });
    expect(storedFormat('ogg', called('a.opus'), ['opus'])).toMatchObject({ extension: 'opus' });
    expect(storedFormat('ogg', called('a.ogg'), ['opus'])).toBeNull();
    expect(storedFormat('flac', called('a.opus'), ['opus'])).toBeNull();
  });
});
