import { fault, type Fault } from '../fault.js';

const redisFailover = { load: 'burst', times: 2, recovers: { from: 'strike', ms: 12_000 } } as const;

const killMaster: Fault['inject'] = async ({ drilled }) => {
  const { redisGroup } = drilled.system.servers;
  const master = await redisGroup.master();
  await master.kill();
  return async () => {
    await redisGroup.successorOf(master);
    await master.restart();
    await redisGroup.untilComplete();
  };
};

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
  fault('failover-redis', 'SIGKILL the master of Redis; Sentinel promotes the replica', killMaster, {
    ...redisFailover,
    topology: 'sentinel',
  }),
  fault(
    'failover-cluster',
    'SIGKILL the master of a Redis cluster that owns the hash slot; its replica takes over',
    killMaster,
    {
      ...redisFailover,
      topology: 'cluster',
    },
  ),
];
