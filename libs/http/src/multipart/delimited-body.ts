import { FormError } from './form-error.js';
import type { PacedSource } from './paced-source.js';

/** Reads a body from delimiter to delimiter, wherever the chunks are cut, in the memory of about one chunk. */
export class DelimitedBody {
  constructor(
    private readonly source: PacedSource,
    /** What has come and was not read yet. */
    private rest: Buffer,
  ) {}

  /** All that comes before the delimiter; passes over the delimiter at the end. @throws FormError with `cut` at the end */
  async *until(delimiter: Buffer, cut: string): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const at = this.rest.indexOf(delimiter);
      const upTo = at < 0 ? Math.max(0, this.rest.length - delimiter.length + 1) : at;
      const piece = this.rest.subarray(0, upTo);
      this.rest = this.rest.subarray(at < 0 ? upTo : at + delimiter.length);
      if (piece.length > 0) yield piece;
      if (at >= 0) return;
      await this.more(cut);
    }
  }

  /** The same in one piece. @throws FormError with `tooLong` beyond the limit */
  async take(delimiter: Buffer, limit: { maxBytes: number; tooLong: string; cut: string }): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of this.until(delimiter, limit.cut)) {
      bytes += piece.length;
      if (bytes > limit.maxBytes) throw new FormError('malformed', limit.tooLong);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }

  /** Whether this comes next; passes over nothing. */
  async startsWith(text: string, cut: string): Promise<boolean> {
    while (this.rest.length < text.length) await this.more(cut);
    return this.rest.toString('latin1', 0, text.length) === text;
  }

  private async more(cut: string): Promise<void> {
    const chunk = await this.source.next();
    if (!chunk) throw new FormError('malformed', cut);
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
  }
}
