import { ListOf, Nested, Text, Whole } from '@vocalborn/api-description';
import { describe, expect, it } from 'vitest';
import { PassesOverUnknownFields, RequestValidationPipe } from './request-validation.pipe.js';

class InnerDto {
  @Whole({ min: 1 })
  n!: number;
}

class StrictDto {
  @Text({ optional: true })
  name?: string;

  @Whole({ fromText: true, min: 1, max: 9, default: 5 })
  limit: number = 5;
}

@PassesOverUnknownFields()
class TolerantDto extends StrictDto {}

class BodyDto {
  @Nested(InnerDto)
  inner!: InnerDto;

  @ListOf('uuid', { maxItems: 1 })
  ids!: string[];
}

const pipe = new RequestValidationPipe();
async function read(value: unknown, metatype: new () => object, type: 'query' | 'body' = 'query'): Promise<unknown> {
  try {
    return await pipe.transform(value, { type, metatype });
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the validation of requests', () => {
  it('makes instances with their defaults', async () => {
    const dto = await read({ name: 'x' }, StrictDto);
    expect(dto).toBeInstanceOf(StrictDto);
    expect(dto).toEqual({ name: 'x', limit: 5 });
  });

  it.each<[object, string]>([
    [{ nam: 'x' }, "there is no field 'nam' here"],
    [{ limit: '0' }, 'limit must not be less than 1'],
    [{ limit: '0', nam: 'x' }, "there is no field 'nam' here; limit must not be less than 1"],
    [JSON.parse('{"__proto__": 1}') as object, "there is no field '__proto__' here"],
    [{ constructor: 'x' }, "there is no field 'constructor' here"],
  ])('refuses %j and names every fault', async (query, message) => expect(await read(query, StrictDto)).toBe(message));

  it.each<object>([{ nam: 'x' }, { constructor: 'x' }])('drops the unknown field of %j for Flower', async (query) => {
    expect(await read({ ...query, name: 'y' }, TolerantDto)).toEqual({ name: 'y', limit: 5 });
  });

  it('refuses an invalid known field for Flower too', async () => {
    expect(await read({ limit: '10' }, TolerantDto)).toBe('limit must not be greater than 9');
  });

  it.each<[object, string]>([
    [{ inner: { n: 1 }, ids: 'x' }, 'ids must be an array'],
    [{ inner: { n: 0 }, ids: [] }, 'n must not be less than 1'],
    [{ inner: { n: 1, m: 1 }, ids: [] }, "there is no field 'm' here"],
  ])('refuses the body %j', async (body, fault) => expect(await read(body, BodyDto, 'body')).toContain(fault));

  it('leaves a plain object alone', async () => expect(await read({ a: 1 }, Object)).toEqual({ a: 1 }));
});
