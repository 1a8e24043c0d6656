/** The Levenshtein distance: the least number of inserted, deleted or changed letters. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = (row[j - 1] ?? 0) + Number(from[i - 1] !== to[j - 1]);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The name with the least edit distance to a text; null when that distance is large. */
export function nearestName(written: string, names: readonly string[]): string | null {
  const lowered = written.toLowerCase().slice(0, 60);
  const ranked = names.map((name) => ({ name, distance: editDistance(lowered, name) }));
  const nearest = ranked.toSorted((a, b) => a.distance - b.distance)[0];
  return nearest && nearest.distance <= Math.max(2, nearest.name.length / 2) ? nearest.name : null;
}
