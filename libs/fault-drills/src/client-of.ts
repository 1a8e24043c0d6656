import type { DrilledSystem } from './drilled-system.js';
import { GatewayClient } from './gateway-client.js';

/** A patient of the drilled system. */
export function clientOf({ system }: DrilledSystem): GatewayClient {
  return new GatewayClient(system.gatewayUrl, system.tokens.patient);
}
