import { fault, type Fault } from '../fault.js';

/** Faults of a server that has a copy to fail over to. */
export const failoverFaults: readonly Fault[] = [
  fault(
    'failover-postgres',
    'SIGKILL the primary of Postgres, and promote its synchronous standby some seconds later',
    async ({ drilled }) => {
      const { postgresPair } = drilled.system.servers;
      await postgresPair.primary.kill();
      return async () => {
        await postgresPair.promote();
        await postgresPair.rebuild();
      };
    },
    { topology: 'standby', load: 'burst', times: 2, pauseMs: [1_000, 5_000] },
  ),
  fault(
    'failover-redis',
    'SIGKILL the master of Redis; Sentinel promotes the replica',
    async ({ drilled }) => {
      const { sentinels } = drilled.system.servers;
      const master = await sentinels.master();
      await master.kill();
      return async () => {
        await sentinels.successorOf(master);
        await master.restart({ wipe: true });
        await sentinels.untilComplete();
      };
    },
    { topology: 'sentinel', load: 'burst', times: 2, recovers: { from: 'strike', ms: 12_000 } },
  ),
];
