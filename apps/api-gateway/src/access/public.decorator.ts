import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const publicKey = 'public';

/** Marks a route that anyone may call: health, metrics, documentation, the retry policy. */
export function Public(): CustomDecorator {
  return SetMetadata(publicKey, true);
}
