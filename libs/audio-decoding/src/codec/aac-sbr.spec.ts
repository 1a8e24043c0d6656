import { describe, expect, it } from 'vitest';
import { hasBandReplication } from './aac-sbr.js';

/** A frame from bits: some sound, fill elements, the end element and zeros up to a whole byte. */
function frame(...fills: string[]): Uint8Array {
  const bits = ['0101101', ...fills, '111'].join('');
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => parseInt(byte, 2));
}
const binary = (value: number, width: number) => value.toString(2).padStart(width, '0');
/** A fill element of so many bytes whose content begins with its kind. */
function fill(kind: number, bytes: number): string {
  const count = bytes < 15 ? binary(bytes, 4) : binary(15, 4) + binary(bytes - 14, 8);
  return `110${count}${binary(kind, 4).padEnd(8 * bytes, '01100100')}`;
}
const [padding, fillData, dynamicRange, replication, withChecksum] = [0, 1, 11, 13, 14];
const frames = (found: number, others: number) => [
  ...Array.from({ length: found }, () => frame(fill(replication, 20))),
  ...Array.from({ length: others }, () => frame()),
];

describe('hasBandReplication', () => {
  it.each([
    ['replication', [fill(replication, 30)]],
    ['short replication', [fill(replication, 2)]],
    ['replication of 14 bytes', [fill(replication, 14)]],
    ['replication of 15 bytes', [fill(replication, 15)]],
    ['the longest replication', [fill(replication, 269)]],
    ['replication with a checksum', [fill(withChecksum, 30)]],
    ['padding behind it', [fill(replication, 30), fill(padding, 9)]],
    ['two kinds of padding behind it', [fill(replication, 30), fill(fillData, 200), fill(padding, 1)]],
  ])('finds %s', (_, fills) => {
    expect(hasBandReplication([frame(...fills)])).toBe(true);
  });

  it.each([
    ['nothing', []],
    ['padding alone', [fill(padding, 40)]],
    ['a dynamic range', [fill(dynamicRange, 5)]],
    ['something else behind it', [fill(replication, 30), fill(dynamicRange, 5)]],
  ])('does not find it in frames with %s', (_, fills) => {
    expect(hasBandReplication([frame(...fills)])).toBe(false);
  });

  it('takes it for a coincidence in half of the frames or less', () => {
    expect(hasBandReplication(frames(5, 5))).toBe(false);
    expect(hasBandReplication(frames(6, 5))).toBe(true);
    expect(hasBandReplication([])).toBe(false);
  });

  it('does not read frames without an end', () => {
    expect(hasBandReplication([new Uint8Array(0), new Uint8Array(40), new Uint8Array(1).fill(255)])).toBe(false);
  });
});
