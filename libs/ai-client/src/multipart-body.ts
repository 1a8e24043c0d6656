import { randomUUID } from 'node:crypto';

/** A file of a form. */
export interface FormFile {
  readonly size: number;
  /** A list when the file is in memory. */
  chunks(): readonly Uint8Array[] | AsyncIterable<Uint8Array>;
}

/** A part of a form: a text or a file. */
export type FormPart = readonly [name: string, value: string | FormFile];

/** Content of a recording cannot hold it: nobody outside this process knows it. */
const boundary = `vocalborn-${randomUUID()}`;

/** The Content-Type of every body. */
export const multipartType = `multipart/form-data; boundary=${boundary}`;

const lineEnd = Buffer.from('\r\n');
const closing = Buffer.from(`--${boundary}--\r\n`);

/**
 * A form as the body of a request (RFC 7578), with its length known before it is sent. Heads and texts are built once;
 * the files are sent as they are read.
 */
export class MultipartBody {
  readonly length: number;
  readonly #pieces: readonly (Buffer | FormFile)[];

  /** @param parts their names must be plain ASCII without quotes */
  constructor(parts: readonly FormPart[]) {
    const pieces = parts.flatMap(([name, value]) => {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
      if (typeof value === 'string') return [Buffer.from(`${head}\r\n\r\n${value}\r\n`)];
      const type = 'Content-Type: application/octet-stream';
      return [Buffer.from(`${head}; filename="${name}"\r\n${type}\r\n\r\n`), value, lineEnd];
    });
    this.#pieces = [...pieces, closing];
    this.length = this.#pieces.reduce((sum, piece) => sum + (Buffer.isBuffer(piece) ? piece.length : piece.size), 0);
  }

  /** The whole body when all its files are in memory; else null. */
  inMemory(): Buffer | null {
    const buffers: Uint8Array[] = [];
    for (const piece of this.#pieces) {
      const chunks = Buffer.isBuffer(piece) ? [piece] : piece.chunks();
      if (!isList(chunks)) return null;
      buffers.push(...chunks);
    }
    return Buffer.concat(buffers, this.length);
  }

  /** The bytes of the body. @throws what reading a file throws */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for (const piece of this.#pieces) {
      if (Buffer.isBuffer(piece)) yield piece;
      else yield* piece.chunks();
    }
  }
}

const isList = (chunks: readonly Uint8Array[] | AsyncIterable<Uint8Array>): chunks is readonly Uint8Array[] =>
  Array.isArray(chunks);
