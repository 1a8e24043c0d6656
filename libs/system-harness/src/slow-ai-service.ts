import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const result = {
  overall_score: 80,
  pronunciation_accuracy: 80,
  fluency_score: 80,
  rhythm_score: 80,
  level: 2,
  suggestions: '很好',
  improvement_areas: [],
  detailed_analysis: {
    segments: [],
    timing: {
      speech_seconds: 1,
      pause_seconds: 0,
      pause_count: 0,
      pauses: [],
      reference_speech_seconds: null,
      reference_pause_seconds: null,
      tempo_ratio: null,
    },
    pitch: {
      median_f0_hz: null,
      f0_range_semitones: null,
      voiced_fraction: 0,
      contour: { time_step_seconds: 0.01, start_seconds: 0, f0_hz: [] },
      contour_correlation: null,
    },
    intensity: { mean_db: -20, range_db: 10 },
  },
  metadata: {
    audio_duration: 1,
    reference_duration: null,
    sample_rate: 16_000,
    detected_language: null,
    confidence_level: 0.5,
    audio_format: 'wav',
  },
  analysis_model_version: 'stand-in',
};

/** A stand-in for the ai-service that keeps the contract. The test sets how long an analysis takes and how it fails. */
export class SlowAiService {
  /** Open calls. */
  readonly open = new Set<ServerResponse>();
  /** Number of calls that the caller closed before the answer. */
  abandoned = 0;
  answered = 0;
  /** Duration of an analysis in ms; `Infinity`: it never ends. */
  takesMs = 0;
  /** Status of the refusal, or `cut` to break the connection; null: the analysis succeeds. */
  failWith: number | 'cut' | null = null;
  /** Whether GET /health answers 200. */
  isWell = true;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SlowAiService> {
    const server = createServer();
    const service = new SlowAiService(server);
    server.on('request', (request, reply) => service.serve(request, reply));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers every open call. */
  finishAll(): void {
    for (const reply of this.open) this.finish(reply);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private serve(request: IncomingMessage, reply: ServerResponse): void {
    request.resume();
    if (request.url?.startsWith('/health')) {
      reply.writeHead(this.isWell ? 200 : 503).end('{}');
      return;
    }
    if (this.failWith === 'cut') {
      request.socket.destroy();
      return;
    }
    if (this.failWith !== null) {
      const code = this.failWith === 422 ? 'undecodable-audio' : 'analysis-failed';
      const problem = { type: `urn:x:${code}`, title: code, status: this.failWith, detail: code, code };
      reply.writeHead(this.failWith, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
      return;
    }
    reply.on('close', () => {
      if (this.open.delete(reply)) this.abandoned += 1;
    });
    request.on('end', () => {
      this.open.add(reply);
      reply.writeHead(200, { 'content-type': 'application/x-ndjson' });
      reply.write(`${JSON.stringify({ stage: 'measuring', progress: 20 })}\n`);
      if (Number.isFinite(this.takesMs)) setTimeout(() => this.finish(reply), this.takesMs);
    });
  }

  private finish(reply: ServerResponse): void {
    if (!this.open.delete(reply)) return;
    this.answered += 1;
    reply.end(`${JSON.stringify({ result })}\n`);
  }
}
