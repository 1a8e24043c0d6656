import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { OptionalNumber, OptionalSearch } from '../http/query-fields.js';
import { PassesOverUnknownFields } from '../http/request-validation.pipe.js';
import { flowerStateNames } from './flower-task.dto.js';

/** What Postgres can pass over at most. */
const farthest = 2_147_483_647;

/** Flower's names of what is looked for. */
@PassesOverUnknownFields()
export class FlowerTasksDto {
  @OptionalNumber({ minimum: 1, maximum: 10_000, default: 1000 })
  limit: number = 1_000;

  @OptionalNumber({ minimum: 0, maximum: farthest, default: 0 })
  offset: number = 0;

  @ApiPropertyOptional({
    default: '-received',
    description: 'received, started, name, state or runtime; with a leading minus the newest come first.',
  })
  @IsOptional()
  @IsString()
  sort_by?: string;

  @ApiPropertyOptional({ example: 'worker1@host', description: 'Whose last try this worker ran; `All` for any.' })
  @IsOptional()
  @IsString()
  workername?: string;

  @ApiPropertyOptional({ description: 'Of this kind; `All` for any.' })
  @IsOptional()
  @IsString()
  taskname?: string;

  @ApiPropertyOptional({ description: `${flowerStateNames.join(', ')}, or All.`, example: 'SUCCESS' })
  @IsOptional()
  @IsString()
  state?: string;

  @ApiPropertyOptional({ description: 'UTC, YYYY-MM-DD HH:MM', example: '2026-01-01 08:00' })
  @IsOptional()
  @IsString()
  received_start?: string;

  @ApiPropertyOptional({ description: 'UTC, YYYY-MM-DD HH:MM', example: '2026-01-01 09:00' })
  @IsOptional()
  @IsString()
  received_end?: string;

  @OptionalSearch()
  search?: string;
}

/** Flower's ways of asking for workers. */
@PassesOverUnknownFields()
export class FlowerWorkersDto {
  @ApiPropertyOptional({ example: 'worker1@host', description: 'Only this worker.' })
  @IsOptional()
  @IsString()
  workername?: string;

  @ApiPropertyOptional({ example: 'true', description: 'Only whether each is online.' })
  @IsOptional()
  @IsString()
  status?: string;

  @ApiPropertyOptional({ example: 'true', description: 'Makes no difference: reports are two seconds old at most.' })
  @IsOptional()
  @IsString()
  refresh?: string;
}
