import { Uuid, Whole, Nested } from '@vocalborn/api-description';
import { describe, expect, it } from 'vitest';
import { Problem } from './problem.js';
import { IdPipe, RequestPipe, validated } from './validation.js';

class PointDto {
  @Whole({ min: 0 })
  x!: number;
}

class ShapeDto {
  @Uuid()
  id!: string;

  @Nested(PointDto, { nullable: true })
  centre!: PointDto | null;
}

const id = '0b9e0c5e-5f0a-4d53-8c0e-0d6a4d1f6a11';

/** The names of the fields that an action refuses; empty when it refuses none. */
async function refused(action: () => unknown): Promise<string[]> {
  try {
    await action();
    return [];
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'invalid-request') throw error;
    return (error.body({ url: '/', id: '' })['errors'] as { field: string }[]).map(({ field }) => field);
  }
}

describe.each<[string, (given: object) => unknown]>([
  ['a JSON body', (given) => new RequestPipe().transform(given, { type: 'body', metatype: ShapeDto })],
  ['the fields of a form', (given) => validated(ShapeDto, given)],
])('the validation of %s', (_, validate) => {
  it('returns an object of the DTO', async () => {
    const dto = await validate({ id, centre: { x: 1 } });
    expect(dto).toBeInstanceOf(ShapeDto);
    expect(dto).toEqual({ id, centre: { x: 1 } });
  });

  it.each<[object, string[]]>([
    [{ id, centre: null }, []],
    [{ centre: null }, ['id']],
    [{ id: 'x', centre: null, extra: 1 }, ['extra', 'id']],
    [{ id, centre: { x: -1 } }, ['centre.x']],
    [{ id, centre: { x: 1, y: 2 } }, ['centre.y']],
    [{}, ['centre', 'id']],
  ])('refuses in %j the fields %j', async (given, fields) => {
    expect([...new Set(await refused(() => validate(given)))].toSorted()).toEqual(fields);
  });
});

describe('an id in a path', () => {
  const read = (value: string, data?: string) =>
    new IdPipe().transform(value, { type: 'param', ...(data && { data }) });

  it('is returned in lower case', () => {
    expect(read(id.toUpperCase())).toBe(id);
  });

  it.each(['', 'x', `${id} `, ` ${id}`, `${id}\0`, `${id}\n`, id.replaceAll('-', ''), `{${id}}`, '__proto__'])(
    'is refused when it is %j',
    async (value) => {
      expect(await refused(() => read(value, 'task_id'))).toEqual(['task_id']);
    },
  );
});

describe('text that Postgres cannot store', () => {
  const pipe = new RequestPipe();

  it.each([
    ['body', { a: { b: '\0' } }, undefined, 'a.b'],
    ['query', { cursor: '\ud800' }, undefined, 'cursor'],
    ['query', '\0', 'theme', 'theme'],
    ['body', '\0', undefined, 'body'],
  ] as const)('is refused in a %s: %j', async (type, value, data, field) => {
    const metadata = { type, ...(data && { data }) };
    expect(await refused(() => pipe.transform(value, metadata))).toEqual([field]);
  });

  it('leaves every other value as it is', async () => {
    const body = { a: [1, 'é', null] };
    expect(await pipe.transform(body, { type: 'body' })).toEqual(body);
  });
});
