import { Injectable, SetMetadata, ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { validationPackages } from '@vocalborn/api-description';
import type { ValidationError } from 'class-validator';
import { Problem } from './problem.js';

const tolerance = 'passes-over-unknown-fields';

/** On a DTO of Flower's API: unknown fields are ignored, as in Flower. */
export const PassesOverUnknownFields = () => SetMetadata(tolerance, true);

/** class-transformer drops these fields before class-validator could refuse them as unknown. */
const dropped = ['__proto__', 'constructor'];

/**
 * Validates every DTO. Unknown fields are refused, because a mistyped filter would find everything.
 * @throws Problem 400 naming every invalid field
 */
@Injectable()
export class RequestValidationPipe implements PipeTransform<unknown, unknown> {
  readonly #strict = new ValidationPipe({
    ...validationPackages,
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: refused,
  });
  readonly #tolerant = new ValidationPipe({
    ...validationPackages,
    transform: true,
    whitelist: true,
    exceptionFactory: refused,
  });

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { metatype = Object, type } = metadata;
    const isTolerant = metatype === Object || Reflect.getMetadata(tolerance, metatype) === true;
    if (type === 'query' && !isTolerant) refuseDropped(value as object);
    return (isTolerant ? this.#tolerant : this.#strict).transform(value, metadata) as Promise<unknown>;
  }
}

function refuseDropped(query: object): void {
  const name = dropped.find((each) => Object.hasOwn(query, each));
  if (name !== undefined) throw new Problem(400, unknownField(name));
}

function refused(errors: readonly ValidationError[]): Problem {
  return new Problem(400, errors.flatMap(faultsOf).join('; '));
}

/** The faults of a field and of the fields within it. */
function faultsOf({ property, constraints = {}, children = [] }: ValidationError): string[] {
  const own = 'whitelistValidation' in constraints ? [unknownField(property)] : Object.values(constraints);
  return [...own, ...children.flatMap(faultsOf)];
}

/** The message that refuses an unknown field. */
export const unknownField = (name: string): string => `there is no field '${name}' here`;
