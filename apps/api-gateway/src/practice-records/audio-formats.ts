import type { AudioFormat } from '@vocalborn/audio-decoding/sniff-format';

/** The content types of each file extension; the first one is stored. */
const contentTypes = {
  wav: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
  mp3: ['audio/mpeg', 'audio/mp3'],
  m4a: ['audio/mp4', 'audio/x-m4a', 'audio/m4a'],
  aac: ['audio/aac', 'audio/aacp'],
  flac: ['audio/flac', 'audio/x-flac'],
  ogg: ['audio/ogg', 'application/ogg'],
  opus: ['audio/opus'],
  webm: ['audio/webm', 'video/webm'],
} as const satisfies Readonly<Record<AudioFormat | 'opus', readonly string[]>>;

/** How a recording is stored. */
export interface StoredFormat {
  readonly extension: keyof typeof contentTypes;
  readonly contentType: string;
}

/**
 * The format under which a recording is stored: that of its content. An Ogg file that its name, or else its content
 * type, calls Opus is stored as Opus.
 * @returns null when the settings do not support it
 */
export function storedFormat(
  content: AudioFormat,
  declared: { readonly filename: string; readonly contentType: string },
  supported: readonly string[],
): StoredFormat | null {
  const names = content === 'ogg' && isDeclaredOpus(declared) ? (['opus', content] as const) : ([content] as const);
  const extension = names.find((name) => supported.includes(name));
  return extension === undefined ? null : { extension, contentType: contentTypes[extension][0] };
}

function isDeclaredOpus({ filename, contentType }: { readonly filename: string; readonly contentType: string }) {
  const byName = /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]?.toLowerCase();
  if (byName !== undefined && Object.hasOwn(contentTypes, byName)) return byName === 'opus';
  const plainType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return contentTypes.opus.some((type) => type === plainType);
}
