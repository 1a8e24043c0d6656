import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsInt, IsOptional, IsString, Max, MaxDate, MaxLength, Min, MinDate } from 'class-validator';
import { earliest, latest } from './instants.js';

interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
  /** What the field holds when it is left out. */
  readonly default: number;
}

/** A whole number that may be left out. */
export const OptionalNumber = (bounds: Bounds) =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', ...bounds }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(bounds.minimum),
    Max(bounds.maximum),
  );

/** An instant that may be left out. */
export const OptionalInstant = () =>
  applyDecorators(
    ApiPropertyOptional({ type: String, format: 'date-time' }),
    IsOptional(),
    Type(() => Date),
    IsDate(),
    MinDate(earliest),
    MaxDate(latest),
  );

const longestSearch = 100;

/** What tasks are searched for by, if anything. */
export const OptionalSearch = () =>
  applyDecorators(
    ApiPropertyOptional({
      maxLength: longestSearch,
      description: 'Id of a task or how it begins, id of a record or user, name of a worker.',
    }),
    IsOptional(),
    IsString(),
    MaxLength(longestSearch),
  );
