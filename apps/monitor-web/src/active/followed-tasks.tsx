import { Anchor, Group, Paper, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { stepText } from '@vocalborn/task';
import { Link } from 'react-router';
import { useLanguage } from '../language/language.js';
import { StateBadge } from '../tasks/state-badge.js';
import { shortId, Time } from '../wording/text.js';
import type { FollowedTask } from './reduce-active.js';

/** One card per task with a progress bar. */
export function FollowedTasks({ tasks }: { readonly tasks: readonly FollowedTask[] }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
      {tasks.map((task) => (
        <FollowedCard key={task.task_id} task={task} />
      ))}
    </SimpleGrid>
  );
}

function FollowedCard({ task }: { readonly task: FollowedTask }) {
  const { words, language } = useLanguage();
  return (
    <Paper withBorder p="sm" data-task={task.task_id}>
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap">
          <Anchor
            component={Link}
            to={`/tasks/${task.task_id}`}
            className="mono"
            underline="always"
            title={task.task_id}
          >
            {shortId(task.task_id)}
          </Anchor>
          <StateBadge state={task.state} />
        </Group>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="sm">{stepText(task.step, language)}</Text>
          <Text size="sm" fw={600}>
            {task.progress}%
          </Text>
        </Group>
        <Progress value={task.progress} size="sm" aria-label={words.task.progressOf(shortId(task.task_id))} />
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="xs" className="mono" truncate>
            {task.worker ?? '–'}
          </Text>
          <Text size="xs" component="div">
            <Time at={task.since} />
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
}
