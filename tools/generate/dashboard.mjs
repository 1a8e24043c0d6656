import { kpiMetric, kpis, objectives, recordedShare } from '../../libs/monitoring-rules/dist/index.js';

/** Grafana's names for the units of the catalogue. */
const grafanaUnits = {
  count: 'short',
  percent: 'percent',
  seconds: 's',
  bytes: 'bytes',
  bytes_per_second: 'Bps',
  per_hour: 'short',
  per_second: 'ops',
};

const groups = { tasks: '任務 Tasks', queue: '佇列 Queue', workers: 'Workers', redis: 'Redis' };

const kpiPanels = (group) =>
  Object.entries(kpis)
    .filter(([, kpi]) => kpi.group === group)
    .map(([name, kpi]) => ({
      title: `${kpi.label['zh-TW']} ${kpi.label['en-US']}`,
      description: kpi.denominator === null ? kpi.numerator : `${kpi.numerator} / ${kpi.denominator}`,
      unit: grafanaUnits[kpi.unit],
      targets: [[`max(${kpiMetric(name)})`, name]],
    }));

/** How far each objective is missed, and how fast its error budget of 30 days is used up. */
const objectivesRow = {
  title: '服務目標 Objectives',
  panels: [
    ...objectives.map(({ name, text, target }) => ({
      title: `${text['zh-TW']} ${text['en-US']}, ≥ ${target * 100} %`,
      unit: 'percentunit',
      targets: ['1h', '3d'].map((window) => [`1 - ${recordedShare(window)}{objective="${name}"}`, window]),
    })),
    {
      title: '錯誤預算消耗速率 Burn rate of the error budget, 1 h',
      description: '1 uses up the budget within 30 days, 14.4 within two days.',
      unit: 'short',
      targets: objectives.map(({ name, target }) => [
        `${recordedShare('1h')}{objective="${name}"} / ${Number((1 - target).toFixed(6))}`,
        name,
      ]),
    },
  ],
};

const perRoute = (metric, labels = '') => `sum by (job, route) (rate(${metric}${labels}[5m]))`;
const requestsRow = {
  title: '請求 Requests: rate, errors, duration',
  panels: [
    {
      title: '請求數 Requests per second',
      unit: 'reqps',
      targets: [[perRoute('http_request_duration_seconds_count'), '{{job}} {{route}}']],
    },
    {
      title: '伺服器錯誤 Server errors per second',
      unit: 'reqps',
      targets: [[perRoute('http_request_duration_seconds_count', '{status=~"5.."}'), '{{job}} {{route}}']],
    },
    {
      title: '請求時間 Duration, p95',
      unit: 's',
      targets: [
        [
          'histogram_quantile(0.95, sum by (job, le, route) (rate(http_request_duration_seconds_bucket[5m])))',
          '{{job}} {{route}}',
        ],
      ],
    },
  ],
};

/** What the catalogue of figures does not hold: rates of events, and the processes themselves. */
const otherRows = [
  {
    title: '告警 Alerts',
    panels: [
      {
        title: '觸發中 Firing',
        unit: 'short',
        targets: [['max by (name, severity) (vocalborn_alert_firing)', '{{name}} ({{severity}})']],
      },
      {
        title: '訊息 Messages per minute',
        unit: 'short',
        targets: [
          ['60 * sum by (channel, outcome) (rate(vocalborn_alert_messages_total[5m]))', '{{channel}} {{outcome}}'],
        ],
      },
    ],
  },
  {
    title: '流量 Flow',
    panels: [
      {
        title: '狀態變化 State changes per minute',
        unit: 'short',
        targets: [
          ['60 * max by (state, error_kind) (rate(vocalborn_task_events_total[5m]))', '{{state}} {{error_kind}}'],
        ],
      },
      {
        title: '處理時間 Processing time',
        unit: 's',
        targets: [0.5, 0.95, 0.99].map((share) => [
          `histogram_quantile(${share}, max by (le) (rate(vocalborn_task_processing_seconds_bucket[5m])))`,
          `p${share * 100}`,
        ]),
      },
      {
        title: '等待時間 Wait',
        unit: 's',
        targets: [0.5, 0.95, 0.99].map((share) => [
          `histogram_quantile(${share}, max by (le) (rate(vocalborn_task_wait_seconds_bucket[5m])))`,
          `p${share * 100}`,
        ]),
      },
      {
        title: '佇列內容 Jobs in the queue',
        unit: 'short',
        targets: [['max by (state) (vocalborn_queue_jobs)', '{{state}}']],
      },
      {
        title: '進度停滯 Progress lag',
        unit: 's',
        targets: [['max(vocalborn_task_progress_lag_seconds)', 'longest']],
      },
    ],
  },
  {
    title: '程序 Processes',
    panels: [
      {
        title: '事件迴圈延遲 Event-loop lag, p99',
        unit: 's',
        targets: [['max by (app, instance) (nodejs_eventloop_lag_p99_seconds)', '{{app}} {{instance}}']],
      },
      {
        title: '記憶體 Resident memory',
        unit: 'bytes',
        targets: [['max by (app, instance) (process_resident_memory_bytes)', '{{app}} {{instance}}']],
      },
      {
        title: '資料庫連線 Database connections',
        unit: 'short',
        targets: [['sum by (app, state) (vocalborn_database_connections)', '{{app}} {{state}}']],
      },
    ],
  },
];

const width = 8;
const height = 7;
const datasource = { type: 'prometheus', uid: '${datasource}' };

const panel = ({ title, description, unit, targets }, gridPos, id) => ({
  id,
  type: 'timeseries',
  title,
  ...(description === undefined ? {} : { description }),
  datasource,
  gridPos,
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  targets: targets.map(([expr, legendFormat], index) => ({
    refId: String.fromCharCode(65 + index),
    datasource,
    expr,
    legendFormat,
  })),
});

/** Rows one below the other, their panels three abreast. */
function layOut(rows) {
  const panels = [];
  let y = 0;
  for (const { title, panels: content } of rows) {
    panels.push({ id: panels.length + 1, type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 } });
    y += 1;
    content.forEach((one, index) => {
      const gridPos = { x: (index % 3) * width, y: y + Math.floor(index / 3) * height, w: width, h: height };
      panels.push(panel(one, gridPos, panels.length + 1));
    });
    y += Math.ceil(content.length / 3) * height;
  }
  return panels;
}

/** A Grafana dashboard of every key figure and metric of ours. */
export function dashboard() {
  const rows = Object.entries(groups).map(([group, title]) => ({ title, panels: kpiPanels(group) }));
  const shown = {
    uid: 'vocalborn-analysis',
    title: 'VocalBorn Analysis',
    description: 'Generated by `npm run generate` from the code; do not edit.',
    tags: ['vocalborn'],
    schemaVersion: 39,
    editable: true,
    refresh: '10s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    templating: {
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus', hide: 0 }],
    },
    panels: layOut([objectivesRow, ...rows, requestsRow, ...otherRows]),
  };
  return JSON.stringify(shown);
}
