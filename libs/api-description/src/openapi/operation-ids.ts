/** The part of an OpenAPI document that names its operations. */
interface Described {
  readonly paths: object;
}

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * Gives each operation of an OpenAPI document its name in generated clients.
 * @param operationIds the names by method and path, such as `GET /tasks/{task_id}`
 * @returns the document, changed in place
 * @throws Error naming each operation without a name and each name without an operation
 */
export function nameOperations<Document extends Described>(
  document: Document,
  operationIds: Readonly<Record<string, string>>,
): Document {
  const unused = new Set(Object.keys(operationIds));
  const unnamed: string[] = [];
  for (const [path, item] of Object.entries(document.paths) as [string, Record<string, { operationId?: string }>][]) {
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) continue;
      const route = `${method.toUpperCase()} ${path}`;
      const operationId = operationIds[route];
      if (operationId === undefined) unnamed.push(route);
      else operation.operationId = operationId;
      unused.delete(route);
    }
  }
  if (unnamed.length + unused.size === 0) return document;
  throw new Error(`operation ids: missing for [${unnamed.join(', ')}], unused for [${[...unused].join(', ')}]`);
}
