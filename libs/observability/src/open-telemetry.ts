import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Span, SpanOptions, Tracer } from './tracer.js';

const kinds: Readonly<Record<SpanOptions['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

/** Spans by OpenTelemetry, sent over OTLP. The SDK reads its variables: the address, headers, sampler, attributes and limits. */
export function openTelemetry(service: string): Tracer {
  const named = resourceFromAttributes({ 'service.name': service });
  const resource = defaultResource()
    .merge(named)
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  // The context follows asynchronous calls; headers are those of the W3C.
  provider.register();
  const tracer = provider.getTracer('vocalborn');
  return {
    begin(name, { kind, parent, attributes = {} }) {
      const before = parent === undefined ? context.active() : contextOf(parent);
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, before);
      return asSpan(span, trace.setSpan(context.active(), span));
    },
    traceparent: () => {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      return headers['traceparent'];
    },
    ids() {
      const present = trace.getActiveSpan()?.spanContext();
      return present && { trace_id: present.traceId, span_id: present.spanId };
    },
    stop: () => provider.shutdown(),
  };
}

const contextOf = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

function asSpan(span: ReturnType<ReturnType<typeof trace.getTracer>['startSpan']>, own: Context): Span {
  return {
    within: (work) => context.with(own, work),
    end(attributes, error) {
      if (!span.isRecording()) return;
      if (attributes) span.setAttributes(attributes);
      // The message may hold what people wrote.
      if (error !== undefined)
        span
          .setStatus({ code: SpanStatusCode.ERROR })
          .setAttribute('error.type', (error as Error | null)?.name ?? 'unknown');
      span.end();
    },
  };
}
