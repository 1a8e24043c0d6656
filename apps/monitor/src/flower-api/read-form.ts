/** Fields as Flower takes them: in the address, in a form or in JSON; the address goes first. */
export function readForm(query: Readonly<Record<string, unknown>>, body: unknown): Partial<Record<string, string>> {
  const given = { ...(typeof body === 'object' ? body : {}), ...query };
  const scalars = Object.entries(given).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return Object.fromEntries(scalars.map(([name, value]) => [name, String(value)]));
}
