import { describe, expect, it } from 'vitest';
import { titleOf, type Manifest } from './read-manifests.js';
import {
  manifestFiles,
  parseManifests,
  readKustomization,
  readManifests,
  renderedManifests,
} from './read-manifests.js';
import { assertValid } from './schemas.js';
import { unknownFields } from './unknown-fields.js';

const rendered = renderedManifests();
const sources: readonly (readonly [string, readonly Manifest[]])[] = [
  ['the files', manifestFiles().flatMap(readManifests)],
  ...(rendered === undefined ? [] : [['what Kustomize makes of them', rendered] as const]),
];

describe.each(sources)('%s', (_name, manifests) => {
  it.each(manifests.map((manifest) => [titleOf(manifest), manifest] as const))('%s has valid fields', (_, manifest) => {
    expect(() => {
      assertValid(manifest);
    }).not.toThrow();
  });

  it('have no field that Kubernetes does not know', () => {
    expect(unknownFields(manifests)).toEqual([]);
  });

  it('name every object once', () => {
    const titles = manifests.map(titleOf);
    expect(titles).toEqual([...new Set(titles)]);
  });
});

describe('the checks', () => {
  const deployment = (spec: string): Manifest =>
    parseManifests(
      `{apiVersion: apps/v1, kind: Deployment, metadata: {name: wrong}, spec: {selector: {}, template: {}, ${spec}}}`,
    )[0]!;

  it('refuse a field of the wrong type', () => {
    expect(() => {
      assertValid(deployment('replicas: two'));
    }).toThrow('replicas');
  });

  it('refuse a misspelt field', () => {
    expect(unknownFields([deployment('replica: 2')])).toEqual([
      expect.stringMatching(/^Deployment wrong: .*"replica"/),
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

it('every file is part of the kustomization, but for the secrets, which are never applied as they are', () => {
  const outside = manifestFiles().filter((file) => !readKustomization().resources.includes(file));
  expect(outside).toEqual(['secret.template.yaml']);
});
