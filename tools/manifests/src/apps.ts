import {
  aiServiceSettings,
  analysisWorkerSettings,
  apiGatewaySettings,
  monitorSettings,
  type Environment,
} from '@vocalborn/settings';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { Rendering } from './rendering.js';

/** How each app reads its settings. */
export const settingsOf = {
  'api-gateway': apiGatewaySettings,
  'analysis-worker': analysisWorkerSettings,
  'ai-service': aiServiceSettings,
  monitor: monitorSettings,
} satisfies Record<string, (env: Environment) => { readonly PORT: number }>;

export type App = keyof typeof settingsOf;

/** The names of all apps. */
export const apps = Object.keys(settingsOf) as App[];

/** The pod of an app. @throws Error when the Deployment describes none */
export function podOf(rendering: Rendering, app: App): IPodSpec {
  const pod = rendering.one('Deployment', app).spec?.template.spec;
  if (pod === undefined) throw new Error(`the Deployment ${app} describes no pod`);
  return pod;
}

/** The first container of an app's pod, which is the app. @throws Error when there is none */
export function containerOf(rendering: Rendering, app: App): IContainer {
  const [container] = podOf(rendering, app).containers;
  if (container === undefined) throw new Error(`the pod of ${app} has no container`);
  return container;
}

/**
 * The environment that Kubernetes gives to an app: its ConfigMaps in their order, then its own variables.
 * @throws Error when a value that is not optional comes from nowhere
 */
export function environmentOf(rendering: Rendering, app: App): Record<string, string> {
  const { envFrom = [], env = [] } = containerOf(rendering, app);
  const maps = envFrom.map(({ configMapRef }) => rendering.one('ConfigMap', configMapRef?.name ?? '').data ?? {});
  const own = env.flatMap(({ name, value, valueFrom }) => {
    const { secretKeyRef: reference } = valueFrom ?? {};
    const given = value ?? secretValue(rendering, reference?.name, reference?.key);
    if (given === undefined && !reference?.optional) throw new Error(`${name} of ${app} comes from nowhere`);
    return given === undefined ? [] : [[name, given] as const];
  });
  return Object.assign({}, ...maps, Object.fromEntries(own)) as Record<string, string>;
}

function secretValue(rendering: Rendering, name = '', key = ''): string | undefined {
  const encoded = rendering.one('Secret', name).data?.[key];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
}
