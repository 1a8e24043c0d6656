import {
  Body,
  Injectable,
  Query,
  ValidationPipe,
  type ArgumentMetadata,
  type PipeTransform,
  type ValidationError,
} from '@nestjs/common';
import { validationPackages } from '@vocalborn/api-description';
import { storageFault } from '@vocalborn/http';
import { plainToInstance } from 'class-transformer';
import { isUUID, validate } from 'class-validator';
import { Problem, type FieldFault } from './problem.js';

const rules = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };

/** Deepest nesting of a request. It leaves room in the free-form parameters and cannot exhaust the stack. */
const deepest = 32;

/** Refuses what Postgres cannot store in a body or a query, and what its DTO does not allow, unknown fields included. */
@Injectable()
export class RequestPipe extends ValidationPipe {
  constructor() {
    super({
      ...rules,
      ...validationPackages,
      transform: true,
      exceptionFactory: (errors: ValidationError[]) => Problem.invalidFields(faultsOf(errors)),
    });
  }

  /** @throws Problem `invalid-request` */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const fault = storageFault(value, deepest, metadata.data);
    if (fault) throw Problem.invalidFields([{ field: fault.field || 'body', message: fault.message }]);
    return super.transform(value, metadata);
  }
}

const requestPipe = new RequestPipe();

/**
 * The parameter that receives the JSON body as its DTO, for a route on which validation shows in a profile.
 * @param isValid a cheap test that accepts no invalid body; what it does not accept is validated as everywhere
 */
export function QuicklyValidBody<Dto extends object>(
  type: new () => Dto,
  isValid: (body: object) => body is Dto,
): ParameterDecorator {
  return Body({
    transform: (value: unknown, metadata: ArgumentMetadata): unknown =>
      typeof value === 'object' && value !== null && isValid(value)
        ? Object.assign(new type(), value)
        : requestPipe.transform(value, metadata),
  });
}

/** The parameter that receives the JSON body as its DTO. */
export const ValidBody = (): ParameterDecorator => Body(requestPipe);

/**
 * The parameter that receives the query as its DTO. No pipe is global: on the routes that are polled, the pipes of
 * parameters that need none would cost as much as the rest of the routing.
 */
export const ValidQuery = (): ParameterDecorator => Query(requestPipe);

/** A path parameter that must be a UUID. @throws Problem `invalid-request` with the name of the parameter */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string, metadata: ArgumentMetadata): string {
    if (isUUID(value)) return value.toLowerCase();
    throw Problem.invalidFields([{ field: metadata.data ?? 'id', message: 'must be a UUID' }]);
  }
}

/** Validates fields that are no JSON body, such as those of a multipart form. @throws Problem */
export async function validated<Dto extends object>(type: new () => Dto, fields: object): Promise<Dto> {
  const dto = plainToInstance(type, fields);
  const errors = await validate(dto, rules);
  if (errors.length > 0) throw Problem.invalidFields(faultsOf(errors));
  return dto;
}

function faultsOf(errors: readonly ValidationError[], path = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const field = path + error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...faultsOf(error.children ?? [], `${field}.`)];
  });
}
