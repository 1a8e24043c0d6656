/** CRC-8 with the polynomial x⁸ + x² + x + 1, one entry per byte value (RFC 9639, section 9.1.8). */
const table = Uint8Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80 ? (value << 1) ^ 0x07 : value << 1;
  return value;
});

/** Checksum of a frame header that ends before `end`. */
export function checksum8(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = table[value ^ bytes[at]!]!;
  return value;
}
