import { Param, ParseEnumPipe, ParseUUIDPipe } from '@nestjs/common';
import { Problem } from './problem.js';

/** A part of the path that must be a UUID. @throws Problem 400 naming it */
export const UuidParam = (name: string): ParameterDecorator =>
  Param(name, new ParseUUIDPipe({ exceptionFactory: () => new Problem(400, `${name} must be a UUID`) }));

/** A part of the path that must be one of some words. @throws Problem 400 naming it and them */
export const WordParam = (name: string, words: Readonly<Record<string, string>>): ParameterDecorator => {
  const text = `${name} must be one of ${Object.values(words).join(', ')}`;
  return Param(name, new ParseEnumPipe(words, { exceptionFactory: () => new Problem(400, text) }));
};
