import {
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsNumber,
  IsPositive,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxDate,
  MaxLength,
  Min,
  MinDate,
} from 'class-validator';
import { field, reads, type FieldOptions, type QueryOptions } from './field.js';

/** A UUID of any version. */
export const Uuid = (options: FieldOptions = {}) => field({ type: 'string', format: 'uuid' }, options, IsUUID());

interface TextOptions extends FieldOptions, Pick<QueryOptions, 'emptyIsAbsent'> {
  /** The empty text is refused. */
  readonly filled?: boolean;
  readonly maxLength?: number;
  /** What the text must match, and the message of a text that does not; `$property` stands for the field's name. */
  readonly pattern?: { readonly matches: RegExp; readonly message: string };
}

/** A text. */
export function Text({ filled, maxLength, pattern, ...options }: TextOptions = {}) {
  const schema = {
    type: 'string',
    ...(filled && { minLength: 1 }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern && { pattern: pattern.matches.source }),
  };
  const rules = [
    pattern ? Matches(pattern.matches, { message: pattern.message }) : IsString(),
    ...(filled ? [IsNotEmpty()] : []),
    ...(maxLength === undefined ? [] : [MaxLength(maxLength)]),
    ...(options.emptyIsAbsent ? [reads(options)] : []),
  ];
  return field(schema, options, ...rules);
}

/** The instants that a query may name. JavaScript's dates reach further than PostgreSQL's timestamps. */
export const instantBounds = {
  earliest: new Date('1970-01-01T00:00:00Z'),
  latest: new Date('9999-12-31T23:59:59.999Z'),
} as const;

/** An instant in ISO 8601. The property is a text, or with `fromText` a `Date` within `instantBounds`. */
export function Instant(options: FieldOptions & QueryOptions = {}) {
  const { earliest, latest } = instantBounds;
  const rules = options.fromText
    ? [reads(options, (text) => new Date(text)), IsDate(), MinDate(earliest), MaxDate(latest)]
    : [IsISO8601({ strict: true })];
  return field({ type: 'string', format: 'date-time' }, options, ...rules);
}

interface NumberOptions extends FieldOptions, QueryOptions {
  /** Smallest value. */
  readonly min?: number;
  /** Greatest value. */
  readonly max?: number;
}

/** A whole number. */
export const Whole = (options: NumberOptions = {}) => numeric('integer', IsInt(), options);

/** A finite number. With `positive`, greater than 0. */
export function Decimal({ positive, ...options }: NumberOptions & { readonly positive?: boolean } = {}) {
  if (!positive) return numeric('number', IsNumber(), options);
  return numeric('number', IsPositive(), options, { minimum: 0, exclusiveMinimum: true });
}

/** A number from 0 to 1. */
export const Share = (options: FieldOptions = {}) => Decimal({ min: 0, max: 1, ...options });

/** True or false. */
export const Flag = (options: FieldOptions = {}) => field({ type: 'boolean' }, options, IsBoolean());

interface ChoiceOptions extends FieldOptions, Pick<QueryOptions, 'emptyIsAbsent'> {
  /** Brings what was sent into the form of the values, for example to upper case. */
  readonly read?: (text: string) => unknown;
  /** Replaces the message of a value that is none of these. */
  readonly message?: string;
}

/** One of a set of texts. */
export function OneOf(values: readonly string[], { read, message, ...options }: ChoiceOptions = {}) {
  const shown = options.nullable ? [...values, null] : [...values];
  const rule = IsIn([...values], message === undefined ? undefined : { message });
  return field(
    { type: 'string', enum: shown },
    options,
    ...(read || options.emptyIsAbsent ? [reads(options, read)] : []),
    rule,
  );
}

function numeric(type: string, rule: PropertyDecorator, { min, max, ...options }: NumberOptions, more: object = {}) {
  const schema = {
    type,
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...more,
  };
  const rules = [
    ...(options.fromText || options.emptyIsAbsent ? [reads(options, options.fromText ? Number : undefined)] : []),
    rule,
    ...(min === undefined ? [] : [Min(min)]),
    ...(max === undefined ? [] : [Max(max)]),
  ];
  return field(schema, options, ...rules);
}
