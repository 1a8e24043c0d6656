/** What operators complain of: the three trees of the troubleshooting guide. */
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

/** Everything that the doctor can find, and what mends it. */
export const causes = {
  'postgres-down': {
    complaint: 'pending',
    title: 'Postgres cannot be reached',
    fix: 'start it or mend DATABASE_URL; nothing is accepted or finished until it is back, and nothing is lost',
  },
  'redis-down': {
    complaint: 'pending',
    title: 'Redis cannot be reached',
    fix: 'check `redis-cli -u $CELERY_BROKER_URL ping`, start Redis or mend the address; accepted tasks are queued again by themselves',
  },
  'no-worker': {
    complaint: 'pending',
    title: 'no worker is online',
    fix: 'start analysis-worker (`kubectl scale deploy/analysis-worker --replicas=2`) and read the log of the last one',
  },
  'wrong-queue': {
    complaint: 'pending',
    title: 'workers or senders use another queue',
    fix: 'give gateway and workers the same CELERY_BROKER_URL (server and database number) and restart the wrong one; the queue is bull:ai_analysis',
  },
  'queue-paused': {
    complaint: 'pending',
    title: 'the queue is paused',
    fix: "resume it: remove the key bull:ai_analysis:meta-paused by restarting whoever paused it, or with Bull's queue.resume()",
  },
  'not-queued': {
    complaint: 'pending',
    title: 'accepted tasks are in no queue',
    fix: 'recovery in gateway and workers queues them again within seconds: see that one of them runs and reaches Redis',
  },
  'too-few-workers': {
    complaint: 'pending',
    title: 'every slot is busy and tasks wait',
    fix: 'add workers, or slots (CELERY_WORKER_CONCURRENCY, or pool grow) where CPU and the ai-service allow',
  },
  eviction: {
    complaint: 'pending',
    title: 'Redis throws keys away when it is full',
    fix: 'set maxmemory-policy noeviction, or queued tasks vanish until recovery finds them',
  },
  'ai-service-down': {
    complaint: 'slow',
    title: 'the ai-service is down or fails',
    fix: 'check `curl -f $AI_SERVICE_URL/health`, AI_SERVICE_URL and AI_SERVICE_API_KEY of the workers, and the log of the ai-service; restart it; waiting tasks go on by themselves',
  },
  'ai-service-slow': {
    complaint: 'slow',
    title: 'the ai-service is slow',
    fix: 'scale the ai-service (replicas, ANALYSIS_POOL_SIZE) or its CPU; meanwhile CELERY_TASK_TIME_LIMIT bounds each try',
  },
  'oversized-file': {
    complaint: 'slow',
    title: 'recordings are too large',
    fix: 'have a shorter or compressed recording uploaded; the limits are MAX_AUDIO_FILE_SIZE and MAX_AUDIO_DURATION_SECONDS, the same for all apps',
  },
  network: {
    complaint: 'slow',
    title: 'the network between the parts fails',
    fix: 'check the way from the workers to the audio store and the ai-service; such tries are repeated by themselves',
  },
  'worker-memory': {
    complaint: 'memory',
    title: 'memory of the workers grows',
    fix: 'recycle: CELERY_WORKER_MAX_TASKS_PER_CHILD=100 or CELERY_WORKER_MAX_MEMORY_PER_CHILD (KiB); at once: POST /api/worker/pool/restart/{name} of the monitor',
  },
  'redis-memory': {
    complaint: 'memory',
    title: 'memory of Redis grows',
    fix: '`vocalborn results purge` (expired) or `--all`: the stored results stay; find other keys with redis-cli --bigkeys; raise maxmemory',
  },
} as const satisfies Record<string, CauseText>;

type CauseName = keyof typeof causes;

/** A cause with what speaks for it. */
export interface Cause {
  readonly cause: CauseName;
  readonly evidence: readonly string[];
}

export interface Diagnosis {
  readonly causes: readonly Cause[];
  /** What is worth knowing and is no fault by itself. */
  readonly notes: readonly string[];
}
