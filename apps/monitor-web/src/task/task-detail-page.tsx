import { Alert, Center, Group, Loader, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { stepText } from '@vocalborn/task';
import { useParams } from 'react-router';
import { type TaskWithHistory, useTask } from '../api/queries.js';
import { useLanguage, useWords } from '../language/language.js';
import { useTaskEvents } from '../live/live.js';
import { Failure } from '../page/failure.js';
import { PageTitle } from '../page/page-title.js';
import { StateBadge } from '../tasks/state-badge.js';
import { Quoted, shortId } from '../wording/text.js';
import { TaskButtons } from './task-buttons.js';
import { TaskFacts } from './task-facts.js';
import { Timeline } from './timeline.js';
import { Traceback } from './traceback.js';

/** All details of one task, updated live. */
export function TaskDetailPage() {
  const { taskId = '' } = useParams();
  const words = useWords();
  const client = useQueryClient();
  const task = useTask(taskId);
  useTaskEvents((events) => {
    if (events.some((event) => event.task_id === taskId)) void client.invalidateQueries({ queryKey: ['task', taskId] });
  });
  const isUnknown = task.error?.status === 404 || task.error?.status === 400;
  return (
    <>
      <PageTitle title={`${words.task.id} ${shortId(taskId)}`}>
        {task.data && <TaskButtons task={task.data} />}
      </PageTitle>
      {isUnknown && <Text>{words.task.notFound}</Text>}
      {task.error && !isUnknown && <Failure error={task.error} onRetry={() => void task.refetch()} />}
      {task.isPending && (
        <Center h={200}>
          <Loader />
        </Center>
      )}
      {task.data && <Detail task={task.data} />}
    </>
  );
}

function Detail({ task }: { readonly task: TaskWithHistory }) {
  const { words } = useLanguage();
  return (
    <Stack gap="md">
      <Now task={task} />
      {task.error && (
        <Alert color="red" variant="outline" title={words.errorKind[task.error.kind]}>
          <Text size="sm">
            <Quoted>{task.error.message}</Quoted>
          </Text>
          {task.traceback !== null && <Traceback text={task.traceback} />}
        </Alert>
      )}
      <TaskFacts task={task} />
      <section aria-labelledby="timeline">
        <Title order={2} id="timeline" mb="sm">
          {words.task.timeline}
        </Title>
        <Timeline history={task.history} />
        {task.earlier !== null && (
          <Text size="sm" mt="sm">
            {words.task.earlierLeftOut}
          </Text>
        )}
      </section>
    </Stack>
  );
}

function Now({ task }: { readonly task: TaskWithHistory }) {
  const { words, language } = useLanguage();
  return (
    <Paper withBorder p="md">
      <Group gap="sm" mb="xs">
        <StateBadge state={task.state} />
        <Text size="sm">{stepText(task.step, language)}</Text>
        <Text size="sm" fw={600} ml="auto">
          {task.progress}%
        </Text>
      </Group>
      <Progress
        value={task.progress}
        color={task.state === 'FAILURE' ? 'red' : 'indigo'}
        aria-label={words.task.progressOf(shortId(task.task_id))}
      />
    </Paper>
  );
}
