import { ApiProperty } from '@nestjs/swagger';
import { severities } from '@vocalborn/monitoring-rules';
import type { StoredAlert } from '@vocalborn/monitor-store';

type AlertState = StoredAlert['state'];

const openStates = ['pending', 'firing'] as const satisfies readonly AlertState[];
const alertStates = [...openStates, 'resolved', 'cancelled'] as const satisfies readonly AlertState[];

/** A rule of the alert file, and how it stands. */
export class AlertRuleDto {
  @ApiProperty({ example: '佇列積壓告警' })
  name!: string;

  @ApiProperty({ example: 'queue_length > 50', description: 'As the file has it.' })
  condition!: string;

  @ApiProperty({ enum: severities, example: 'warning' })
  severity!: string;

  @ApiProperty({ type: 'integer', example: 60, description: 'How long the condition must hold before it fires.' })
  for_seconds!: number;

  @ApiProperty({ enum: ['inactive', ...openStates] })
  state!: 'inactive' | AlertState;

  @ApiProperty({ type: Number, nullable: true, example: 12, description: 'Of the figure that the condition is about.' })
  value!: number | null;

  @ApiProperty({ example: '12', description: 'The value with its unit.' })
  display!: string;

  @ApiProperty({ type: 'integer', nullable: true, example: 600, description: 'Over which time the value was taken.' })
  window_seconds!: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when the condition holds.' })
  since!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  silenced_until!: string | null;
}

/** An alert that was raised, whether it has ended or not. */
export class PastAlertDto {
  @ApiProperty({ format: 'uuid' })
  alert_id!: string;

  @ApiProperty({ example: '佇列積壓告警' })
  name!: string;

  @ApiProperty({ example: 'queue_length > 50' })
  condition!: string;

  @ApiProperty({ enum: severities, example: 'warning' })
  severity!: string;

  @ApiProperty({ enum: alertStates, description: '`cancelled` ended before it could fire.' })
  state!: AlertState;

  @ApiProperty({ type: Number, nullable: true, example: 52, description: 'When it fired, or was raised.' })
  value!: number | null;

  @ApiProperty({ format: 'date-time' })
  since!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  fired_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  ended_at!: string | null;
}

/** The file that the rules in force come from. */
export class RulesFileDto {
  @ApiProperty({ example: '/etc/vocalborn/alerts.yaml' })
  path!: string;

  @ApiProperty({ format: 'date-time', description: 'When the rules in force were taken from it.' })
  loaded_at!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Why the file as it is now is refused.' })
  error!: string | null;
}

/** The answer of `GET /api/alerts`. */
export class AlertsDto {
  @ApiProperty({ type: [AlertRuleDto] })
  rules!: AlertRuleDto[];

  @ApiProperty({ type: [PastAlertDto], description: 'The newest first.' })
  history!: PastAlertDto[];

  @ApiProperty({ type: RulesFileDto })
  rules_file!: RulesFileDto;
}
