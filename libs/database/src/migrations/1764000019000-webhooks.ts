import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Webhooks, and the messages that they owe their receivers. `webhookOutboxSql` makes the trigger that writes a message in
 * the statement that ends a task.
 *
 * A message is deleted with its webhook and with its task. Its `receiver`, the host and port of the URL, is copied from the
 * webhook, so that the due messages of one receiver are found without those of another. `next_attempt_at` is null as soon as
 * nothing is to be sent any more.
 */
export class Webhooks1764000019000 implements MigrationInterface {
  readonly name = 'Webhooks1764000019000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhooks (
        webhook_id uuid primary key,
        number bigint generated always as identity unique,
        owner_id uuid not null,
        owner_role text not null,
        url text not null,
        receiver text not null,
        events text[] not null check (cardinality(events) > 0),
        secret text not null,
        previous_secret text,
        previous_secret_until timestamptz,
        failing_since timestamptz,
        disabled_at timestamptz,
        disabled_reason text,
        created_at timestamptz not null default now(),
        constraint disabled_webhooks_have_a_reason check ((disabled_at is null) = (disabled_reason is null)),
        constraint previous_secrets_end check ((previous_secret is null) = (previous_secret_until is null))
      );
      create index webhooks_by_owner on webhooks (owner_id, number);
      create index webhooks_of_admins on webhooks (number) where owner_role = 'admin';

      create table webhook_deliveries (
        delivery_id uuid primary key default gen_random_uuid(),
        number bigint generated always as identity,
        webhook_id uuid not null references webhooks on delete cascade,
        task_id uuid not null references ai_analysis_tasks on delete cascade,
        practice_record_id uuid not null,
        task_status text not null,
        result_id uuid,
        task_ended_at timestamptz not null,
        receiver text not null,
        state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
        attempts integer not null default 0,
        failures integer not null default 0,
        next_attempt_at timestamptz default now(),
        leased_until timestamptz,
        last_attempt_at timestamptz,
        response_status integer,
        error text,
        created_at timestamptz not null default now(),
        waiting_since timestamptz not null default now(),
        settled_at timestamptz,
        constraint only_pending_deliveries_are_due check ((state = 'pending') = (next_attempt_at is not null)),
        constraint settled_deliveries_have_a_time check ((state = 'pending') = (settled_at is null))
      );
      create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, number);
      create index webhook_deliveries_by_task on webhook_deliveries (task_id);
      create index due_webhook_deliveries on webhook_deliveries (receiver, next_attempt_at)
        where next_attempt_at is not null;
      create index settled_webhook_deliveries on webhook_deliveries (settled_at) where settled_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function if exists write_webhook_deliveries() cascade;
      drop table webhook_deliveries;
      drop table webhooks;
    `);
  }
}
