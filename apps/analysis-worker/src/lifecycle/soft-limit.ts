import { Injectable } from '@nestjs/common';

/** How long a try may work before it is asked to end. The parent sets it, and may change it for tries to come. */
@Injectable()
export class SoftLimit {
  ms = Number.MAX_SAFE_INTEGER;
}
