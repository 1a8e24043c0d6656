import type { Severity } from '../conditions/alert-rule.js';
import { operators, type Operator } from '../conditions/condition.js';
import type { KpiName, KpiUnit } from '../kpis/kpis.js';

/** How bad it is when a condition holds. */
export type Level = 'warning' | 'critical';

/** A condition holds when the value compares so to the limit; the limit is in the unit of the row. */
export interface Bound {
  readonly operator: Operator;
  readonly limit: number;
}

/** Who judges a condition. Each may have a limit of its own. */
export interface Judges {
  /** The alert file that the monitor ships. */
  readonly alert?: Bound & { readonly name: string; readonly severity: Severity };
  /** The banner, the bars and the counts of the dashboard. */
  readonly dashboard?: Bound & { readonly level: Level };
  /** `vocalborn doctor`: reports a cause. */
  readonly doctor?: Bound;
  /** `vocalborn check daily`: a warning passes, a critical condition fails. */
  readonly daily?: Bound & { readonly level: Level };
}

/** One condition under which the system is not well. */
export interface HealthCondition extends Judges {
  /** The value that is compared: a key figure by its name, or what it is in words. */
  readonly observes: KpiName | { readonly what: string };
  readonly unit: KpiUnit;
  /** The sentence of the dashboard's banner; `{name}` stands for a value. */
  readonly says?: { readonly 'zh-TW': string; readonly 'en-US': string };
}

const critical = { level: 'critical' } as const;
const warning = { level: 'warning' } as const;
const any = { operator: '>', limit: 0 } as const;

/**
 * Every condition under which the system is not well, with the limits of all that judge it. The limits of the alert
 * file, except that of `recordingsUnusable`, and of the daily check are the specification's; the rest is ours.
 */
