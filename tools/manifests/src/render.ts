import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fillIn } from './fixtures/secrets.js';
import { kustomize } from './kubectl.js';
import { parseManifests, root, type Manifest } from './read-manifests.js';
import { Rendering } from './rendering.js';

/** The folder of the manifests. */
export const k8s = join(root, 'k8s');

/** The names of the components. */
export const components: readonly string[] = readdirSync(join(k8s, 'components')).toSorted();

/** The names of the overlays. */
export const overlays: readonly string[] = readdirSync(join(k8s, 'overlays'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

/** Every kustomization as Kustomize renders it: base, overlays, and the base with each component alone. */
export function renderAll(): ReadonlyMap<string, Rendering> {
  return withFilledIn((folder) => {
    const alone = components.map((name) => [`base with ${name}`, addOverlay(folder, name)] as const);
    const written = overlays.map((name) => [name, join(folder, 'overlays', name)] as const);
    const folders = new Map([['base', join(folder, 'base')], ...written, ...alone]);
    return new Map([...folders].map(([name, at]) => [name, rendered(name, at)]));
  });
}

/** One overlay as Kustomize renders it. */
export function renderOverlay(name: string): Rendering {
  return withFilledIn((folder) => rendered(name, join(folder, 'overlays', name)));
}

/** Kustomize breaks long secrets into lines, which Kubernetes reads as one and the schema refuses. */
function rendered(name: string, folder: string): Rendering {
  const objects = parseManifests(kustomize(folder)).map((object) => {
    if (object.kind !== 'Secret') return object;
    const { data = {} } = object as Manifest & { data?: Record<string, string> };
    return {
      ...object,
      data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, text.replaceAll('\n', '')])),
    };
  });
  return new Rendering(name, objects);
}

/** Works on a copy of the manifests whose secrets are filled in, since they are not part of the repository. */
function withFilledIn<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'vocalborn-k8s-'));
  try {
    cpSync(k8s, folder, { recursive: true, filter: (file) => !basename(file).endsWith('secret.env') });
    for (const name of ['secret', 'migration-secret']) {
      const file = join(folder, 'overlays', 'production', name);
      writeFileSync(`${file}.env`, fillIn(readFileSync(`${file}.example.env`, 'utf8')));
    }
    execFileSync('sh', [join(folder, 'overlays', 'local', 'make-secrets.sh')]);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function addOverlay(folder: string, component: string): string {
  const at = join(folder, 'overlays', `with-${component}`);
  mkdirSync(at);
  const [resources, used] = [['../../base'], [`../../components/${component}`]];
  const kustomization = { namespace: 'vocalborn', resources, components: used };
  writeFileSync(join(at, 'kustomization.yaml'), JSON.stringify(kustomization));
  return at;
}
