/** Whether a worker begins analyses, or waits for an ai-service that fails; `unknown` of a worker that does not tell. */
export type ReportedCircuit = 'closed' | 'half-open' | 'open' | 'unknown';

/** What a worker tells of itself with every heartbeat. Times are ISO 8601 UTC, memory is bytes. */
export interface WorkerReport {
  readonly name: string;
  readonly pid: number;
  readonly concurrency: number;
  /** It finishes what it runs, takes nothing new and then ends. */
  readonly stopping: boolean;
  readonly active: readonly string[];
  /** Tasks that it holds and has not begun. */
  readonly reserved: readonly string[];
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
  readonly recycles: number;
  /** The circuit to the ai-service. */
  readonly circuit: ReportedCircuit;
  /** Whether the ai-service calls itself well; null where that is not known. */
  readonly aiServiceUp: boolean | null;
  readonly loadAverage: readonly number[];
  /** Cores that the worker's processes used since the last heartbeat, and how many it has. */
  readonly cpuCores: number;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  /** Which network the worker shares with others: their traffic is the same. */
  readonly network: string;
  /** Bytes per second that went in and out of that network; null where it cannot be told. */
  readonly networkBytesPerSecond: number | null;
  readonly version: string;
  readonly nodeVersion: string;
  /** The processes that run tasks. */
  readonly processes: readonly number[];
  readonly maxTasksPerChild: number | null;
  /** Seconds. */
  readonly softTimeLimit: number;
  readonly hardTimeLimit: number;
  readonly startedAt: string;
}

/** For what a worker of an earlier version does not tell. */
const unsaid = {
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

/** Reads a report; null when there is none, or something that is none: one of them must not hide the others. */
export function readReport(name: string, text: string | null): WorkerReport | null {
  const told = parse(text);
  if (typeof told !== 'object' || told === null) return null;
  return { ...unsaid, network: name, ...(told as Omit<WorkerReport, keyof typeof unsaid | 'network'>) };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
