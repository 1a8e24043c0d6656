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
