import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { openAlerts } from '@vocalborn/monitor-store';
import { Counter, Gauge, type Registry } from 'prom-client';
import { METRICS } from '@vocalborn/observability';
import { AlertFile } from './alert-file.js';

/** Metrics of alerts and of their messages. */
@Injectable()
export class AlertMetrics {
  readonly #sent: Counter;

  constructor(
    @Inject(METRICS) registry: Registry,
    private readonly database: Database,
    private readonly file: AlertFile,
  ) {
    const registers = [registry];
    this.#sent = new Counter({
      name: 'vocalborn_alert_messages_total',
      help: 'Messages about alerts that this process sent, by outcome',
      labelNames: ['channel', 'outcome'],
      registers,
    });
    const firing: Gauge = new Gauge({
      name: 'vocalborn_alert_firing',
      help: 'Whether the alert of a rule fires (1) or not (0)',
      labelNames: ['name', 'severity'],
      registers,
      collect: () => this.showFiring(firing),
    });
    const refused: Gauge = new Gauge({
      name: 'vocalborn_alert_file_refused',
      help: 'Whether the present alert file is refused (1), so that older rules are in force',
      registers,
      collect: () => refused.set(Number(this.file.error !== null)),
    });
  }

  sent(channel: string, outcome: 'delivered' | 'failed' | 'given_up'): void {
    this.#sent.inc({ channel, outcome });
  }

  /** Without the database the metric is absent: an old value would be wrong. */
  private async showFiring(gauge: Gauge): Promise<void> {
    const open = await openAlerts(this.database).catch(() => null);
    gauge.reset();
    if (!open) return;
    const firing = new Set(open.filter((alert) => alert.state === 'firing').map((alert) => alert.name));
    for (const { name, severity } of this.file.rules) gauge.set({ name, severity }, Number(firing.has(name)));
  }
}
