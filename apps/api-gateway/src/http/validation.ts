import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { Problem, type FieldFault } from './problem.js';

const rules = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };

/** Checks every DTO of a controller; unknown fields are refused rather than silently dropped. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    ...rules,
    transform: true,
    exceptionFactory: (errors: ValidationError[]) => Problem.invalidFields(faultsOf(errors)),
  });
}

/** Checks fields that did not come as a JSON body, such as those of a multipart form. @throws Problem */
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
