import { describe, expect, it } from 'vitest';
import { AnswerParser } from './answer-parser.js';

const answer = (status: number, body: string): string =>
  `HTTP/1.1 ${status} Word\r\nX-Other: 1\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const bytes = (text: string): Buffer => Buffer.from(text);

describe('the parser of answers', () => {
  it('reads an answer that arrives at once', () => {
    expect(new AnswerParser().take(bytes(answer(202, '{"a":1}')))).toEqual([{ status: 202, body: '{"a":1}' }]);
  });

  it('reads an answer that arrives byte by byte, with characters of several bytes', () => {
    const parser = new AnswerParser();
    const whole = bytes(answer(200, '{"step":"初始化"}'));
    const found = [...whole].flatMap((byte) => parser.take(Buffer.from([byte])));
    expect(found).toEqual([{ status: 200, body: '{"step":"初始化"}' }]);
  });

  it('reads two answers of one chunk, and keeps the beginning of a third', () => {
    const parser = new AnswerParser();
    const third = answer(409, '{}');
    const first = parser.take(bytes(answer(200, 'a') + answer(404, '') + third.slice(0, 20)));
    expect(first.map(({ status }) => status)).toEqual([200, 404]);
    expect(parser.take(bytes(third.slice(20)))).toEqual([{ status: 409, body: '{}' }]);
  });

  it('refuses an answer without a length', () => {
    expect(() => new AnswerParser().take(bytes('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'))).toThrow(
      'without Content-Length',
    );
  });
});
