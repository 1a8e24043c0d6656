import type { Type } from '@nestjs/common';
import { getSchemaPath, type ApiPropertyOptions } from '@nestjs/swagger';

/**
 * Describes a property that is an object or null. `nullable` beside a reference would not do: in OpenAPI 3.0 the
 * schema that is referred to goes on refusing null. The class itself must be named by `ApiExtraModels`.
 */
export function orNull(dto: Type): ApiPropertyOptions {
  return { oneOf: [{ $ref: getSchemaPath(dto) }, { type: 'object', nullable: true, enum: [null] }] };
}
