/**
 * Parameters as operators see them. They come from the client and may say something of a patient, so texts and what has
 * parts are told of by their size alone.
 */
export function shownParams(
  params: Readonly<Record<string, unknown>>,
): Record<string, number | boolean | null | string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(value)]));
}

function shown(value: unknown): number | boolean | null | string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return `(text of ${value.length} characters)`;
  return Array.isArray(value) ? `(list of ${value.length})` : `(${JSON.stringify(value).length} characters of JSON)`;
}
