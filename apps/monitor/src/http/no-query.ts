import { applyDecorators, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refuses } from './answers.js';
import { Problem } from './problem.js';
import { unknownField } from './request-validation.pipe.js';

/** Pipes do not run for what no handler takes, so this is asked before. */
class NoQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const [name] = Object.keys(query as object);
    if (name !== undefined) throw new Problem(400, unknownField(name));
    return true;
  }
}

/** Takes no parameters in the address and refuses those that are given. */
export const TakesNoQuery = () => applyDecorators(UseGuards(NoQueryGuard), Refuses(400));
