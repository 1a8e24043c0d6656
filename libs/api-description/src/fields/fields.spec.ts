import { Module, ValidationPipe, type BadRequestException, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describe, expect, it } from 'vitest';
import { Decimal, Flag, Instant, instantBounds, OneOf, Share, Text, Uuid, Whole } from './scalars.js';
import { loadSwagger } from '../openapi/deferred.js';
import { Computed, Dictionary, ListOf, Nested } from './structures.js';

/** A DTO with one field, `value`, and `initial` as the initial value of its property. */
function dtoOf(decorator: PropertyDecorator, initial?: unknown): Type {
  class Dto {
    value: unknown = initial;
  }
  decorator(Dto.prototype, 'value');
  return Dto;
}

class PointDto {
  @Whole({ min: 0 })
  x!: number;
}

class NamedPointDto extends PointDto {
  @Uuid()
  id!: string;
}

const pipe = new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true });

/** The DTO that a request body or query becomes, or the messages that refuse it. */
async function read(metatype: Type, sent: object): Promise<unknown> {
  try {
    return await pipe.transform(sent, { type: 'body', metatype });
  } catch (error) {
    return ((error as BadRequestException).getResponse() as { message: string[] }).message;
  }
}

const accepted = (value: unknown) => ({ value });

it('takes the properties of a dictionary whatever their names are', async () => {
  const given = { constructor: 1, toString: 'x', nested: { valueOf: [{ hasOwnProperty: null }] } };
  expect(await read(dtoOf(Dictionary()), { value: given })).toEqual({ value: given });
});

/** The schemas of the document that describe some DTOs, by class name. */
async function schemasOf(...dtos: Type[]) {
  const { DocumentBuilder, SwaggerModule } = await loadSwagger();
  @Module({})
  class Empty {}
  const app = await NestFactory.create(Empty, new FastifyAdapter(), { logger: false });
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build(), { extraModels: dtos });
  await app.close();
  return document.components?.schemas ?? {};
}

const schemaOf = async (decorator: PropertyDecorator) => (await schemasOf(dtoOf(decorator)))['Dto'];

const id = '0b9e0c5e-5f0a-4d53-8c0e-0d6a4d1f6a11';
const pointRef = { $ref: '#/components/schemas/PointDto' };

