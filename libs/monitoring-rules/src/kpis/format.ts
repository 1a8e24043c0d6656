import type { KpiUnit } from './kpis.js';

const decimals = (value: number, digits: number): string => value.toFixed(digits).replace(/\.0+$/, '');

const sizes = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes in the largest unit in which the number is at least 1. 1 KB is 1024 bytes, as in Redis and `free -h`. */
function bytes(value: number): string {
  let size = 0;
  let rest = value;
  while (Math.abs(rest) >= 1024 && size < sizes.length - 1) {
    rest /= 1024;
    size += 1;
  }
  return `${decimals(rest, rest < 10 && size > 0 ? 1 : 0)} ${sizes[size] ?? 'B'}`;
}

const formats: Readonly<Record<KpiUnit, (value: number) => string>> = {
  count: (value) => decimals(value, 0),
  percent: (value) => `${decimals(value, 1)}%`,
  seconds: (value) => `${decimals(value, 1)}s`,
  bytes,
  bytes_per_second: (value) => `${bytes(value)}/s`,
  per_hour: (value) => `${decimals(value, 0)}/h`,
  per_second: (value) => `${decimals(value, 0)}/s`,
};

/** A value with its unit: `35.2s`, `94.5%`, `512 MB`; a dash for null. */
export function formatKpi(value: number | null, unit: KpiUnit): string {
  return value === null ? '–' : formats[unit](value);
}
