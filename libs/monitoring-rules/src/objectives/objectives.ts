/** A share of events that should be good, over any 30 days. The rest is the error budget. */
export interface Objective {
  readonly name: string;
  /** What the share is of, in 繁體中文 and in English. */
  readonly text: { readonly 'zh-TW': string; readonly 'en-US': string };
  /** Least share of good events. */
  readonly target: number;
  /** Bad events per second within a window such as `5m`, as an expression of Prometheus. */
  readonly bad: (window: string) => string;
  /** All events per second within a window. */
  readonly all: (window: string) => string;
}

/** The requests of clients: no probes, and none to the monitor or the ai-service when they are scraped as jobs of their own. */
const requests = 'route!~"/health.*|/metrics",job!~"monitor|ai-service"';
const answers = (labels: string, window: string): string =>
  `sum(rate(http_request_duration_seconds_count{${labels}}[${window}]))`;

/** Every monitor counts every task. `max` merges their series. */
const tasks = (labels: string, window: string): string =>
  `sum(max by (state, error_kind) (rate(vocalborn_task_events_total{${labels}}[${window}])))`;

const promptly = (window: string): string =>
  `sum(rate(http_request_duration_seconds_bucket{route="/analyze",status="202",le="1"}[${window}]))`;
const submissions = (window: string): string => answers('route="/analyze",status="202"', window);

const soon = (window: string): string => `max(rate(vocalborn_task_wait_seconds_bucket{le="60"}[${window}]))`;
const begun = (window: string): string => `max(rate(vocalborn_task_wait_seconds_count[${window}]))`;

/** What clients may expect of the service. */
export const objectives: readonly Objective[] = [
  {
    name: 'answers',
    text: { 'zh-TW': '請求未發生伺服器錯誤', 'en-US': 'Requests answered without a server error' },
    target: 0.999,
    // 501 tells that a function is not set up.
    bad: (window) => answers(`${requests},status=~"5..",status!="501"`, window),
    all: (window) => answers(requests, window),
  },
  {
    name: 'submissions',
    text: { 'zh-TW': '提交在一秒內被接受', 'en-US': 'Submissions accepted within a second' },
    target: 0.99,
    bad: (window) => `${submissions(window)} - ${promptly(window)}`,
    all: submissions,
  },
  {
    name: 'analyses',
    text: { 'zh-TW': '任務成功（不計無法使用的錄音）', 'en-US': 'Tasks that succeed, unusable recordings left out' },
    target: 0.99,
    bad: (window) => tasks('state="FAILURE",error_kind!="file"', window),
    all: (window) => tasks('state=~"SUCCESS|FAILURE",error_kind!="file"', window),
  },
  {
    name: 'waits',
    text: { 'zh-TW': '任務在一分鐘內開始', 'en-US': 'Tasks that start within a minute' },
    target: 0.95,
    bad: (window) => `${begun(window)} - ${soon(window)}`,
    all: begun,
  },
];
