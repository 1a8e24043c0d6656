import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each duty of recovery was begun last, whichever process began it: what recovery costs does not grow with the workers. */
export class RecoveryRounds1764000014000 implements MigrationInterface {
  readonly name = 'RecoveryRounds1764000014000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recovery_rounds (
        duty text primary key,
        begun_at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table recovery_rounds;`);
  }
}
