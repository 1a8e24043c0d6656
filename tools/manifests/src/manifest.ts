/** What every Kubernetes object has; the rest is looked at only after the schema has accepted it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** How a manifest is called in messages. */
export const titleOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;
