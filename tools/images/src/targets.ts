import type { AppName } from '@vocalborn/system-harness';

/** The images of the Dockerfile: one per app, and the command line. */
export const targets = ['api-gateway', 'analysis-worker', 'ai-service', 'monitor', 'cli'] as const;

export type Target = (typeof targets)[number];

/** The images that serve something. */
export const apps: readonly AppName[] = targets.filter((target) => target !== 'cli');

/** The name that an image gets here. */
export const imageOf = (target: Target): string => `localhost/vocalborn/${target}`;
