import { runSql, waitFor } from '@vocalborn/system-harness';
import { fault, spareRecords, type Fault, type FaultContext, type Repair } from '../fault.js';

/** Longest time that the lock is held, should the drill itself be killed. */
const longestLockSeconds = 30;

/** Faults in the moment in which a statement of the ledger holds a whole group of requests. */
export const groupCommitFaults: readonly Fault[] = [
  fault(
    'gateway-killed-in-group',
    'SIGKILL the gateway while a group of submissions is in one statement, which then commits or is rolled back',
    async (context): Promise<Repair> => {
      const { system } = context.drilled;
      let submitted: Promise<unknown> = Promise.resolve();
      await inHeldStatement(context, 'api-gateway', {
        // The load may have nothing left to submit.
        whenLocked: () => void (submitted = context.submit(spareRecords)),
        whenHeld: () => system.app('api-gateway').kill(),
      });
      return async () => {
        await system.startApp('api-gateway');
        await submitted;
      };
    },
    { times: 3, quick: true },
  ),
  fault(
    'worker-killed-in-group',
    'SIGKILL the workers while claims and endings are in one statement, which then commits or is rolled back',
    async (context): Promise<Repair> => {
      const { drilled } = context;
      // More than the workers have slots for, so that they claim and end tasks for a while.
      await context.submit(spareRecords);
      await inHeldStatement(context, 'analysis-worker', {
        whenHeld: () => Promise.all(drilled.workerNumbers.map((number) => drilled.worker(number).kill())),
      });
      return () => Promise.all(drilled.workerNumbers.map((number) => drilled.startWorker(number)));
    },
    // Nobody but an expired lock tells that the workers are gone.
    { times: 2, quick: true, recovers: { from: 'strike', ms: 12_000 } },
  ),
];

/**
 * Locks open_tasks, so that every statement that opens, claims or ends a task waits. Acts as soon as a statement of the
 * app waits, then frees the lock: the statement commits without its client. The seed decides whether Postgres ends the
 * waiting statement first, so that its group is rolled back.
 */
async function inHeldStatement(
  context: FaultContext,
  app: string,
  { whenLocked, whenHeld }: { readonly whenLocked?: () => void; readonly whenHeld: () => Promise<unknown> },
): Promise<void> {
  const { databaseUrl } = context.drilled.system.wiring;
  const count = async (condition: string): Promise<number> =>
    (await runSql(databaseUrl, `select pid from pg_stat_activity where ${condition}`)).length;
  const isRolledBack = context.random.next() < 0.5;
  const holder = `select pg_sleep(${longestLockSeconds}) /* holds the lock */`;
  const isHolder = `query like '%holds the lock%' and pid <> pg_backend_pid()`;
  const held = runSql(databaseUrl, `begin; lock table open_tasks in share mode; ${holder}; rollback`).catch(
    () => undefined,
  );
  await waitFor(async () => (await count(`${isHolder} and wait_event = 'PgSleep'`)) > 0, { what: 'the lock' });
  whenLocked?.();
  const isWaiting = `application_name = '${app}' and wait_event_type = 'Lock'`;
  await waitFor(async () => (await count(isWaiting)) > 0, { what: `a statement of ${app} to be held up` });
  await whenHeld();
  if (isRolledBack)
    await runSql(databaseUrl, `select pg_terminate_backend(pid) from pg_stat_activity where ${isWaiting}`);
  await runSql(databaseUrl, `select pg_terminate_backend(pid) from pg_stat_activity where ${isHolder}`);
  await held;
}
