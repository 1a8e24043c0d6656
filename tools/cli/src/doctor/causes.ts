/** The three trees of the troubleshooting guide. */
export const complaints = {
  pending: 'Tasks stuck in PENDING',
  slow: 'Tasks running too long',
  memory: 'Memory growing',
} as const;

export type Complaint = keyof typeof complaints;

interface CauseText {
  readonly complaint: Complaint;
  readonly title: string;
  readonly fix: string;
}

/** Every cause that the doctor can find, with its fix. */
export const causes = {
  'postgres-down': {
    complaint: 'pending',
    title: 'Postgres cannot be reached',
    fix: 'start it or correct DATABASE_URL; no task is accepted or finished until it is back, and none is lost',
  },
  'redis-down': {
    complaint: 'pending',
    title: 'Redis cannot be reached',
    fix: 'check `redis-cli -u $CELERY_BROKER_URL ping`, start Redis or correct the address; recovery queues accepted tasks again',
  },
  'no-worker': {
    complaint: 'pending',
    title: 'no worker is online',
    fix: 'start analysis-worker (`kubectl scale deploy/analysis-worker --replicas=2`) and read the log of the worker that ran last',
  },
  'wrong-queue': {
    complaint: 'pending',
    title: 'workers or the gateway use another queue',
    fix: 'give gateway and workers the same CELERY_BROKER_URL (server and database number) and restart the wrong one; the queue is bull:ai_analysis',
  },
  'queue-paused': {
    complaint: 'pending',
    title: 'the queue is paused',
    fix: 'find out who paused it and why (the audit log of the monitor), then resume it: `vocalborn queue resume`',
  },
  'not-queued': {
    complaint: 'pending',
    title: 'accepted tasks are in no queue',
    fix: 'recovery in gateway and workers queues them again within seconds: check that one of them runs and reaches Redis',
  },
  'too-few-workers': {
    complaint: 'pending',
    title: 'every slot is busy and tasks wait',
    fix: 'add workers, or slots (CELERY_WORKER_CONCURRENCY, or pool grow) where CPU and the ai-service allow',
  },
  eviction: {
    complaint: 'pending',
    title: 'Redis evicts keys when it is full',
    fix: 'set maxmemory-policy noeviction; evicted tasks wait until recovery queues them again',
  },
  'ai-service-down': {
    complaint: 'slow',
    title: 'the ai-service is down or fails',
    fix: 'check `curl -f $AI_SERVICE_URL/health`, AI_SERVICE_URL and AI_SERVICE_API_KEY of the workers, and the log of the ai-service; restart it; waiting tasks then continue',
  },
  'ai-service-slow': {
    complaint: 'slow',
    title: 'the ai-service is slow',
    fix: 'scale the ai-service (replicas, ANALYSIS_POOL_SIZE) or its CPU; meanwhile CELERY_TASK_TIME_LIMIT limits each attempt',
  },
  'oversized-file': {
    complaint: 'slow',
    title: 'recordings are too large',
    fix: 'upload a shorter or compressed recording; the limits are MAX_AUDIO_FILE_SIZE and MAX_AUDIO_DURATION_SECONDS, the same for all apps',
  },
  network: {
    complaint: 'slow',
    title: 'the network between the services fails',
    fix: 'check the network from the workers to the audio store and the ai-service; such attempts are retried',
  },
  'worker-memory': {
    complaint: 'memory',
    title: 'memory of the workers grows',
    fix: 'recycle the children: CELERY_WORKER_MAX_TASKS_PER_CHILD=100 or CELERY_WORKER_MAX_MEMORY_PER_CHILD (KiB); immediately: POST /api/worker/pool/restart/{name} of the monitor',
  },
  'redis-memory': {
    complaint: 'memory',
    title: 'memory of Redis grows',
    fix: '`vocalborn results purge` (expired entries) or `--all`; results in Postgres stay; find other keys with redis-cli --bigkeys; raise maxmemory',
  },
} as const satisfies Record<string, CauseText>;

export type CauseName = keyof typeof causes;

/** A cause with its evidence. */
export interface Cause {
  readonly cause: CauseName;
  readonly evidence: readonly string[];
}

export interface Findings {
  readonly causes: readonly Cause[];
  /** Observations that are no fault by themselves. */
  readonly notes: readonly string[];
}
