import { useState } from 'react';
import { useTaskEvents } from '../live/live.js';
import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useActiveTasks } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { Failure } from '../page/failure.js';
import { PageTitle } from '../page/page-title.js';
import { signals } from '../page/theme.js';
import { FollowedTasks } from './followed-tasks.js';
import { nothingFollowed, split, takeEvents, takeTable, type FollowedTask } from './reduce-active.js';

/** Maximum number of tasks per section. Operators use the search to find others. */
const maxWaiting = 100;

/** Running tasks with their progress, waiting tasks, and tasks that ended while the page was open. */
export function ActivePage() {
  const words = useWords();
  const { table, state } = useActive();
  const { running, waiting } = split(state);
  return (
    <>
      <PageTitle title={words.pages.active}>
        <Text size="sm">{words.active.explain}</Text>
      </PageTitle>
      {table.error && (
        <Failure error={table.error} shownSince={table.dataUpdatedAt} onRetry={() => void table.refetch()} />
      )}
      <Stack gap="lg">
        <Part id="running" title={words.active.running} tasks={running} nothing={words.active.nothingRuns} />
        <Part id="waiting" title={words.active.waiting} tasks={waiting} nothing={words.active.nothingWaits} />
        {state.ended.length > 0 && <Part id="ended" title={words.active.ended} tasks={state.ended} nothing="" />}
      </Stack>
    </>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly tasks: readonly FollowedTask[];
  readonly nothing: string;
}

function Part({ id, title, tasks, nothing }: PartProps) {
  const { active } = useWords();
  return (
    <section aria-labelledby={id} data-part={id}>
      <Group gap="xs" mb="xs">
        <Title order={2} id={id}>
          {title}
        </Title>
        <Badge color={signals.neutral}>{tasks.length}</Badge>
      </Group>
      {tasks.length === 0 ? <Text size="sm">{nothing}</Text> : <FollowedTasks tasks={tasks.slice(0, maxWaiting)} />}
      {tasks.length > maxWaiting && (
        <Text size="sm" mt="xs">
          {active.more(maxWaiting)}
        </Text>
      )}
    </section>
  );
}

/** Reads the table of unfinished tasks and applies live events to it. */
function useActive() {
  const table = useActiveTasks();
  const [state, setState] = useState(nothingFollowed);
  const [taken, setTaken] = useState<typeof table.data>();
  if (table.data && table.data !== taken) {
    setTaken(table.data);
    setState(takeTable(state, table.data.tasks));
  }
  useTaskEvents((events) => setState((before) => takeEvents(before, events)));
  return { table, state };
}
