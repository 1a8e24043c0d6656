import { describe, expect, it } from 'vitest';
import { declaredFormat } from './audio-formats.js';

const supported = ['wav', 'mp3', 'webm', 'ape'];

describe('the declared format', () => {
  it.each([
    ['a.WAV', 'application/octet-stream', 'wav', 'audio/wav'],
    ['a.b.mp3', '', 'mp3', 'audio/mpeg'],
    ['blob', 'audio/webm;codecs=opus', 'webm', 'audio/webm'],
    ['blob', ' Audio/WEBM ; codecs=opus', 'webm', 'audio/webm'],
    ['blob', 'video/webm', 'webm', 'audio/webm'],
    ['../../etc/passwd', 'audio/mpeg', 'mp3', 'audio/mpeg'],
    ['a.pdf', 'audio/wav', 'wav', 'audio/wav'],
    ['a.mp3', 'audio/wav', 'mp3', 'audio/mpeg'],
    ['a.ape', '', 'ape', 'application/octet-stream'],
  ])('of %s (%s) is %s', (filename, type, extension, contentType) => {
    expect(declaredFormat(filename, type, supported)).toEqual({ extension, contentType });
  });

  it.each([
    ['a.pdf', 'application/pdf'],
    ['a.flac', 'audio/flac'],
    ['', ''],
    ['wav', ''],
    ['a.wav ', ''],
    ['a.wav/..', ''],
    ['a.constructor', 'x'],
    ['a.__proto__', '__proto__'],
    ['blob', 'audio/'],
  ])('of %s (%s) is none that is supported', (filename, type) => {
    expect(declaredFormat(filename, type, supported)).toBeNull();
  });

  it.each(['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'])('%s is stored as audio/wav', (type) => {
    expect(declaredFormat('blob', type, ['wav'])).toEqual({ extension: 'wav', contentType: 'audio/wav' });
  });

  it('is never one that the settings leave out', () => {
    expect(declaredFormat('a.wav', 'audio/wav', [])).toBeNull();
  });
});
