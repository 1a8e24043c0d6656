import { pathOf } from './path-of.js';

const box = { width: 100, height: 24 };

/** The course of a figure at a glance. There are twenty on a page, so each is one path and no chart. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  return (
    <svg
      viewBox={`0 -2 ${box.width} ${box.height + 4}`}
      preserveAspectRatio="none"
      width="100%"
      height={28}
      aria-hidden
      style={{ display: 'block' }}
    >
      <path
        d={pathOf(values, box.width, box.height)}
        fill="none"
        stroke="var(--mantine-color-indigo-5)"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
