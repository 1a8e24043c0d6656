import { System, waitFor } from '@vocalborn/system-harness';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly service: string;
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'service'>[] }[];
  }[];
}

/** A receiver of OTLP over HTTP, as a collector is. */
const spans: Span[] = [];
let receiver: Server;
let system: System;
let patient: GatewayClient;
beforeAll(async () => {
  receiver = createServer((request, response) => {
    void json(request).then((body) => {
      spans.push(...spansOf(body as Exported));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const traced = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  system = await System.start({ env: { 'api-gateway': traced, 'analysis-worker': traced, 'ai-service': traced } });
  patient = GatewayClient.patientOf(system);
});
afterAll(async () => {
  await system.stop();
  receiver.closeAllConnections();
  receiver.close();
});

function spansOf({ resourceSpans }: Exported): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    return scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service })));
  });
}

const named = (service: string, name: string, of: readonly Span[] = spans): Span | undefined =>
  of.find((span) => span.service === service && span.name === name);

describe('the trace of a task', () => {
  it('goes from the request over the job to the ai-service, and log lines carry its id', async () => {
    const recordId = await patient.record(samplePath('audio/zh-patient-short.wav'));
    const caller = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
    const { body } = await patient.post<{ task_id: string }>(
      '/analyze',
      { practice_record_id: recordId },
      { traceparent: `00-${caller.traceId}-${caller.spanId}-01` },
    );
    await patient.until(body.task_id, 'success', 'failure');
    await waitFor(() => named('analysis-worker', 'process ai_analysis') !== undefined, { what: 'the spans' });

    const trace = spans.filter(({ traceId }) => traceId === caller.traceId);
    const chain = [
      named('api-gateway', 'POST /analyze', trace),
      named('analysis-worker', 'process ai_analysis', trace),
      named('analysis-worker', 'POST /analyze', trace),
      named('ai-service', 'POST /analyze', trace),
      named('ai-service', 'analysis', trace),
    ];
    expect(chain.map((span) => span?.parentSpanId)).toEqual([
      caller.spanId,
      ...chain.slice(0, -1).map((span) => span?.spanId),
    ]);
    expect(named('analysis-worker', 'fetch audio', trace)?.parentSpanId).toBe(chain[1]?.spanId);

    for (const app of ['api-gateway', 'analysis-worker'])
      expect(readFileSync(join(system.logFolder, `${app}.log`), 'utf8')).toContain(`"trace_id":"${caller.traceId}"`);
  });
});
