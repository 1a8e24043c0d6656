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
