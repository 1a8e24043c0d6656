import { SetMetadata } from '@nestjs/common';

export const OPEN = 'open';

/** Marks what probes and scrapers may read without a key. */
export const Open = () => SetMetadata(OPEN, true);
