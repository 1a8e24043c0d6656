/** Formats that are not decoded: name, offset of the signature, signature. */
const foreign: ReadonlyArray<readonly [string, number, string]> = [
  ['AIFF', 8, 'AIFF'],
  ['AIFF', 8, 'AIFC'],
  ['CAF', 0, 'caff'],
  ['WMA', 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
  ['AMR', 0, '#!AMR'],
  ['AC-3', 0, '\x0b\x77'],
  ['WavPack', 0, 'wvpk'],
  ["Monkey's Audio", 0, 'MAC '],
  ['MIDI', 0, 'MThd'],
  ['AVI', 8, 'AVI '],
];

/** Returns the name of a format that is known and not decoded, or null. */
export function foreignFormat(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  return foreign.find(([, at, signature]) => start.startsWith(signature, at))?.[0] ?? null;
}
