import { describe, expect, it } from 'vitest';
import { declaredFormat } from './audio-formats.js';

const supported = ['wav', 'mp3', 'webm'];

describe('the declared format', () => {
  it.each([
    ['a.WAV', 'application/octet-stream', 'wav', 'audio/wav'],
    ['blob', 'audio/webm;codecs=opus', 'webm', 'audio/webm'],
    ['../../etc/passwd', 'audio/mpeg', 'mp3', 'audio/mpeg'],
    ['a.pdf', 'audio/wav', 'wav', 'audio/wav'],
  ])('of %s (%s) is %s', (filename, type, extension, contentType) => {
    expect(declaredFormat(filename, type, supported)).toEqual({ extension, contentType });
  });

  it.each([
    ['a.pdf', 'application/pdf'],
    ['a.flac', 'audio/flac'],
    ['', ''],
    ['a.constructor', 'x'],
  ])('of %s (%s) is none that is supported', (filename, type) => {
    expect(declaredFormat(filename, type, supported)).toBeNull();
  });
});
