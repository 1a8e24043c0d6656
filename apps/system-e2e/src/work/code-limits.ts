import type { Limit } from './limits.js';

/** The programs of the product: an app and its entry. */
export const programs = [
  'api-gateway/main',
  'analysis-worker/main',
  'analysis-worker/child-main',
  'monitor/main',
  'ai-service/main',
] as const;
export type Program = (typeof programs)[number];

/** Packages, and folders of the workspace, that a program must not load before something needs them. */
export const usedLate = [
  'typeorm',
  '@aws-sdk',
  '@nestjs/swagger',
  '@opentelemetry/sdk-trace-node',
  'swagger-ui-dist',
  '@fastify/static',
  'libs/speech-analysis/src/picture/draw-result.ts',
] as const;

/** What is loaded too early today. Whoever corrects it removes the entry. */
export const loadedTooEarly: Readonly<Partial<Record<Program, readonly (typeof usedLate)[number][]>>> = {
  'monitor/main': ['@fastify/static'],
};

const of = (measured: number, limit: number): Limit => ({ measured, limit });

/** The code of a started program. */
interface CodeLimits {
  /** Modules that are loaded, those in bundles counted one by one. */
  readonly modules: Limit;
  /** Size of all files that are loaded, in kB. */
  readonly loaded: Limit;
  /** Size of its entry in `dist`, in kB. */
  readonly entry: Limit;
}

export const codeLimits: Readonly<Record<Program, CodeLimits>> = {
  'api-gateway/main': { modules: of(1422, 1500), loaded: of(4996, 5250), entry: of(3.18, 3.5) },
  'analysis-worker/main': { modules: of(225, 240), loaded: of(854, 900), entry: of(0.63, 0.72) },
  'analysis-worker/child-main': { modules: of(977, 1050), loaded: of(3500, 3700), entry: of(2.46, 2.7) },
  'monitor/main': { modules: of(1471, 1550), loaded: of(5663, 6000), entry: of(1.93, 2.1) },
  'ai-service/main': { modules: of(1233, 1300), loaded: of(3979, 4200), entry: of(0.84, 0.95) },
};
