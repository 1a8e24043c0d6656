const unitSeconds = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/**
 * Reads a duration such as `90s`, `15m`, `1h` or `7d`, or plain seconds such as `90`.
 * @returns seconds; null if the text is no duration
 */
export function readDuration(text: string): number | null {
  const [, number, unit] = /^(\d{1,8})([smhd]?)$/.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  return Number(number) * unitSeconds[(unit || 's') as keyof typeof unitSeconds];
}
