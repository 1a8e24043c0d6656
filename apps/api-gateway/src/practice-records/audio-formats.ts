/** The content types of each file extension; the first one is stored. */
const contentTypes: Readonly<Record<string, readonly string[]>> = {
  wav: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
  mp3: ['audio/mpeg', 'audio/mp3'],
  m4a: ['audio/mp4', 'audio/x-m4a', 'audio/m4a'],
  aac: ['audio/aac', 'audio/aacp'],
  flac: ['audio/flac', 'audio/x-flac'],
  ogg: ['audio/ogg', 'application/ogg'],
  opus: ['audio/opus'],
  webm: ['audio/webm', 'video/webm'],
};

/** The format that the sender declares. The decoder later detects the real one. */
export interface DeclaredFormat {
  readonly extension: string;
  readonly contentType: string;
}

/** The format that the file name declares, else the content type; null when it is not supported. */
export function declaredFormat(
  filename: string,
  contentType: string,
  supported: readonly string[],
): DeclaredFormat | null {
  const byName = /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]?.toLowerCase();
  const plainType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const byType = Object.keys(contentTypes).find((extension) => contentTypes[extension]?.includes(plainType));
  const extension = [byName, byType].find((candidate) => candidate !== undefined && supported.includes(candidate));
  if (extension === undefined) return null;
  return { extension, contentType: contentTypes[extension]?.[0] ?? 'application/octet-stream' };
}
