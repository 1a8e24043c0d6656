import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import { OptionalNumber } from '../http/query-fields.js';

/** `GET /api/audit` */
export class AuditQueryDto {
  @ApiPropertyOptional({ example: '1200', description: 'Show what came before the action of this number.' })
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: 'before must be the number of an action' })
  before?: string;

  @ApiPropertyOptional({ description: 'Id of a task, name of a worker or alert.' })
  @IsOptional()
  @IsString()
  target?: string;

  @OptionalNumber({ minimum: 1, maximum: 1000, default: 100 })
  limit: number = 100;
}

/** One thing that an operator did. */
export class NotedActionDto {
  @ApiProperty({ example: '1199', description: 'A whole number, as text.' })
  action_id!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ example: 'basic:operator' })
  actor!: string;

  @ApiProperty({ example: 'task.retry' })
  action!: string;

  @ApiProperty({ description: 'Id of a task, name of a worker or alert.' })
  target!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: {}, description: 'What else was asked for.' })
  details!: Readonly<Record<string, unknown>>;

  @ApiProperty({
    type: String,
    enum: ['done', 'failed', null],
    nullable: true,
    description: 'Null when it was begun and its end was not seen.',
  })
  outcome!: 'done' | 'failed' | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it failed.' })
  message!: string | null;
}

/** The answer of `GET /api/audit`. */
export class AuditDto {
  @ApiProperty({ type: [NotedActionDto], description: 'The latest first.' })
  actions!: NotedActionDto[];
}
