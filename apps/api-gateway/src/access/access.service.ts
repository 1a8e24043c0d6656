import { Injectable } from '@nestjs/common';
import { DataSource, TherapistClientEntity } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';

/** Whose things a caller may see: patients their own, therapists also their clients', admins all. */
@Injectable()
export class AccessService {
  constructor(private readonly database: DataSource) {}

  async maySee(caller: Principal, ownerId: string): Promise<boolean> {
    if (caller.userId === ownerId || caller.role === 'admin') return true;
    if (caller.role !== 'therapist') return false;
    const client = { therapistId: caller.userId, patientId: ownerId };
    return this.database.getRepository(TherapistClientEntity).existsBy(client);
  }
}
