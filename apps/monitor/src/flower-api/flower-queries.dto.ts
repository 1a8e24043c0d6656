import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString } from 'class-validator';
import { OptionalNumber, OptionalSearch } from '../http/query-fields.js';
import { PassesOverUnknownFields } from '../http/request-validation.pipe.js';
import { flowerStateNames } from './flower-task.dto.js';

/** What Postgres can pass over at most. */
const farthest = 2_147_483_647;

/** Takes an empty field for one that is left out: Flower's page sends all of its fields, filled or not. */
const PassesOverEmpty = () => Transform(({ value }: { value: unknown }) => (value === '' ? undefined : value));

const OptionalText = () => applyDecorators(PassesOverEmpty(), IsOptional(), IsString());

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
  @OptionalText()
  sort_by?: string;

  @ApiPropertyOptional({ example: 'worker1@host', description: 'Whose last try this worker ran; `All` for any.' })
  @OptionalText()
  workername?: string;

  @ApiPropertyOptional({ description: 'Of this kind; `All` for any.' })
  @OptionalText()
  taskname?: string;

  @ApiPropertyOptional({ description: `${flowerStateNames.join(', ')}, or All.`, example: 'SUCCESS' })
  @OptionalText()
  state?: string;

  @ApiPropertyOptional({ description: 'UTC, YYYY-MM-DD HH:MM', example: '2026-01-01 08:00' })
  @OptionalText()
  received_start?: string;

  @ApiPropertyOptional({ description: 'UTC, YYYY-MM-DD HH:MM', example: '2026-01-01 09:00' })
  @OptionalText()
  received_end?: string;

  @PassesOverEmpty()
  @OptionalSearch()
  search?: string;
}

/** Flower's ways of asking for workers. */
@PassesOverUnknownFields()
export class FlowerWorkersDto {
  @ApiPropertyOptional({ example: 'worker1@host', description: 'Only this worker.' })
  @OptionalText()
  workername?: string;

  @ApiPropertyOptional({ example: 'true', description: 'Only whether each is online.' })
  @OptionalText()
  status?: string;

  @ApiPropertyOptional({ example: 'true', description: 'Makes no difference: reports are two seconds old at most.' })
  @OptionalText()
  refresh?: string;
}
