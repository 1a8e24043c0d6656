import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** What every Kubernetes object has; the rest is looked at only after the schema has accepted it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** How a manifest is called in messages. */
export const titleOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** The workspace's root folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The objects of one YAML text. @throws Error naming the first place that is not YAML, or repeats a key */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    const [fault] = document.errors;
    if (fault !== undefined) throw fault;
    return document.toJS() as Manifest;
  });
}
