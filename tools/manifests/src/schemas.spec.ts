import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { parseManifests, titleOf, type Manifest } from './read-manifests.js';
import { components, k8s, overlays, renderAll } from './render.js';
import { assertValid } from './schemas.js';
import { unknownFields } from './unknown-fields.js';

const renderings = [...renderAll()];

describe.each(renderings)('%s', (_name, { objects }) => {
  it.each(objects.map((object) => [titleOf(object), object] as const))('%s has valid fields', (_, object) => {
    expect(() => {
      assertValid(object);
    }).not.toThrow();
  });

  it('names every object once', () => {
    const titles = objects.map(titleOf);
    expect(titles).toEqual([...new Set(titles)]);
  });
});

it('no object has a field that its kind does not know', () => {
  const objects = renderings.flatMap(([, rendering]) => rendering.objects);
  const distinct = new Map(objects.map((object) => [JSON.stringify(object), object]));
  expect(unknownFields([...distinct.values()])).toEqual([]);
});

describe('the checks', () => {
  const parsed = (text: string): Manifest => parseManifests(text)[0]!;
  const deployment = (spec: string): Manifest =>
    parsed(
      `{apiVersion: apps/v1, kind: Deployment, metadata: {name: wrong}, spec: {selector: {}, template: {}, ${spec}}}`,
    );

  it('refuse a field of the wrong type', () => {
    expect(() => {
      assertValid(deployment('replicas: two'));
    }).toThrow('replicas');
  });

  it('refuse a misspelt field, also of a kind of another maker', () => {
    const scaled = parsed(
      '{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: wrong}, spec: {scaleTargetRef: {name: a}, triggers: [], minReplicas: 1}}',
    );
    expect(unknownFields([deployment('replica: 2'), scaled])).toEqual([
      expect.stringMatching(/^Deployment wrong: .*"replica"/),
      expect.stringMatching(/^ScaledObject wrong: .*"?minReplicas"?/),
    ]);
  });

  it('refuse a kind that they do not know', () => {
    expect(() => {
      assertValid({ ...deployment(''), kind: 'Deploiment' });
    }).toThrow('no schema');
  });

  it('refuse a key that is written twice', () => {
    expect(() => parseManifests('a: 1\na: 2')).toThrow('unique');
  });
});

describe('the folders', () => {
  interface Kustomization {
    readonly resources?: readonly string[];
    readonly configurations?: readonly string[];
    readonly patches?: readonly { readonly path?: string }[];
  }

  it.each([
    ['base', ['secret.template.yaml']],
    ...components.map((name) => [join('components', name), []] as const),
    ...overlays.map((name) => [join('overlays', name), []] as const),
  ] as const)('%s holds no file that is not part of it', (folder, apart) => {
    const at = join(k8s, folder);
    const read = parse(readFileSync(join(at, 'kustomization.yaml'), 'utf8')) as Kustomization;
    const { resources = [], configurations = [], patches = [] } = read;
    const parts = [...resources, ...configurations, ...patches.map(({ path }) => path ?? '')];
    const files = readdirSync(at).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
    expect(files.filter((name) => !parts.includes(name))).toEqual(apart);
  });

  /** Components that take the place of another one. */
  const alternatives = ['keda-cluster', 'keda-sentinel'];

  it('each component is used in production, but for those that take the place of another', () => {
    const text = readFileSync(join(k8s, 'overlays', 'production', 'kustomization.yaml'), 'utf8');
    const used = (parse(text) as { components: readonly string[] }).components;
    const needed = components.filter((name) => !alternatives.includes(name));
    expect(used.toSorted()).toEqual(needed.map((name) => `../../components/${name}`));
  });

  it('git ignores the secrets that are filled in', () => {
    expect(existsSync(join(k8s, 'overlays', '.gitignore'))).toBe(true);
    expect(readFileSync(join(k8s, 'overlays', '.gitignore'), 'utf8')).toMatch(/^\*secret\.env$/m);
  });
});
