import { Instant, ListOf, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { accessKinds, type StoredAccess } from '@vocalborn/personal-data';
import { roles } from '@vocalborn/task';

/** The query of `GET /audit`. */
export class AuditQueryDto {
  @Uuid({ optional: true, description: 'Whose data was read.' })
  user_id?: string;

  @Whole({ fromText: true, min: 1, max: 500, default: 100 })
  limit: number = 100;

  @Text({ optional: true, description: 'The `next_cursor` of the previous page with the same filter.' })
  cursor?: string;
}

/** A read of another person's data. Reads of the same thing within five minutes are one. */
export class AccessDto {
  @Instant()
  at!: string;

  @Uuid({ description: 'Who read it.' })
  reader_id!: string;

  @OneOf(roles, { description: 'The role of the reader.' })
  role!: string;

  @Uuid({ description: 'Whose data it was.' })
  user_id!: string;

  @OneOf(accessKinds, { description: 'What was read; a kind in the plural is a list, `events` a stream.' })
  kind!: string;

  @Uuid({ nullable: true, description: 'The id of the task or record; null for a list or a stream of all tasks.' })
  resource_id!: string | null;

  @Text({ nullable: true, description: 'The `X-Request-Id` of the first of these reads.' })
  request_id!: string | null;
}

/** The answer of `GET /audit`. */
export class AuditDto {
  @ListOf(AccessDto, { description: 'The latest first.' })
  accesses!: AccessDto[];

  @Text({ nullable: true, description: 'The `cursor` of the next page; null on the last page.' })
  next_cursor!: string | null;
}

/** A read as HTTP answers show it. */
export const renderAccess = (access: StoredAccess): AccessDto => ({
  at: access.at.toISOString(),
  reader_id: access.readerId,
  role: access.role,
  user_id: access.ownerId,
  kind: access.kind,
  resource_id: access.resourceId,
  request_id: access.requestId,
});
