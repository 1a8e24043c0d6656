/** Attributes of a span, with names of the OpenTelemetry conventions where there are some. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  readonly kind: 'server' | 'client' | 'consumer' | 'internal';
  /** The `traceparent` of whoever caused the work; the present span by default. https://www.w3.org/TR/trace-context/ */
  readonly parent?: string | undefined;
  readonly attributes?: SpanAttributes;
}

/** A span that has begun. */
export interface Span {
  /** Runs work as part of the span: spans that begin in it are its children, and its log lines carry its ids. */
  within<T>(work: () => T): T;
  /** Ends it; later calls do nothing. */
  end(attributes?: SpanAttributes, error?: unknown): void;
}

/** The ids of a span in a log line. */
export interface SpanIds {
  readonly trace_id: string;
  readonly span_id: string;
}

/** What records spans. */
export interface Tracer {
  begin(name: string, options: SpanOptions): Span;
  /** The present span as the header `traceparent`. */
  traceparent(): string | undefined;
  ids(): SpanIds | undefined;
  /** Sends what is left. */
  stop(): Promise<void>;
}

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
