import type { Type as Class } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  IsUUID,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { ApiExtraModels, ApiProperty, schemaPath } from '../openapi/deferred.js';
import { acceptsNull, field, type FieldOptions } from './field.js';

/** An object of another DTO. */
export function Nested(dto: Class, { nullable, ...options }: FieldOptions = {}): PropertyDecorator {
  const rules = [IsObject(), ValidateNested(), Type(() => dto)];
  if (!nullable) return field({ type: dto }, options, ...rules);
  // Swagger drops `type` beside `oneOf`, but without it looks for the type of the property.
  // In OpenAPI 3.0 `nullable` beside a reference has no effect: the schema that is referred to still refuses null.
  const schema = {
    type: 'object',
    oneOf: [{ $ref: schemaPath(dto) }, { type: 'object', nullable: true, enum: [null] }],
  };
  return (target, name) => {
    ApiExtraModels(dto)(target.constructor);
    field(schema, options, acceptsNull(), ...rules)(target, name);
  };
}

const each = { each: true } as const;

/** The scalar items of a list. */
const items = {
  uuid: { schema: { type: 'string', format: 'uuid' }, rule: () => IsUUID(undefined, each) },
  text: { schema: { type: 'string' }, rule: () => IsString(each) },
  whole: { schema: { type: 'integer' }, rule: () => IsInt(each) },
  number: { schema: { type: 'number' }, rule: () => IsNumber({}, each) },
  object: { schema: { type: 'object', additionalProperties: true }, rule: () => IsObject(each) },
} as const;

interface ListOptions extends FieldOptions {
  readonly minItems?: number;
  readonly maxItems?: number;
  /** No item may stand in the list twice; the case of letters does not count. */
  readonly distinct?: boolean;
  /** The values that items may have. */
  readonly among?: readonly string[];
}

/** A list of scalars or of objects of another DTO. */
export function ListOf(
  item: keyof typeof items | Class,
  { minItems, maxItems, distinct, among, ...options }: ListOptions = {},
) {
  const scalar = typeof item === 'string' ? items[item] : undefined;
  const schema = {
    ...(scalar ? { type: 'array', items: { ...scalar.schema, ...(among && { enum: among }) } } : { type: [item] }),
    ...(minItems !== undefined && { minItems }),
    ...(maxItems !== undefined && { maxItems }),
    ...(distinct && { uniqueItems: true }),
  };
  const rules = [
    IsArray(),
    ...(scalar ? [scalar.rule()] : [ValidateNested(each), Type(() => item as Class)]),
    ...(among === undefined ? [] : [IsIn(among, each)]),
    ...(minItems === undefined ? [] : [ArrayMinSize(minItems)]),
    ...(maxItems === undefined ? [] : [ArrayMaxSize(maxItems)]),
    ...(distinct ? [ArrayUnique(inLowerCase)] : []),
  ];
  return field(schema, options, ...rules);
}

const inLowerCase = (item: unknown): unknown => (typeof item === 'string' ? item.toLowerCase() : item);

interface DictionaryOptions extends FieldOptions {
  /** Schema of the values; any value if left out. It is documentation: values are not validated. */
  readonly values?: object;
  /** Most characters of the object as JSON. */
  readonly maxJson?: number;
}

/** An object whose property names are data. */
export function Dictionary({ values, maxJson, ...options }: DictionaryOptions = {}): PropertyDecorator {
  const rules = [asGiven(), IsObject(), ...(maxJson === undefined ? [] : [IsShortJson(maxJson)])];
  return field({ type: 'object', additionalProperties: values ?? true }, options, ...rules);
}

/** Takes the value as it was sent: class-transformer drops properties with the names of Object's own, such as `toString`. */
const asGiven = (): PropertyDecorator =>
  Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]);

/** A property of an answer whose schema is computed from a table. Nothing validates it. */
export function Computed({
  required,
  ...schema
}: {
  readonly required?: readonly string[];
  readonly [name: string]: unknown;
}) {
  // A list under `required` names members of the object; Nest takes it for whether the property itself is required.
  return ApiProperty({
    type: 'object',
    ...schema,
    ...(required && { selfRequired: true, required }),
  } as unknown as ApiPropertyOptions);
}

function IsShortJson(limit: number): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isShortJson',
      target: target.constructor,
      propertyName: String(property),
      options: { message: `$property must be at most ${limit} characters of JSON` },
      validator: { validate: (value: unknown) => JSON.stringify(value ?? null).length <= limit },
    });
  };
}
