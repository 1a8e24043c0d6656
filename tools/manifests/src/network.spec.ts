import { expect, it } from 'vitest';
import { environmentOf } from './fixtures/apps.js';
import { allowedEdges } from './network.js';
import { renderOverlay } from './render.js';

const production = renderOverlay('production');
const { outgoing, incoming } = allowedEdges(production);

const pods = ['api-gateway', 'analysis-worker', 'ai-service', 'monitor', 'migrate', 'backup'];
const apps = pods.slice(0, 4);

/** Every connection that production needs, with the reason where the ends do not tell it. */
const needed = {
  between: ['api-gateway > ai-service:8001', 'analysis-worker > ai-service:8001'],
  out: [
    ...['api-gateway', 'analysis-worker', 'monitor', 'migrate', 'backup'].map(
      (pod) => `${pod} > private networks:5432`,
    ),
    // Redis and its sentinels.
    ...['api-gateway', 'analysis-worker', 'monitor'].flatMap((pod) =>
      ['6379', '26379'].map((port) => `${pod} > private networks:${port}`),
    ),
    // Traces by OTLP.
    ...apps.map((app) => `${app} > monitoring:4318`),
    // The bucket, the keys of the issuer and webhooks; the ports of webhooks are those of docs/webhooks.md.
    ...['80', '443', '1024-65535'].map((port) => `api-gateway > internet:${port}`),
    'analysis-worker > internet:443',
    // Alerts by chat and mail, the keys of the issuer, and Alertmanager.
    ...['443', '465', '587'].map((port) => `monitor > internet:${port}`),
    'monitor > monitoring:9093',
    ...pods.flatMap((pod) =>
      ['kube-system/kube-dns', 'name cache of the node'].flatMap((to) => [
        `${pod} > ${to}:53`,
        `${pod} > ${to}:53/UDP`,
      ]),
    ),
  ],
  in: ['ingress-nginx > api-gateway:8000', ...apps.map((app) => `monitoring > ${app}:9464`)],
};

it('pods reach what they need and nothing else', () => {
  expect([...outgoing].toSorted()).toEqual([...needed.between, ...needed.out].toSorted());
});

it('pods are reached by what needs them and nothing else', () => {
  expect([...incoming].toSorted()).toEqual([...needed.between, ...needed.in].toSorted());
});

it('every pod is under a policy that allows nothing in either direction', () => {
  const { spec } = production.one('NetworkPolicy', 'nothing');
  expect(spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

it('each policy concerns the directions of its rules', () => {
  for (const { metadata, spec } of production.all('NetworkPolicy')) {
    if (metadata?.name === 'nothing') continue;
    const directions = [...(spec?.ingress ? ['Ingress'] : []), ...(spec?.egress ? ['Egress'] : [])];
    expect(spec?.policyTypes).toEqual(directions);
  }
});

it('what leads to the internet leads to no private address', () => {
  const peers = production
    .all('NetworkPolicy')
    .flatMap(({ spec }) => (spec?.egress ?? []).flatMap(({ to = [] }) => to));
  const open = peers.flatMap(({ ipBlock }) => (ipBlock?.cidr.endsWith('/0') ? [ipBlock] : []));
  expect(open.length).toBeGreaterThan(0);
  for (const { cidr, except = [] } of open) {
    const kept =
      cidr === '::/0' ? ['fc00::/7', 'fe80::/10'] : ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'];
    expect(except).toEqual(expect.arrayContaining(kept));
  }
});

it('the ports of stores are those of their usual addresses', () => {
  const { DATABASE_URL: database, CELERY_BROKER_URL: broker } = environmentOf(production, 'monitor');
  expect([new URL(database!).port, new URL(broker!).port]).toEqual(['5432', '6379']);
});
