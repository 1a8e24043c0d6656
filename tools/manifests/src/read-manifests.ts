import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** What every Kubernetes object has; the rest is looked at only after the schema has accepted it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** How a manifest is called in messages. */
export const titleOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** The workspace's root folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

const base = join(root, 'k8s', 'base');

/** The objects of one YAML text. @throws Error naming the first place that is not YAML, or repeats a key */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    const [fault] = document.errors;
    if (fault !== undefined) throw fault;
    return document.toJS() as Manifest;
  });
}

/** The names of the files of the base, the kustomization itself left out. */
export function manifestFiles(): string[] {
  return readdirSync(base).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
}

/** The objects of one file of the base. */
export function readManifests(file: string): Manifest[] {
  return parseManifests(readFileSync(join(base, file), 'utf8'));
}

/** What the kustomization says. */
export function readKustomization(): {
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string; readonly newTag: string }[];
} {
  return parseAllDocuments(readFileSync(join(base, 'kustomization.yaml'), 'utf8'))[0]?.toJS() as ReturnType<
    typeof readKustomization
  >;
}

/** The objects as Kustomize puts them together; undefined where there is no kubectl. */
export function renderedManifests(): Manifest[] | undefined {
  if (spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status !== 0) return undefined;
  return parseManifests(execFileSync('kubectl', ['kustomize', base], { encoding: 'utf8' }));
}
