import type { Environment } from './environment.js';

/**
 * Whether spans are to be recorded, by the variables of OpenTelemetry. Unlike its specification, which sends spans to
 * localhost by default, nothing is sent without an address or an exporter.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function wantsTracing(env: Environment = process.env): boolean {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none') return false;
  const addresses = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  return env['OTEL_TRACES_EXPORTER'] === 'otlp' || addresses.some((name) => Boolean(env[name]));
}
