import { Alert, Anchor, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { taskCountLimit, taskStates } from '@vocalborn/task';
import { Link } from 'react-router';
import { type QueueRow, useQueues, useSeries, useTaskCounts, type Window } from '../api/queries.js';
import { useLanguage } from '../language/language.js';
import { charts } from './charts.js';
import { SeriesChart } from './series-chart.js';
import { WindowSwitch } from './window-switch.js';
import { Failure } from '../page/failure.js';
import { PageTitle } from '../page/page-title.js';
import { StateBadge } from '../tasks/state-badge.js';

/** Queue lengths, tasks by state, and charts of the queue. */
export default function QueuesPage() {
  const { words } = useLanguage();
  const queues = useQueues();
  const [window, setWindow] = useLocalStorage<Window>({ key: 'vocalborn.window', defaultValue: '1h' });
  const points = useSeries(window).data?.points ?? [];
  return (
    <>
      <PageTitle title={words.pages.queues}>
        <WindowSwitch window={window} onChange={setWindow} />
      </PageTitle>
      {queues.error && (
        <Failure error={queues.error} shownSince={queues.dataUpdatedAt} onRetry={() => void queues.refetch()} />
      )}
      <Stack gap="lg">
        {queues.data?.queues.map((queue) => (
          <Queue key={queue.queue} queue={queue} />
        ))}
        <States />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          {charts
            .filter((chart) => ['queue', 'wait', 'throughput'].includes(chart.title))
            .map((chart) => (
              <SeriesChart key={chart.title} {...{ chart, points, window }} />
            ))}
        </SimpleGrid>
      </Stack>
    </>
  );
}

function Queue({ queue }: { readonly queue: QueueRow }) {
  const { queues } = useLanguage().words;
  return (
    <section aria-label={queue.queue}>
      <Title order={2} mb="xs" className="mono">
        {queue.queue}
      </Title>
      {queue.paused && (
        <Alert color="yellow" mb="sm">
          {queues.paused}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
        <Count label={queues.pending} value={queue.pending} />
        <Count label={queues.active} value={queue.active} />
        <Count label={queues.waitingForRetry} value={queue.waiting_for_retry} />
        <Count label={queues.workers} value={queue.workers} />
        <Count label={queues.throughput} value={queue.throughput_per_minute} />
      </SimpleGrid>
    </section>
  );
}

function Count({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <Paper withBorder p="sm">
      <Text size="xs">{label}</Text>
      <Text fz={22} fw={700}>
        {value}
      </Text>
    </Paper>
  );
}

function States() {
  const { words, language } = useLanguage();
  const counts = useTaskCounts().data;
  if (!counts) return null;
  return (
    <section aria-labelledby="states">
      <Title order={2} id="states" mb="xs">
        {words.queues.tasksByState}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
        {taskStates.map((state) => (
          <Paper key={state} withBorder p="sm">
            <StateBadge state={state} />
            <Anchor component={Link} to={`/tasks?state=${state}`} fz={22} fw={700} display="block" underline="always">
              {counts[state].toLocaleString(language)}
              {counts[state] >= taskCountLimit && '+'}
            </Anchor>
          </Paper>
        ))}
      </SimpleGrid>
    </section>
  );
}
