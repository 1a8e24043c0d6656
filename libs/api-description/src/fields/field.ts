import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional, ValidateIf } from 'class-validator';
import { ApiProperty } from '../openapi/deferred.js';

/** Options of every field decorator. */
export interface FieldOptions {
  readonly description?: string;
  readonly example?: unknown;
  /** Null is a value of the field. */
  readonly nullable?: boolean;
  /** The field may be left out. */
  readonly optional?: boolean;
  /** The value that documents a field that is left out; implies `optional`. The class must initialise the property. */
  readonly default?: unknown;
}

/** Options of a field that arrives as text, as in a query. */
export interface QueryOptions {
  /** Converts the text before it is validated. */
  readonly fromText?: boolean;
  /** Treats an empty text as a field that is left out. */
  readonly emptyIsAbsent?: boolean;
}

/**
 * Builds one property decorator from a schema and the class-validator rules that enforce it.
 * The schema always names its type: what compilers emit of `string | null` or of a list is no type of a schema.
 */
export function field(schema: object, options: FieldOptions, ...rules: PropertyDecorator[]): PropertyDecorator {
  return applyDecorators(ApiProperty({ ...schema, ...documented(options) }), ...presence(options), ...rules);
}

/** Converts the text of a query with `read`. Leaves every other value as it is, for the rules to refuse. */
export function reads(options: FieldOptions & QueryOptions, read?: (text: string) => unknown): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => {
    if (value === '') return options.emptyIsAbsent ? options.default : value;
    return typeof value === 'string' && read ? read(value) : value;
  });
}

function documented(options: FieldOptions) {
  const { description, example, nullable } = options;
  return {
    ...(description !== undefined && { description }),
    ...(example !== undefined && { example }),
    ...(nullable && { nullable }),
    ...(options.default !== undefined && { default: options.default }),
    ...(isOptional(options) && { required: false }),
  };
}

/** IsOptional skips the rules for null as well as for a field that is left out. */
function presence(options: FieldOptions): PropertyDecorator[] {
  if (isOptional(options)) return [IsOptional()];
  return options.nullable ? [acceptsNull()] : [];
}

export const acceptsNull = (): PropertyDecorator => ValidateIf((_, value) => value !== null);

const isOptional = (options: FieldOptions): boolean => options.optional === true || options.default !== undefined;