describe('the schema of a field', () => {
  it.each<[string, PropertyDecorator, object]>([
    ['Uuid', Uuid(), { type: 'string', format: 'uuid' }],
    ['Uuid or null', Uuid({ nullable: true }), { type: 'string', format: 'uuid', nullable: true }],
    [
      'Text',
      Text({ description: 'A name.', example: 'Li' }),
      { type: 'string', description: 'A name.', example: 'Li' },
    ],
    ['Text with lengths', Text({ filled: true, maxLength: 5 }), { type: 'string', minLength: 1, maxLength: 5 }],
    [
      'Text with a pattern',
      Text({ pattern: { matches: /^\d+$/, message: 'no' } }),
      { type: 'string', pattern: '^\\d+$' },
    ],
    ['Instant', Instant(), { type: 'string', format: 'date-time' }],
    ['Instant of a query', Instant({ fromText: true }), { type: 'string', format: 'date-time' }],
    ['Whole', Whole({ min: 1, max: 9 }), { type: 'integer', minimum: 1, maximum: 9 }],
    ['Decimal', Decimal({ min: 0, example: 2.4 }), { type: 'number', minimum: 0, example: 2.4 }],
    [
      'positive Decimal',
      Decimal({ positive: true, max: 9 }),
      { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 9 },
    ],
    ['Share or null', Share({ nullable: true }), { type: 'number', minimum: 0, maximum: 1, nullable: true }],
    ['Flag', Flag(), { type: 'boolean' }],
    ['OneOf', OneOf(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
    ['OneOf or null', OneOf(['a'], { nullable: true }), { type: 'string', enum: ['a', null], nullable: true }],
    ['Nested', Nested(PointDto), pointRef],
    [
      'Nested or null',
      Nested(PointDto, { nullable: true }),
      { oneOf: [pointRef, { type: 'object', nullable: true, enum: [null] }] },
    ],
    [
      'ListOf a DTO',
      ListOf(PointDto, { description: 'Oldest first.' }),
      { type: 'array', items: pointRef, description: 'Oldest first.' },
    ],
    [
      'ListOf UUIDs',
      ListOf('uuid', { minItems: 1, maxItems: 2 }),
      { type: 'array', items: { type: 'string', format: 'uuid' }, minItems: 1, maxItems: 2 },
    ],
    [
      'ListOf distinct UUIDs',
      ListOf('uuid', { distinct: true }),
      { type: 'array', items: { type: 'string', format: 'uuid' }, uniqueItems: true },
    ],
    ['ListOf words', ListOf('text', { among: ['a'] }), { type: 'array', items: { type: 'string', enum: ['a'] } }],
    ['ListOf objects', ListOf('object'), { type: 'array', items: { type: 'object', additionalProperties: true } }],
    ['Dictionary', Dictionary(), { type: 'object', additionalProperties: true }],
    [
      'Dictionary of whole numbers',
      Dictionary({ values: { type: 'integer' } }),
      { type: 'object', additionalProperties: { type: 'integer' } },
    ],
    [
      'Computed oneOf',
      Computed({ oneOf: [{ type: 'integer' }, { type: 'string' }] }),
      { oneOf: [{ type: 'integer' }, { type: 'string' }] },
    ],
    [
      'Computed',
      Computed({ type: 'object', properties: { a: { type: 'string' } } }),
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
  ])('%s', async (_, decorator, schema) => {
    expect(await schemaOf(decorator)).toEqual({ type: 'object', properties: { value: schema }, required: ['value'] });
  });

  it.each<[string, PropertyDecorator, object]>([
    ['optional', Text({ optional: true }), { type: 'string' }],
    ['with a default', Whole({ default: 20 }), { type: 'integer', default: 20 }],
    ['with a default that is false', Flag({ default: false }), { type: 'boolean', default: false }],
  ])('is not required when the field is %s', async (_, decorator, schema) => {
    expect(await schemaOf(decorator)).toEqual({ type: 'object', properties: { value: schema } });
  });

  it('lists a nullable DTO among the schemas of the document', async () => {
    const schemas = await schemasOf(dtoOf(Nested(PointDto, { nullable: true })));
    expect(schemas['PointDto']).toEqual({
      type: 'object',
      properties: { x: { type: 'integer', minimum: 0 } },
      required: ['x'],
    });
  });

  it('is inherited, as the rules are', async () => {
    expect((await schemasOf(NamedPointDto))['NamedPointDto']).toMatchObject({
      properties: { x: { type: 'integer', minimum: 0 }, id: { type: 'string', format: 'uuid' } },
      required: ['x', 'id'],
    });
    expect(await read(NamedPointDto, { x: -1, id })).toEqual(['x must not be less than 0']);
  });
});

describe('the values of a field', () => {
  it.each<[string, PropertyDecorator, unknown[], unknown[]]>([
    ['Uuid', Uuid(), [id], ['', 'no', id.slice(1), 1, null, undefined, [id]]],
    ['Text', Text(), ['', 'x'], [1, true, null, undefined, ['x'], {}]],
    ['filled Text', Text({ filled: true }), [' ', 'x'], ['', null]],
    ['short Text', Text({ maxLength: 2 }), ['', 'xy'], ['xyz', 3]],
    [
      'Text with a pattern',
      Text({ pattern: { matches: /^\d{1,3}$/, message: 'no' } }),
      ['1', '123'],
      ['', '1234', 'a', 1],
    ],
    [
      'Instant',
      Instant(),
      ['2026-01-01T00:00:00Z', '2024-02-29T00:00:00.000Z'],
      ['yesterday', '2026-02-30T00:00:00Z', 0, null],
    ],
    ['Whole', Whole({ min: 1, max: 3 }), [1, 3], [0, 4, 1.5, '1', NaN, Infinity, null]],
    ['Decimal', Decimal({ min: -1, max: 1 }), [-1, 0.5, 1], [-1.1, 1.1, '0', NaN, Infinity]],
    ['positive Decimal', Decimal({ positive: true }), [Number.MIN_VALUE, 5], [0, -1, '5']],
    ['Share', Share(), [0, 0.3, 1], [-0.01, 1.01, null]],
    ['Flag', Flag(), [true, false], ['true', 0, 1, null]],
    ['OneOf', OneOf(['a', 'b']), ['a', 'b'], ['A', 'c', '', null, ['a']]],
    ['nullable OneOf', OneOf(['a'], { nullable: true }), ['a', null], ['b', undefined]],
    ['nullable Uuid', Uuid({ nullable: true }), [id, null], ['', undefined]],
    ['optional Uuid', Uuid({ optional: true }), [id, null, undefined], ['', 'no']],
    [
      'ListOf UUIDs',
      ListOf('uuid', { minItems: 1, maxItems: 2 }),
      [[id], [id, id]],
      [[], [id, id, id], ['no'], [id, 1], id],
    ],
    ['ListOf distinct texts', ListOf('text', { distinct: true }), [[], ['a', 'b']], [['a', 'b', 'A'], 'x', null]],
    ['ListOf texts', ListOf('text'), [[], ['']], [[1], 'x', null]],
    ['ListOf words', ListOf('text', { among: ['a', 'b'] }), [[], ['a', 'b']], [['c'], ['a', 'A'], 'a', [1]]],
    ['ListOf whole numbers', ListOf('whole'), [[1, 2]], [[1.5], ['1']]],
    ['ListOf numbers', ListOf('number'), [[1.5]], [['1'], [NaN]]],
    ['ListOf objects', ListOf('object'), [[{}], [{ a: 1 }]], [[1], ['x']]],
    ['Dictionary', Dictionary(), [{}, { a: [1] }], [[], 'x', 1, null]],
    ['short Dictionary', Dictionary({ maxJson: 7 }), [{}, { a: 1 }], [{ a: 10 }, { ab: 1 }]],
  ])('%s', async (_, decorator, good, bad) => {
    const dto = dtoOf(decorator);
    for (const value of good) expect(await read(dto, { value }), JSON.stringify(value)).toEqual(accepted(value));
    for (const value of bad) expect(await read(dto, { value }), JSON.stringify(value)).toEqual(expect.any(Array));
  });

  it.each<[string, PropertyDecorator, unknown, string[]]>([
    ['of the lengths', Text({ filled: true, maxLength: 500 }), '', ['value should not be empty']],
    ['of a pattern', Text({ pattern: { matches: /x/, message: '$property must hold x' } }), 'y', ['value must hold x']],
    ['of a set', OneOf(['a', 'b'], { message: 'value must be a or b' }), 'c', ['value must be a or b']],
    ['of the JSON', Dictionary({ maxJson: 4 }), { a: 1 }, ['value must be at most 4 characters of JSON']],
    [
      'of every rule',
      Whole({ min: 1, max: 3 }),
      4.5,
      ['value must be an integer number', 'value must not be greater than 3'],
    ],
    [
      'of a nested field',
      Nested(PointDto),
      { x: 'a' },
      ['value.x must be an integer number', 'value.x must not be less than 0'],
    ],
  ])('names the faults: %s', async (_, decorator, value, messages) => {
    expect(((await read(dtoOf(decorator), { value })) as string[]).toSorted()).toEqual(messages.toSorted());
  });

  it('makes nested objects instances of their DTO and refuses unknown fields in them', async () => {
    const list = dtoOf(ListOf(PointDto));
    expect(((await read(list, { value: [{ x: 1 }] })) as { value: unknown[] }).value[0]).toBeInstanceOf(PointDto);
    expect(await read(list, { value: [{ x: 1, y: 2 }] })).toEqual(['value.0.property y should not exist']);
    expect(await read(dtoOf(Nested(PointDto)), { value: 'x' })).toEqual(expect.any(Array));
    expect(await read(dtoOf(Nested(PointDto, { nullable: true })), { value: null })).toEqual(accepted(null));
    expect(await read(dtoOf(Nested(PointDto, { nullable: true })), { value: { x: -1 } })).toEqual(expect.any(Array));
  });
});

describe('a field of a query', () => {
  const limit = dtoOf(Whole({ fromText: true, min: 1, max: 9, default: 5 }), 5);

  it.each([
    [{ value: '3' }, accepted(3)],
    [{}, accepted(5)],
    [{ value: '10' }, ['value must not be greater than 9']],
  ])('reads a whole number: %j', async (sent, result) => expect(await read(limit, sent)).toEqual(result));

  it.each(['', '1.5', 'x', '1x', ['1', '2'], 'NaN', 'Infinity'])('refuses %j as a whole number', async (value) => {
    expect(await read(limit, { value })).toContain('value must be an integer number');
  });

  it('reads an instant within the bounds that PostgreSQL stores', async () => {
    const instant = dtoOf(Instant({ fromText: true, optional: true }));
    const { earliest, latest } = instantBounds;
    for (const date of [earliest, latest, new Date('2026-01-01')]) {
      expect(await read(instant, { value: date.toISOString() })).toEqual(accepted(date));
    }
    for (const value of ['x', '', '-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z', ['2026-01-01']]) {
      expect(await read(instant, { value }), String(value)).toEqual(expect.any(Array));
    }
    expect(await read(instant, {})).toEqual(accepted(undefined));
  });

  it('takes an empty text for a field that is left out, if asked to', async () => {
    expect(await read(dtoOf(Text({ optional: true, emptyIsAbsent: true })), { value: '' })).toEqual(
      accepted(undefined),
    );
    const offset = dtoOf(Whole({ fromText: true, emptyIsAbsent: true, min: 0, default: 0 }), 0);
    expect(await read(offset, { value: '' })).toEqual(accepted(0));
    expect(await read(dtoOf(OneOf(['a'], { optional: true })), { value: '' })).toEqual(expect.any(Array));
  });

  it('brings a word into the form of the set', async () => {
    const state = dtoOf(OneOf(['A', 'B'], { read: (text) => text.toUpperCase() }));
    expect(await read(state, { value: 'a' })).toEqual(accepted('A'));
    for (const value of ['c', '', ['a']]) expect(await read(state, { value })).toEqual(expect.any(Array));
  });
});
