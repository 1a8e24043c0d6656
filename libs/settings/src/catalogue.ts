import type { z } from 'zod';
import { aiServiceShape } from './ai-service.js';
import { analysisWorkerShape } from './analysis-worker.js';
import { apiGatewayShape } from './api-gateway.js';
import { commandLineShape } from './command-line.js';
import { monitorShape } from './monitor.js';
import { mayBeFile } from './environment.js';

/** The documentation of one variable. */
export interface SettingEntry {
  readonly name: string;
  readonly meaning: string;
  /** Null if the variable is required; the empty string if it is optional without a default. */
  readonly defaultValue: string | null;
}

const shapes: Readonly<Record<string, z.ZodRawShape>> = {
  'api-gateway': apiGatewayShape,
  'analysis-worker': analysisWorkerShape,
  'ai-service': aiServiceShape,
  monitor: monitorShape,
  'command line': commandLineShape,
};

/** Descriptions of defaults that depend on the machine. */
const describedDefaults: Readonly<Record<string, string>> = {
  CELERY_WORKER_CONCURRENCY: 'number of cores that the container may use, at least 2',
  ANALYSIS_POOL_SIZE: 'number of cores that the container may use, or fewer for its memory limit',
};

/** Every variable of every app and of the command line, for the documentation. */
export function settingsCatalogue(): ReadonlyMap<string, readonly SettingEntry[]> {
  return new Map(Object.entries(shapes).map(([app, shape]) => [app, entriesOf(shape)]));
}

function entriesOf(shape: z.ZodRawShape): SettingEntry[] {
  return Object.entries(shape).map(([name, field]) => {
    const schema = field as z.ZodType;
    const unset = schema.safeParse(undefined);
    const given = unset.success ? defaultText(unset.data) : null;
    const file = mayBeFile(name) ? `; or \`${name}_FILE\`, a file that holds it` : '';
    return { name, meaning: `${schema.description ?? ''}${file}`, defaultValue: describedDefaults[name] ?? given };
  });
}

function defaultText(value: unknown): string {
  return Array.isArray(value)
    ? value.join(',')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value ?? '').replaceAll('"', '');
}
