const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600 };

const longestSeconds = 86_400;

/** Reads `90`, `90s`, `5m` or `1h` as seconds; null when it is no time of at most a day. */
export function readDuration(text: string): number | null {
  const [, number, unit] = /^(\d{1,5})(s|m|h|)$/.exec(text.trim()) ?? [];
  if (number === undefined || unit === undefined) return null;
  const seconds = Number(number) * (unitSeconds[unit] ?? 1);
  return seconds <= longestSeconds ? seconds : null;
}
