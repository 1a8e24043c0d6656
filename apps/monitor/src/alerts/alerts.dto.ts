import { Decimal, Instant, ListOf, Nested, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { severities } from '@vocalborn/monitoring-rules';
import type { StoredAlert } from '@vocalborn/monitor-store';

type AlertState = StoredAlert['state'];

const openStates = ['pending', 'firing'] as const satisfies readonly AlertState[];
const alertStates = [...openStates, 'resolved', 'cancelled'] as const satisfies readonly AlertState[];

/** A rule of the alert file and its present state. */
export class AlertRuleDto {
  @Text({ example: '佇列積壓告警' })
  name!: string;

  @Text({ example: 'queue_length > 50', description: 'As it is written in the file.' })
  condition!: string;

  @OneOf(severities, { example: 'warning' })
  severity!: string;

  @Whole({ example: 60, description: 'How long the condition must hold before it fires.' })
  for_seconds!: number;

  @OneOf(['inactive', ...openStates])
  state!: 'inactive' | AlertState;

  @Decimal({ nullable: true, example: 12, description: 'Value of the figure in the condition.' })
  value!: number | null;

  @Text({ example: '12', description: 'The value with its unit.' })
  display!: string;

  @Whole({ nullable: true, example: 600, description: 'Window of the value; null for a figure of the moment.' })
  window_seconds!: number | null;

  @Instant({ nullable: true, description: 'When the condition began to hold.' })
  since!: string | null;

  @Instant({ nullable: true })
  silenced_until!: string | null;
}

/** An alert, open or ended. */
export class PastAlertDto {
  @Uuid()
  alert_id!: string;

  @Text({ example: '佇列積壓告警' })
  name!: string;

  @Text({ example: 'queue_length > 50' })
  condition!: string;

  @OneOf(severities, { example: 'warning' })
  severity!: string;

  @OneOf(alertStates, { description: '`cancelled`: the condition stopped holding before the alert fired.' })
  state!: AlertState;

  @Decimal({ nullable: true, example: 52, description: 'Value when the alert fired; before that, when it was raised.' })
  value!: number | null;

  @Instant()
  since!: string;

  @Instant({ nullable: true })
  fired_at!: string | null;

  @Instant({ nullable: true })
  ended_at!: string | null;
}

/** The file of the rules in force. */
export class RulesFileDto {
  @Text({ example: '/etc/vocalborn/alerts.yaml' })
  path!: string;

  @Instant({ description: 'When the rules in force were read.' })
  loaded_at!: string;

  @Text({ nullable: true, description: 'Why the present file is refused; null when its rules are in force.' })
  error!: string | null;
}

/** The answer of `GET /api/alerts`. */
export class AlertsDto {
  @ListOf(AlertRuleDto)
  rules!: AlertRuleDto[];

  @ListOf(PastAlertDto, { description: 'Newest first.' })
  history!: PastAlertDto[];

  @Nested(RulesFileDto)
  rules_file!: RulesFileDto;
}
