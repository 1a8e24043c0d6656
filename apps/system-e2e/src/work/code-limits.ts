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
  'swagger-ui-dist',
  '@fastify/static',
  'libs/speech-analysis/src/picture',
] as const;

/** What is loaded too early today. Whoever corrects it removes the entry. */
export const loadedTooEarly: Readonly<Partial<Record<Program, readonly (typeof usedLate)[number][]>>> = {
  'api-gateway/main': ['@nestjs/swagger', 'libs/speech-analysis/src/picture'],
  'analysis-worker/main': ['@nestjs/swagger'],
  'monitor/main': ['@fastify/static'],
  'ai-service/main': ['@nestjs/swagger'],
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
  'api-gateway/main': { modules: of(2938, 3100), loaded: of(8537, 9000), entry: of(3464, 3600) },
  'analysis-worker/main': { modules: of(2530, 2700), loaded: of(7448, 7900), entry: of(1851, 1950) },
  'analysis-worker/child-main': { modules: of(959, 1000), loaded: of(3470, 3650), entry: of(110, 120) },
  'monitor/main': { modules: of(2011, 2100), loaded: of(7535, 7900), entry: of(4119, 4300) },
  'ai-service/main': { modules: of(2011, 2100), loaded: of(5926, 6300), entry: of(0.84, 0.9) },
};
