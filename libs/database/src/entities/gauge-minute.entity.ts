import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last sample of one minute of what cannot be computed afterwards; null where nothing could be measured. */
@Entity('gauge_minutes')
export class GaugeMinuteEntity {
  @PrimaryColumn('timestamptz')
  minute!: Date;

  @Column('double precision', { name: 'queue_length', nullable: true })
  queueLength!: number | null;

  @Column('double precision', { name: 'active_workers', nullable: true })
  activeWorkers!: number | null;

  @Column('double precision', { name: 'worker_cpu', nullable: true })
  workerCpu!: number | null;

  @Column('double precision', { name: 'worker_memory', nullable: true })
  workerMemory!: number | null;

  @Column('double precision', { name: 'worker_memory_usage', nullable: true })
  workerMemoryUsage!: number | null;

  @Column('double precision', { name: 'worker_network_io', nullable: true })
  workerNetworkIo!: number | null;

  @Column('double precision', { name: 'redis_memory', nullable: true })
  redisMemory!: number | null;

  @Column('double precision', { name: 'redis_memory_usage', nullable: true })
  redisMemoryUsage!: number | null;

  @Column('double precision', { name: 'redis_connections', nullable: true })
  redisConnections!: number | null;

  @Column('double precision', { name: 'redis_connection_usage', nullable: true })
  redisConnectionUsage!: number | null;

  @Column('double precision', { name: 'redis_qps', nullable: true })
  redisQps!: number | null;

  @Column('text', { name: 'redis_run_ids', nullable: true })
  redisRunIds!: string | null;

  @Column('bigint', { name: 'redis_hits', nullable: true })
  redisHits!: string | null;

  @Column('bigint', { name: 'redis_misses', nullable: true })
  redisMisses!: string | null;
}
