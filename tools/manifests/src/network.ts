import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { INetworkPolicyPort } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort';
import type { Rendering } from './rendering.js';

type PodSelector = NonNullable<INetworkPolicy['spec']>['podSelector'];

const appLabel = 'app.kubernetes.io/name';
const namespaceLabel = 'kubernetes.io/metadata.name';

/** What address blocks are called in edges; one that is not listed is refused. */
const blocks: Readonly<Record<string, string>> = {
  '0.0.0.0/0': 'internet',
  '::/0': 'internet',
  '10.0.0.0/8': 'private networks',
  '172.16.0.0/12': 'private networks',
  '192.168.0.0/16': 'private networks',
  '169.254.20.10/32': 'name cache of the node',
};

/** Connections that policies allow, as `from > to:port`, by the side that allows them. */
export interface AllowedEdges {
  readonly outgoing: ReadonlySet<string>;
  readonly incoming: ReadonlySet<string>;
}

/** Every connection that the policies of a rendering allow to leave or to reach its pods. */
export function allowedEdges(rendering: Rendering): AllowedEdges {
  const names = [...new Set(rendering.templates().map(({ metadata }) => metadata?.labels?.[appLabel] ?? ''))];
  const edges = { outgoing: new Set<string>(), incoming: new Set<string>() };
  for (const { spec } of rendering.all('NetworkPolicy')) {
    const pods = names.filter((name) => selects(spec?.podSelector, name));
    for (const pod of pods) {
      egress(spec).forEach((end) => edges.outgoing.add(`${pod} > ${end}`));
      ingress(spec).forEach(({ peer, port }) => edges.incoming.add(`${peer} > ${pod}:${port}`));
    }
  }
  return edges;
}

/** @throws Error for a selector of another form, which this reading would misunderstand */
function selects(selector: PodSelector | undefined, name: string): boolean {
  const { matchLabels, matchExpressions: [expression, ...more] = [] } = selector ?? {};
  if (more.length > 0) throw new Error('a selector has more than one expression');
  if (expression !== undefined) {
    if (expression.key !== appLabel || expression.operator !== 'In') throw new Error('a selector is not understood');
    return expression.values?.includes(name) ?? false;
  }
  return matchLabels === undefined || matchLabels[appLabel] === name;
}

function egress(spec: INetworkPolicy['spec']): string[] {
  return (spec?.egress ?? []).flatMap(({ to = [], ports = [] }) =>
    ports.flatMap((port) => to.map((peer) => `${nameOf(peer)}:${portOf(port)}`)),
  );
}

function ingress(spec: INetworkPolicy['spec']): { peer: string; port: string }[] {
  return (spec?.ingress ?? []).flatMap(({ from = [], ports = [] }) =>
    ports.flatMap((port) => from.map((peer) => ({ peer: nameOf(peer), port: portOf(port) }))),
  );
}

function nameOf({ ipBlock, namespaceSelector, podSelector }: INetworkPolicyPeer): string {
  if (ipBlock !== undefined) return blocks[ipBlock.cidr] ?? refuse(ipBlock.cidr);
  const namespace = namespaceSelector?.matchLabels?.[namespaceLabel];
  const pods = Object.values(podSelector?.matchLabels ?? {})[0];
  if (namespaceSelector !== undefined && namespace === undefined) return refuse('a selector of namespaces');
  if (namespace === undefined && pods === undefined) return refuse('a peer without a name');
  return [namespace, pods].filter((part) => part !== undefined).join('/');
}

const portOf = ({ port, endPort, protocol = 'TCP' }: INetworkPolicyPort): string =>
  `${port}${endPort === undefined ? '' : `-${endPort}`}${protocol === 'TCP' ? '' : `/${protocol}`}`;

function refuse(what: string): never {
  throw new Error(`a policy allows ${what}, which network.ts has no name for`);
}
