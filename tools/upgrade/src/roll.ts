import { GatewayClient, type DrilledSystem } from '@vocalborn/fault-drills';
import { appInstance, type AppName } from '@vocalborn/system-harness';
import type { Gateways } from './gateways.js';

/** How many gateways share the requests. */
export const gatewayCount = 2;

/** Longest time of an app for its end: a worker finishes its tasks. */
const endMs = 60_000;

/** One app after the other, in the order of docs/operations.md. */
export const rollOrder = (workers: number): (readonly [app: AppName, number: number])[] => {
  const several = (app: AppName, count: number) =>
    Array.from({ length: count }, (_, index) => [app, index + 1] as const);
  return [
    ...several('api-gateway', gatewayCount),
    ...several('analysis-worker', workers),
    ['ai-service', 1],
    ['monitor', 1],
  ];
};

/**
 * Replaces an app by that of a build: takes it out of service, asks it to end, starts the other one, and puts that into service.
 * @throws Error when it does not end by itself, or the other one does not become ready
 */
export async function replace(
  { system }: DrilledSystem,
  gateways: Gateways,
  [app, number]: readonly [app: AppName, number: number],
  build: string,
): Promise<void> {
  const name = appInstance(app, number);
  if (app === 'api-gateway') gateways.takeOutOfService(name);
  const running = system.app(name);
  await running.stop('SIGTERM', endMs);
  const { code, signal } = await running.exited;
  // A process may let the signal end it after it has done its work.
  if (code !== 0 && signal !== 'SIGTERM') {
    throw new Error(`${name} ended with ${signal ?? `status ${String(code)}`} when it was asked to end`);
  }
  await system.startApp(app, number, {}, build);
  if (app === 'api-gateway') serve(system, gateways, name);
}

/** Puts a gateway into service, for a patient. */
export function serve(system: DrilledSystem['system'], gateways: Gateways, name: string): void {
  gateways.putIntoService(name, new GatewayClient(system.app(name).url, system.tokens.patient));
}
