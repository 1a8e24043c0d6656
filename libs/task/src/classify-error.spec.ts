import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyError } from './classify-error.js';
import { errorKinds } from './retry-table.js';
import { TaskError } from './task-error.js';

async function thrownBy(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

async function withServer<T>(onConnection: 'destroy' | 'ignore', use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (onConnection === 'destroy') socket.once('data', () => socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

describe('classifying what was thrown', () => {
  it('takes a closed port as a network error', async () => {
    const closedUrl = await withServer('ignore', (url) => Promise.resolve(url));
    expect(classifyError(await thrownBy(() => fetch(closedUrl)))).toBe('network');
  });

  it('takes a connection reset in mid-request as a network error', async () => {
    const error = await withServer('destroy', (url) => thrownBy(() => fetch(url)));
    expect(classifyError(error)).toBe('network');
  });

  it('takes a name that does not resolve as a network error', async () => {
    expect(classifyError(await thrownBy(() => fetch('http://no-such-host.invalid/')))).toBe('network');
  });

  it('takes TLS spoken to a plain port as a network error', async () => {
    const error = await withServer('destroy', (url) => thrownBy(() => fetch(url.replace('http:', 'https:'))));
    expect(classifyError(error)).toBe('network');
  });

  it('takes an answer that does not come in time as a timeout', async () => {
    const error = await withServer('ignore', (url) => thrownBy(() => fetch(url, { signal: AbortSignal.timeout(20) })));
    expect(classifyError(error)).toBe('timeout');
  });

  it('takes a missing recording as a file error', async () => {
    const missing = join(tmpdir(), 'vocalborn-no-such-recording.wav');
    expect(classifyError(await thrownBy(() => readFile(missing)))).toBe('file');
  });

  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'],
    ...['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EPROTO', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'],
    ...['UND_ERR_CONNECT_TIMEOUT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER', 'CERT_HAS_EXPIRED'],
    ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_GET_ISSUER_CERT'],
  ])('takes the code %s as a network error', (code) => {
    expect(classifyError(Object.assign(new Error('x'), { code }))).toBe('network');
  });

  it.each(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])(
    'takes the code %s as a timeout',
    (code) => {
      expect(classifyError(Object.assign(new Error('x'), { code }))).toBe('timeout');
    },
  );

  it.each(['ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES', 'EPERM', 'ENAMETOOLONG'])(
    'takes the code %s as a file error',
    (code) => {
      expect(classifyError(Object.assign(new Error('x'), { code }))).toBe('file');
    },
  );

  it.each(['', 'ENOSPC', '23505', 'ERR_INVALID_ARG_TYPE', 'econnrefused', 7, null])(
    'leaves the code %j unclassified',
    (code) => {
      expect(classifyError(Object.assign(new Error('x'), { code }))).toBe('unclassified');
    },
  );

  it.each(errorKinds)('takes a TaskError of the kind %s as that kind', (kind) => {
    expect(classifyError(new TaskError(kind, 'x'))).toBe(kind);
  });

  it('prefers the error itself to its cause', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    expect(classifyError(new TaskError('file', 'x', { cause: refused }))).toBe('file');
    expect(classifyError(Object.assign(new Error('x', { cause: refused }), { code: 'ENOENT' }))).toBe('file');
  });

  it('looks into every error of an AggregateError', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    expect(classifyError(new AggregateError([new Error('y'), refused]))).toBe('network');
    expect(classifyError(new Error('z', { cause: new AggregateError([refused]) }))).toBe('network');
  });

  it('ends for an error that is its own cause', () => {
    const loop = new Error('x');
    loop.cause = new Error('y', { cause: loop });
    expect(classifyError(loop)).toBe('unclassified');
  });

  it('takes the kind of a wrapped TaskError', () => {
    const refused = new TaskError('ai_service', 'the AI service answered 503');
    expect(classifyError(new Error('while analysing', { cause: refused }))).toBe('ai_service');
  });

  it.each([new TypeError('x is not a function'), 'a string', null, undefined, 7])(
    'leaves a programming error unclassified: %s',
    (thrown) => {
      expect(classifyError(thrown)).toBe('unclassified');
    },
  );
});
