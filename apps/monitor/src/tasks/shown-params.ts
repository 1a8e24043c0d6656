type Shown = number | boolean | null | string;

/**
 * The parameters of a task as operators see them. Clients choose the parameters, which may contain personal data, so
 * only the size of texts, lists and objects is shown.
 */
export function shownParams(params: Readonly<Record<string, unknown>>): Record<string, Shown> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(value)]));
}

function shown(value: unknown): Shown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return `(text of ${value.length} characters)`;
  return Array.isArray(value) ? `(list of ${value.length})` : `(${JSON.stringify(value).length} characters of JSON)`;
}
