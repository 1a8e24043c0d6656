/** An answer of an HTTP/1.1 server. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * Cuts answers out of the bytes of a connection. Knows answers with a Content-Length only: the servers under test send
 * no others, and a client that does less leaves more of the machine to them.
 */
export class AnswerParser {
  #rest: Buffer = Buffer.alloc(0);

  /** Takes bytes as they arrive. @returns the answers that are complete now @throws Error for an answer without length */
  take(chunk: Buffer): Answer[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const answers: Answer[] = [];
    for (let answer = this.next(); answer !== null; answer = this.next()) answers.push(answer);
    return answers;
  }

  private next(): Answer | null {
    const end = this.#rest.indexOf(headEnd);
    if (end < 0) return null;
    const head = this.#rest.toString('latin1', 0, end);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (length === undefined) throw new Error(`an answer without Content-Length: ${head}`);
    const bodyEnd = end + headEnd.length + Number(length);
    if (this.#rest.length < bodyEnd) return null;
    const body = this.#rest.toString('utf8', end + headEnd.length, bodyEnd);
    this.#rest = this.#rest.subarray(bodyEnd);
    return { status: Number(head.slice(9, 12)), body };
  }
}
