import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, IsUUID, registerDecorator, type ValidationOptions } from 'class-validator';

/** Longest JSON text of the free-form parameters. */
const paramsLimit = 4_096;

/** The body of `POST /analyze`. */
export class AnalyzeDto {
  @ApiProperty({ format: 'uuid', description: 'The practice record whose recording is to be analysed.' })
  @IsUUID()
  practice_record_id!: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Free-form parameters kept with the task, at most 4 kB of JSON.',
  })
  @IsOptional()
  @IsObject()
  @IsShortJson(paramsLimit)
  params?: Record<string, unknown>;
}

/** The answer to an accepted analysis. */
export class AcceptedDto {
  @ApiProperty({ format: 'uuid' })
  task_id!: string;

  @ApiProperty({ enum: ['pending', 'processing', 'retry', 'success', 'failure', 'revoked'] })
  status!: string;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Place in line, 1 being the next; null when the queue cannot be asked now.',
  })
  queue_position!: number | null;
}

function IsShortJson(limit: number, options?: ValidationOptions): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isShortJson',
      target: target.constructor,
      propertyName: String(property),
      options: { message: `$property must be at most ${limit} characters of JSON`, ...options },
      validator: { validate: (value: unknown) => JSON.stringify(value ?? null).length <= limit },
    });
  };
}
