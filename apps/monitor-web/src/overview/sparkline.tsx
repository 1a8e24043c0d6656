const box = { width: 100, height: 24 };

/** Small line of recent values. A single path, because a page shows twenty of them. */
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

/** SVG path through the values, scaled to the box. Empty for fewer than two values. */
export function pathOf(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const x = (index: number): number => (index * width) / (values.length - 1);
  // A constant series is a line in the middle.
  const y = (value: number): number => (span === 0 ? height / 2 : height - ((value - low) * height) / span);
  return values
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
}
