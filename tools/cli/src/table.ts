/** Content of a cell; null when unknown or not applicable. */
export type Cell = string | number | null;

const dash = '-';

/** Columns that a text takes on a terminal: East Asian wide characters take two. */
const widthOf = (text: string): number =>
  Array.from(text).reduce(
    (width, character) => width + (/[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/u.test(character) ? 2 : 1),
    0,
  );

const textOf = (cell: Cell): string => (cell === null || cell === '' ? dash : String(cell));

/** Aligns columns under headings. Columns of numbers are right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '(none)';
  const cells = [head, ...rows.map((row) => row.map(textOf))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
  const right = head.map(
    (_, column) =>
      rows.some((row) => typeof row[column] === 'number') && rows.every((row) => typeof row[column] !== 'string'),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - widthOf(text));
        return right[column] ? gap + text : text + gap;
      })
      .join('  ')
      .trimEnd();
  return cells.map(line).join('\n');
}

/** Names and values, one pair per line. */
export function pairs(entries: readonly (readonly [string, Cell])[]): string {
  const width = Math.max(...entries.map(([name]) => widthOf(name)));
  return entries.map(([name, value]) => `${name}${' '.repeat(width - widthOf(name))}  ${textOf(value)}`).join('\n');
}

/** An ISO time as UTC text to the second. */
export function moment(iso: string | null): string | null {
  return iso === null ? null : iso.slice(0, 19).replace('T', ' ');
}
