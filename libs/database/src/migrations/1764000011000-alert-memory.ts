import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an open alert remembers between rounds, whichever monitor does them: since when its condition no longer holds,
 * and which figure its value is of.
 */
export class AlertMemory1764000011000 implements MigrationInterface {
  readonly name = 'AlertMemory1764000011000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table alerts
        add column figure text not null default '',
        add column calm_since timestamptz,
        add constraint only_firing_alerts_are_calm check (calm_since is null or state = 'firing');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table alerts drop column figure, drop column calm_since;`);
  }
}
