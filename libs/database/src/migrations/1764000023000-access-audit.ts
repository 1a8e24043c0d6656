import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who read data of another person, and when. No column refers to another table, so that the log outlives what was read.
 * Old rows are found by the primary key, which grows with the time.
 */
export class AccessAudit1764000023000 implements MigrationInterface {
  readonly name = 'AccessAudit1764000023000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table access_audit (
        access_id bigint generated always as identity primary key,
        at timestamptz not null,
        reader_id uuid not null,
        role text not null,
        owner_id uuid not null,
        kind text not null,
        resource_id uuid,
        request_id text
      );
      create index access_audit_by_owner on access_audit (owner_id, access_id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table access_audit;`);
  }
}
