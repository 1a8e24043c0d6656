import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Problem } from './problem.js';

/** Takes a path parameter that must be a UUID. @throws Problem `invalid-request` naming the parameter */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string, metadata: ArgumentMetadata): string {
    if (isUUID(value)) return value.toLowerCase();
    throw Problem.invalidFields([{ field: metadata.data ?? 'id', message: 'must be a UUID' }]);
  }
}
