/** State of the circuit breaker to the ai-service; `unknown` for a worker that does not report it. */
export type ReportedCircuit = 'closed' | 'half-open' | 'open' | 'unknown';

/** The report of a worker, sent with every heartbeat. Times are ISO 8601 UTC, memory is in bytes. */
export interface WorkerReport {
  readonly name: string;
  readonly pid: number;
  readonly concurrency: number;
  /** The worker finishes its tasks, takes no new ones and then ends. */
  readonly stopping: boolean;
  readonly active: readonly string[];
  /** Tasks that the worker holds and has not started. */
  readonly reserved: readonly string[];
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
  readonly recycles: number;
  readonly circuit: ReportedCircuit;
  /** Whether the health check of the ai-service succeeds; null if unknown. */
  readonly aiServiceUp: boolean | null;
  readonly loadAverage: readonly number[];
  /** Cores that the worker used since the last heartbeat (CPU seconds per second). `cores` is the number it has. */
  readonly cpuCores: number;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  /** Identifies the network device. Workers with the same value report the same traffic. */
  readonly network: string;
  /** Bytes per second received and sent by that device; null if unknown. */
  readonly networkBytesPerSecond: number | null;
  readonly version: string;
  readonly nodeVersion: string;
  /** Ids of the processes that run tasks. */
  readonly processes: readonly number[];
  readonly maxTasksPerChild: number | null;
  /** Time limits in seconds. */
  readonly softTimeLimit: number;
  readonly hardTimeLimit: number;
  readonly startedAt: string;
}

/** Defaults of fields that a worker of an earlier version does not report. */
const missing = {
  stopping: false,
  reserved: [],
  recycles: 0,
  circuit: 'unknown',
  aiServiceUp: null,
  cpuCores: 0,
  cores: 1,
  memoryLimitBytes: 0,
  networkBytesPerSecond: null,
  version: '',
  nodeVersion: '',
  processes: [],
  maxTasksPerChild: null,
  softTimeLimit: 0,
  hardTimeLimit: 0,
} as const satisfies Partial<WorkerReport>;

/** Reads a report. @returns null when there is none or it is not readable, so that the other workers stay visible */
export function readReport(name: string, text: string | null): WorkerReport | null {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) return null;
  return { ...missing, network: name, ...(parsed as Omit<WorkerReport, keyof typeof missing | 'network'>) };
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
