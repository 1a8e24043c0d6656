import { ActionIcon, Anchor, Box, CopyButton, Group, Paper, SimpleGrid, Text } from '@mantine/core';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconCopy from '@tabler/icons-react/icons/IconCopy';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { queryString } from '../api/request.js';
import type { TaskWithHistory } from '../api/tasks.js';
import { useWords } from '../language/language.js';
import { lengthOf, secondsBetween } from '../wording/moment.js';
import { Time } from '../wording/time.js';

/** What is known of a task, with ways to what it has to do with. */
export function TaskFacts({ task }: { readonly task: TaskWithHistory }) {
  const words = useWords();
  const names = words.task;
  const seconds = secondsBetween(task.started_at, task.completed_at);
  const retries = task.max_retries === null ? `${task.retry_count}` : `${task.retry_count} / ${task.max_retries}`;
  return (
    <Paper withBorder p="md">
      <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" m={0}>
        <Fact name={names.id}>
          <Id value={task.task_id} />
        </Fact>
        <Fact name={names.record}>
          <Id value={task.practice_record_id} link={{ search: task.practice_record_id }} title={names.tasksOfRecord} />
        </Fact>
        <Fact name={names.user}>
          <Id value={task.user_id} link={{ user_id: task.user_id }} title={names.tasksOfUser} />
        </Fact>
        <Fact name={names.worker}>
          {task.worker === null ? '–' : <WorkerLink name={task.worker} title={names.tasksOfWorker} />}
        </Fact>
        <Fact name={names.attempt}>{task.attempt}</Fact>
        <Fact name={names.retries}>{retries}</Fact>
        <Fact name={names.created}>
          <Time at={task.created_at} />
        </Fact>
        <Fact name={names.started}>
          <Time at={task.started_at} />
        </Fact>
        <Fact name={names.completed}>
          <Time at={task.completed_at} />
        </Fact>
        <Fact name={names.duration}>{seconds === null ? '–' : lengthOf(seconds, words.time)}</Fact>
        <Fact name={names.nextRetry}>
          <Time at={task.next_retry_at} />
        </Fact>
        <Fact name={names.result}>{task.result_id === null ? '–' : <Id value={task.result_id} />}</Fact>
        <Fact name={names.name}>
          <span className="mono">{task.name}</span>
        </Fact>
        <Fact name={names.parameters}>
          <span className="mono" style={{ overflowWrap: 'anywhere' }}>
            {`practice_record_id=${task.practice_record_id}`}
          </span>
        </Fact>
      </SimpleGrid>
    </Paper>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" fw={600}>
        {name}
      </Text>
      <Box component="dd" fz="sm" m={0}>
        {children}
      </Box>
    </div>
  );
}

interface IdProps {
  readonly value: string;
  /** The search that it leads to. */
  readonly link?: Readonly<Record<string, string>>;
  readonly title?: string;
}

function Id({ value, link, title }: IdProps) {
  return (
    <Group gap={4} wrap="nowrap">
      {link ? (
        <Anchor
          component={Link}
          to={`/tasks${queryString(link)}`}
          title={title}
          className="mono"
          underline="always"
          style={{ overflowWrap: 'anywhere' }}
        >
          {value}
        </Anchor>
      ) : (
        <span className="mono" style={{ overflowWrap: 'anywhere' }}>
          {value}
        </span>
      )}
      <CopyId value={value} />
    </Group>
  );
}

function WorkerLink({ name, title }: { readonly name: string; readonly title: string }) {
  return (
    <Anchor
      component={Link}
      to={`/tasks${queryString({ worker: name })}`}
      title={title}
      className="mono"
      underline="always"
    >
      {name}
    </Anchor>
  );
}

function CopyId({ value }: { readonly value: string }) {
  const { task } = useWords();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`${copied ? task.copied : task.copy}: ${value}`}
          onClick={copy}
        >
          {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
