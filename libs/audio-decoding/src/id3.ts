/** The bytes after any ID3v2 tags in front (their length is a 28-bit number of 7-bit bytes, id3.org, section 3.1). */
export function skipId3(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (bytes[at] === 0x49 && bytes[at + 1] === 0x44 && bytes[at + 2] === 0x33 && at + 10 <= bytes.length) {
    const digit = (index: number) => (bytes[at + index] ?? 0) & 0x7f;
    at += 10 + ((digit(6) << 21) | (digit(7) << 14) | (digit(8) << 7) | digit(9));
  }
  return bytes.subarray(Math.min(at, bytes.length));
}