export const healthConditions = {
  queueLong: {
    observes: 'queue_length',
    unit: 'count',
    alert: { name: '佇列積壓告警', operator: '>', limit: 50, severity: 'warning' },
    daily: { operator: '>=', limit: 10, ...critical },
  },
  failuresFrequent: {
    observes: 'failure_rate',
    unit: 'percent',
    alert: { name: '任務失敗率告警', operator: '>', limit: 10, severity: 'critical' },
  },
  recordingsUnusable: {
    observes: 'unusable_recording_rate',
    unit: 'percent',
    alert: { name: '無法使用的錄音告警', operator: '>', limit: 30, severity: 'warning' },
  },
  successesRare: {
    observes: 'success_rate',
    unit: 'percent',
    daily: { operator: '<=', limit: 90, ...critical },
  },
  noWorker: {
    observes: 'active_workers',
    unit: 'count',
    alert: { name: 'Worker 離線告警', operator: '==', limit: 0, severity: 'critical' },
    dashboard: { operator: '==', limit: 0, ...critical },
    doctor: { operator: '==', limit: 0 },
    daily: { operator: '==', limit: 0, ...critical },
    says: {
      'zh-TW': '沒有任何 Worker 在線上：分析無法進行。',
      'en-US': 'No worker is online: nothing is analysed.',
    },
  },
  workersLost: {
    observes: { what: 'workers that went offline within the hour' },
    unit: 'count',
    daily: { ...any, ...warning },
  },
  processingSlow: {
    observes: 'avg_processing_time',
    unit: 'seconds',
    alert: { name: '處理時間異常告警', operator: '>', limit: 60, severity: 'warning' },
    doctor: { operator: '>=', limit: 60 },
  },
  redisMemoryShort: {
    observes: 'redis_memory_usage',
    unit: 'percent',
    alert: { name: 'Redis 記憶體使用告警', operator: '>', limit: 80, severity: 'warning' },
    doctor: { operator: '>', limit: 80 },
    daily: { operator: '>=', limit: 70, ...critical },
  },
  workerMemoryShort: {
    observes: 'worker_memory_usage',
    unit: 'percent',
    dashboard: { operator: '>', limit: 85, ...warning },
    doctor: { operator: '>', limit: 80 },
  },
  workerBusy: {
    observes: { what: 'use of the CPU, or of the slots, of one worker' },
    unit: 'percent',
    dashboard: { operator: '>', limit: 85, ...warning },
  },
  errorsLogged: {
    observes: { what: 'error lines of the logs and unclassified failures within a day' },
    unit: 'count',
    daily: { ...any, ...critical },
  },
  redisUnreachable: {
    observes: { what: 'questions to Redis without an answer' },
    unit: 'count',
    dashboard: { ...any, ...critical },
    doctor: any,
    says: { 'zh-TW': '無法連上 Redis。', 'en-US': 'Redis cannot be reached.' },
  },
  databaseUnreachable: {
    observes: { what: 'questions to Postgres without an answer' },
    unit: 'count',
    dashboard: { ...any, ...critical },
    doctor: any,
    says: { 'zh-TW': '無法連上資料庫。', 'en-US': 'The database cannot be reached.' },
  },
  monitorUnreachable: {
    observes: { what: 'questions to the monitor without an answer' },
    unit: 'count',
    dashboard: { ...any, ...critical },
    says: { 'zh-TW': '無法連上監控服務。', 'en-US': 'The monitor cannot be reached.' },
  },
  aiServiceUnreachable: {
    observes: { what: 'share of the online workers that cannot reach the ai-service' },
    unit: 'percent',
    dashboard: { operator: '==', limit: 100, ...critical },
    says: {
      'zh-TW': '無法連上 AI 服務或其持續出錯：分析會等到服務恢復後才進行。',
      'en-US': 'The ai-service cannot be reached or fails: analyses wait until it works again.',
    },
  },
  aiServicePartlyUnreachable: {
    observes: { what: 'online workers that cannot reach the ai-service' },
    unit: 'count',
    dashboard: { ...any, ...warning },
    doctor: any,
    says: {
      'zh-TW': '{online} 個 Worker 中有 {broken} 個無法連上 AI 服務，其分析正在等待。',
      'en-US': '{broken} of {online} workers cannot reach the ai-service: their analyses wait.',
    },
  },
  nothingSucceeds: {
    observes: { what: 'attempts that failed after the last success, some of them through no fault of the recording' },
    unit: 'count',
    dashboard: { operator: '>=', limit: 3, ...critical },
    doctor: { operator: '>=', limit: 3 },
    says: {
      'zh-TW': '最近 {attempts} 次嘗試全部失敗，沒有任何成功：病人得不到結果。',
      'en-US': 'The last {attempts} attempts failed and none succeeded: patients get no results.',
    },
  },
  recordingsFail: {
    observes: { what: 'attempts that failed for good after the last success, none of them to be retried' },
    unit: 'count',
    dashboard: { operator: '>=', limit: 3, ...warning },
    says: {
      'zh-TW': '最近 {attempts} 次嘗試全部失敗，沒有任何成功：病人得不到結果。',
      'en-US': 'The last {attempts} attempts failed and none succeeded: patients get no results.',
    },
  },
  nothingStarts: {
    observes: { what: 'whole minutes in which tasks waited and none was started' },
    unit: 'count',
    dashboard: { operator: '>=', limit: 5, ...critical },
    says: {
      'zh-TW': '任務已等待 {minutes} 分鐘，沒有任何一個開始執行。',
      'en-US': 'Tasks have waited for {minutes} minutes and none was started.',
    },
  },
  retriesFrequent: {
    observes: { what: 'retry rate of the last five minutes, when at least three attempts are to be retried' },
    unit: 'percent',
    dashboard: { operator: '>=', limit: 50, ...warning },
    says: {
      'zh-TW': '最近的嘗試有 {percent}% 失敗，稍後將重試。',
      'en-US': '{percent} % of the latest attempts failed and will be retried.',
    },
  },
  waitLong: {
    observes: 'longest_wait_time',
    unit: 'seconds',
    dashboard: { operator: '>', limit: 300, ...warning },
    // Counts for the doctor only while every slot is busy.
    doctor: { operator: '>', limit: 60 },
    says: { 'zh-TW': '有任務等待了 {time}才開始執行。', 'en-US': 'A task waited for {time} before it was started.' },
  },
  aiServiceHealthSlow: {
    observes: { what: 'time that GET /health of the ai-service takes' },
    unit: 'seconds',
    doctor: { operator: '>', limit: 2 },
  },
  networkFails: {
    observes: { what: 'attempts that failed on the network within the hour, without a success since' },
    unit: 'count',
    doctor: { operator: '>=', limit: 3 },
  },
  expiredResultsKept: {
    observes: { what: 'entries of the result cache that never expire' },
    unit: 'count',
    doctor: { operator: '>=', limit: 1_000 },
  },
} as const satisfies Record<string, HealthCondition>;

export type ConditionName = keyof typeof healthConditions;

/** The conditions that a judge looks at. */
export type ConditionOf<Judge extends keyof Judges> = {
  readonly [Name in ConditionName]: (typeof healthConditions)[Name] extends Record<Judge, unknown> ? Name : never;
}[ConditionName];

/** Whether a condition holds by the limit of a judge. */
export function holds<Judge extends keyof Judges>(judge: Judge, name: ConditionOf<Judge>, value: number): boolean {
  const { operator, limit } = boundOf(judge, name);
  return operators[operator](value, limit);
}

/** The limit of a judge. */
export function limitOf<Judge extends keyof Judges>(judge: Judge, name: ConditionOf<Judge>): number {
  return boundOf(judge, name).limit;
}

const negations: Readonly<Record<Operator, Operator>> = {
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
};

/** What a value must be for the daily check to pass, such as `< 10`. */
export function passText(name: ConditionOf<'daily'>): string {
  const { operator, limit } = boundOf('daily', name);
  return `${negations[operator]} ${limit}${healthConditions[name].unit === 'percent' ? '%' : ''}`;
}

function boundOf<Judge extends keyof Judges>(judge: Judge, name: ConditionOf<Judge>): Bound {
  const condition: HealthCondition = healthConditions[name];
  const bound: Bound | undefined = condition[judge];
  if (bound === undefined) throw new Error(`${judge} does not judge ${name}`);
  return bound;
}
