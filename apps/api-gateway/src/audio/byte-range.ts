import type { ByteRange } from '@vocalborn/audio-store';

/** What a Range header asks for: a part, the whole, or nothing that exists. */
export type AskedRange = ByteRange | 'whole' | 'unsatisfiable';

/**
 * Reads a Range header (RFC 9110, section 14.2) for an object of so many bytes. A header that is malformed, of another
 * unit, or that asks for several parts has no effect, as the RFC permits.
 */
export function askedRange(header: string | undefined, size: number): AskedRange {
  const asked = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  const [from = '', to = ''] = asked?.slice(1) ?? [];
  if (from === '' && to === '') return 'whole';
  if (from === '') {
    const first = Math.max(0, size - Number(to));
    return first < size ? { first, last: size - 1 } : 'unsatisfiable';
  }
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)];
  if (to !== '' && Number(to) < first) return 'whole';
  return first < size ? { first, last } : 'unsatisfiable';
}
