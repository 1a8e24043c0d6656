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

/** The path of a line through values from left to right, in a box of the given size; empty for fewer than two. */
export function pathOf(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const x = (index: number): number => (index * width) / (values.length - 1);
  // What never changes runs through the middle.
  const y = (value: number): number => (span === 0 ? height / 2 : height - ((value - low) * height) / span);
  return values
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
}
