import { undecodable } from '../decoding-error.js';
import { readOggPages, type OggPage } from './ogg-pages.js';

/** An audio stream of an Ogg file. A chained file has several, one after another. */
export interface OggStream {
  readonly codec: string;
  readonly packets: readonly Uint8Array[];
  /** Position of the page that ends the stream; undefined when the file was cut. */
  readonly endPosition: number | undefined;
  /** Pages that are missing or have a wrong checksum. */
  readonly damagedPages: number;
}

/** First bytes of the first packet of a stream → its codec. */
const codecs: ReadonlyArray<readonly [string, string]> = [
  ['OpusHead', 'Opus'],
  ['\x01vorbis', 'Vorbis'],
  ['\x7fFLAC', 'FLAC'],
  ['Speex   ', 'Speex'],
];

/** A packet can continue over 255-byte segments and pages; a longer one is not audio. */
const longestPacket = 65_536;
/** A decoder is started for each stream. A recorder that starts a new one every ten seconds needs fewer. */
const maxStreams = 64;
/** Missing pages for one gap in the numbers; a larger gap is damage of the number. */
const maxMissingPages = 1_000;

/**
 * Returns the audio streams that follow one another (RFC 3533, section 4). Of streams that run at the same time, such as
 * a film's sound and picture, it takes the first one with audio.
 * @param checkPackets called with the number of packets as they are found; throws when there are too many
 */
export function readOggStreams(bytes: Uint8Array, checkPackets: (count: number) => void): OggStream[] {
  const streams: StreamReader[] = [];
  let current: StreamReader | undefined;
  let finished = 0;
  for (const page of readOggPages(bytes)) {
    const codec = page.isFirst ? codecOf(page.body) : undefined;
    if (codec && !current?.isBeginning) {
      if (streams.length === maxStreams) throw undecodable(`The Ogg file has more than ${maxStreams} streams.`);
      finished += current?.packets.length ?? 0;
      streams.push((current = new StreamReader(codec, page.serial)));
    }
    if (current?.serial !== page.serial) continue;
    current.read(page);
    checkPackets(finished + current.packets.length);
  }
  return streams;
}

function codecOf(packet: Uint8Array): string | undefined {
  const start = String.fromCharCode(...packet.subarray(0, 8));
  return codecs.find(([magic]) => start.startsWith(magic))?.[1];
}

/** Joins the segments of a stream's pages into packets. */
class StreamReader implements OggStream {
  readonly packets: Uint8Array[] = [];
  endPosition: number | undefined;
  damagedPages = 0;
  /** The pieces of a packet that continues on the next page. */
  private open: Uint8Array[] = [];
  private sequence: number | undefined;

  constructor(
    readonly codec: string,
    readonly serial: number,
  ) {}

  /** Whether nothing but the first page was read: further first pages are those of streams at the same time. */
  get isBeginning(): boolean {
    return this.packets.length <= 1;
  }

  read(page: OggPage): void {
    const missing = this.sequence === undefined ? 0 : page.sequence - this.sequence - 1;
    this.sequence = page.sequence;
    if (missing > 0 && missing <= maxMissingPages) this.damagedPages += missing;
    if (!page.isWhole) this.damagedPages += 1;
    const isJoined = page.isContinued === this.open.length > 0;
    if (!isJoined) this.open = [];
    this.readPackets(page, page.isContinued && !isJoined);
    if (page.isLast) this.endPosition = page.position;
  }

  /** Adds the packets that end on a page. The rest of a packet whose begin is missing is left out. */
  private readPackets({ lacing, body }: OggPage, isFirstCut: boolean): void {
    let at = 0;
    let isCut = isFirstCut;
    for (const size of lacing) {
      this.open.push(body.subarray(at, at + size));
      at += size;
      if (size === 255) continue;
      const packet = join(this.open);
      if (!isCut && packet.length > 0 && packet.length <= longestPacket) this.packets.push(packet);
      this.open = [];
      isCut = false;
    }
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
