type Shown = number | boolean | null | string;

/** A name that a program gives. Any other may be what a person wrote. */
const programName = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/;
const longestName = 32;

/**
 * The parameters of a task as operators see them. Clients choose the parameters, which may contain personal data. So only the
 * size of texts, lists and objects is shown, and a name only if it looks like one of a program; the others are numbered.
 */
export function shownParams(params: Readonly<Record<string, unknown>>): Record<string, Shown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value], index) => [
      name.length <= longestName && programName.test(name) ? name : `(name ${index + 1} of ${name.length} characters)`,
      shown(value),
    ]),
  );
}

function shown(value: unknown): Shown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return `(text of ${value.length} characters)`;
  return Array.isArray(value) ? `(list of ${value.length})` : `(${JSON.stringify(value).length} characters of JSON)`;
}
