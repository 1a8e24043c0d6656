import { describe, expect, it } from 'vitest';
import { renderAll } from './render.js';
import type { Template } from './rendering.js';

const renderings = [...renderAll().values()];
const templates = renderings.flatMap((rendering) =>
  rendering.templates().map((template) => [`${rendering.name}: ${template.of}`, template] as const),
);
const containersOf = ({ spec }: Template) => [...(spec!.initContainers ?? []), ...spec!.containers];

describe.each(templates)('%s', (_name, template) => {
  const spec = template.spec!;

  it('meets the restricted standard of Kubernetes', () => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.securityContext?.runAsUser).toBeGreaterThan(0);
    expect([spec.hostNetwork, spec.hostPID, spec.hostIPC]).toEqual([undefined, undefined, undefined]);
    const sources = (spec.volumes ?? []).flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
    const allowed = [
      'configMap',
      'emptyDir',
      'persistentVolumeClaim',
      'secret',
      'projected',
      'downwardAPI',
      'ephemeral',
    ];
    expect(sources.filter((source) => !allowed.includes(source))).toEqual([]);
    for (const { securityContext, ports = [] } of containersOf(template)) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(ports.filter(({ hostPort }) => hostPort !== undefined)).toEqual([]);
    }
  });

  it('has an account of its own and no token for the API of Kubernetes', () => {
    expect(spec.automountServiceAccountToken).toBe(false);
    const name = template.metadata?.labels?.['app.kubernetes.io/name'];
    expect(spec.serviceAccountName).toBe(name);
  });

  it('asks for what it needs and cannot take more memory or disk than its limits', () => {
    for (const { resources } of containersOf(template)) {
      expect(resources?.requests).toMatchObject({
        cpu: expect.anything() as unknown,
        memory: expect.anything() as unknown,
        'ephemeral-storage': expect.anything() as unknown,
      });
      expect(Object.keys(resources?.limits ?? {})).toEqual(expect.arrayContaining(['memory', 'ephemeral-storage']));
    }
  });

  it('bounds every volume that lies on the disk of the node', () => {
    const open = (spec.volumes ?? []).filter(
      ({ emptyDir }) => emptyDir !== undefined && emptyDir.sizeLimit === undefined,
    );
    expect(open).toEqual([]);
  });
});

describe.each(renderings)('$name', (rendering) => {
  it('has accounts without tokens for all its pods', () => {
    const accounts = rendering.all('ServiceAccount');
    expect(accounts.filter((account) => account.automountServiceAccountToken !== false)).toEqual([]);
    const used = rendering.templates().map(({ spec }) => spec!.serviceAccountName!);
    expect(accounts.map(({ metadata }) => metadata!.name!).toSorted()).toEqual([...new Set(used)].toSorted());
  });

  it('has its pods in a namespace that refuses pods which are not restricted', () => {
    const { metadata } = rendering.one('Namespace', 'vocalborn');
    const labels = ['enforce', 'audit', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}`);
    expect(metadata?.labels).toMatchObject(Object.fromEntries(labels.map((label) => [label, 'restricted'])));
    const inNamespaces = rendering.objects.filter(({ kind }) => !['Namespace', 'PriorityClass'].includes(kind));
    expect(inNamespaces.filter(({ metadata: { namespace } }) => namespace !== 'vocalborn')).toEqual([]);
  });

  it.each(rendering.all('Deployment'))('spreads $metadata.name and protects it from drains', ({ metadata, spec }) => {
    const labels = spec!.template.metadata?.labels;
    const { topologySpreadConstraints: spread = [], priorityClassName: priority } = spec!.template.spec!;
    expect(spread.map(({ topologyKey }) => topologyKey)).toEqual([
      'topology.kubernetes.io/zone',
      'kubernetes.io/hostname',
    ]);
    for (const { labelSelector } of spread) expect(labelSelector?.matchLabels).toEqual(labels);
    expect(rendering.one('PodDisruptionBudget', metadata!.name!).spec).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: labels },
    });
    expect(() => rendering.one('PriorityClass', priority!)).not.toThrow();
  });
});

it('when nodes are short of room, workers go before the ai-service, the monitor and the gateway', () => {
  const [base] = renderings;
  const byValue = base!.all('PriorityClass').toSorted((one, other) => one.value! - other.value!);
  const expected = ['worker', 'ai-service', 'monitor', 'gateway'].map((name) => `vocalborn-${name}`);
  expect(byValue.map(({ metadata }) => metadata?.name)).toEqual(expected);
});
