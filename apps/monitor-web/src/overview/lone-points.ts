/** The places of values that have no neighbour: no line leads to them, so that they are seen only if they are marked. */
export function lonePoints(values: readonly (number | null | undefined)[]): ReadonlySet<number> {
  const isThere = (index: number): boolean => typeof values[index] === 'number';
  return new Set([...values.keys()].filter((index) => isThere(index) && !isThere(index - 1) && !isThere(index + 1)));
}
