import { Anchor, Box, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { formatKpi, holds, reachesAiService } from '@vocalborn/monitoring-rules';
import { Link } from 'react-router';
import type { ReactNode } from 'react';
import { useMayAct, type WorkerRow } from '../api/queries.js';
import { addressOf } from '../tasks/filters.js';
import type { Words } from '../language/dictionaries.js';
import { useWords } from '../language/language.js';
import { lengthOf, secondsBetween } from '../wording/moment.js';
import { shortId, Time } from '../wording/text.js';
import { aiServiceReportOf } from '../overview/findings.js';
import { StandingBadge, standingOf } from './standing.js';
import { WorkerMenu } from './worker-menu.js';

interface WorkerCardProps {
  readonly worker: WorkerRow;
  /** Whether the row may be out of date because the last request failed. */
  readonly isStale: boolean;
}

/** Card of a worker: state, load, and figures since its start. */
export function WorkerCard({ worker, isStale }: WorkerCardProps) {
  const mayAct = useMayAct();
  const standing = standingOf(worker, isStale);
  const isOnline = worker.status === 'online';
  return (
    <Paper
      withBorder
      p="md"
      component="article"
      aria-label={worker.name}
      data-worker={worker.name}
      data-status={standing}
    >
      <Group justify="space-between" wrap="nowrap" mb="sm">
        <Title order={2} className="mono" style={{ overflowWrap: 'anywhere' }}>
          {worker.name}
        </Title>
        <Group gap="xs" wrap="nowrap">
          <StandingBadge standing={standing} />
          {mayAct && isOnline && !isStale && <WorkerMenu name={worker.name} />}
        </Group>
      </Group>
      {isOnline && <Bars worker={worker} />}
      <Facts worker={worker} />
    </Paper>
  );
}

function Bars({ worker }: { readonly worker: WorkerRow }) {
  const { workers } = useWords();
  const { active, concurrency, cpu_percent: cpu, memory_bytes: memory, memory_limit_bytes: limit } = worker;
  const memoryText = [memory, limit].map((bytes) => formatKpi(bytes, 'bytes')).join(' / ');
  return (
    <Stack gap="xs" mb="md">
      <Bar name={workers.running} text={workers.slots(active, concurrency)} percent={percentOf(active, concurrency)} />
      <Bar name={workers.cpu} text={formatKpi(cpu, 'percent')} percent={cpu} />
      <Bar name={workers.memory} text={memoryText} percent={percentOf(memory, limit)} condition="workerMemoryShort" />
    </Stack>
  );
}

const percentOf = (amount: number, limit: number): number => (limit === 0 ? 0 : (100 * amount) / limit);

interface BarProps {
  readonly name: string;
  readonly text: string;
  readonly percent: number;
  /** The condition under which the bar has the colour of a warning. */
  readonly condition?: 'workerBusy' | 'workerMemoryShort';
}

function Bar({ name, text, percent, condition = 'workerBusy' }: BarProps) {
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="xs">{name}</Text>
        <Text size="xs" fw={600}>
          {text}
        </Text>
      </Group>
      <Progress
        value={Math.min(percent, 100)}
        color={holds('dashboard', condition, percent) ? 'orange' : 'indigo'}
        aria-label={`${name}: ${text}`}
      />
    </div>
  );
}

function Facts({ worker }: { readonly worker: WorkerRow }) {
  const words = useWords();
  const { workers } = words;
  const up = secondsBetween(worker.started_at, worker.last_seen_at);
  return (
    <SimpleGrid component="dl" cols={{ base: 2, xs: 3 }} spacing="xs" m={0}>
      <Fact name={workers.processed}>
        <Anchor component={Link} to={addressOf({ worker: worker.name })} size="sm" underline="always">
          {worker.processed}
        </Anchor>
      </Fact>
      <Fact name={workers.failed}>{worker.failed}</Fact>
      <Fact name={workers.retried}>{worker.retried}</Fact>
      <Fact name={workers.load}>{worker.load_average.map((load) => load.toFixed(1)).join(' · ')}</Fact>
      <Fact name={workers.recycles}>{worker.recycles}</Fact>
      <Fact name={workers.uptime}>{up === null ? '–' : lengthOf(Math.round(up), words.time)}</Fact>
      <Fact name={workers.version}>{`${worker.version} (Node ${worker.node_version})`}</Fact>
      {worker.status === 'online' && <Fact name={workers.aiService}>{aiServiceText(worker, workers)}</Fact>}
      <Fact name={workers.lastSeen}>
        <Time at={worker.last_seen_at} />
      </Fact>
      <Fact name={workers.running}>
        <RunningTasks ids={worker.active_task_ids} />
      </Fact>
    </SimpleGrid>
  );
}

function RunningTasks({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return '–';
  return ids.map((id) => (
    <Anchor key={id} component={Link} to={`/tasks/${id}`} className="mono" underline="always" display="block">
      {shortId(id)}
    </Anchor>
  ));
}

function aiServiceText(worker: WorkerRow, { reachable, unreachable }: Words['workers']): string {
  const reaches = reachesAiService(aiServiceReportOf(worker));
  return reaches === null ? '–' : reaches ? reachable : unreachable;
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs">
        {name}
      </Text>
      <Box component="dd" m={0} fz="sm" fw={500}>
        {children}
      </Box>
    </div>
  );
}
