import type { Span, SpanIds, SpanOptions, Tracer } from './tracer.js';

let tracer: Tracer | null = null;

/**
 * Starts to record spans if `wanted`, and sends them as the variables of OpenTelemetry say (OTEL_EXPORTER_OTLP_ENDPOINT, …).
 * Nothing of OpenTelemetry is loaded otherwise, and all calls below cost nothing.
 * @param service the name of the app, unless OTEL_SERVICE_NAME gives another one
 */
export async function startTracing(service: string, wanted: boolean): Promise<void> {
  if (!wanted || tracer) return;
  const { openTelemetry } = await import('./open-telemetry.js');
  tracer = openTelemetry(service);
}

/** Sends what is left, and records no more. */
export async function stopTracing(): Promise<void> {
  const stopped = tracer;
  tracer = null;
  await stopped?.stop();
}

export const isTracing = (): boolean => tracer !== null;

/** Begins a span; null while nothing is traced. */
export const beginSpan = (name: string, options: SpanOptions): Span | null => tracer?.begin(name, options) ?? null;

/** Does the work in a span, which ends with it. */
export async function inSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const span = beginSpan(name, options);
  if (!span) return work();
  try {
    const outcome = await span.within(work);
    span.end();
    return outcome;
  } catch (error) {
    span.end({}, error);
    throw error;
  }
}

/** The present span as the W3C header `traceparent`, for whoever goes on with the work; undefined without one. */
export const traceparent = (): string | undefined => tracer?.traceparent();

/** The ids of the present span, for log lines. */
export const spanIds = (): SpanIds | undefined => tracer?.ids();
