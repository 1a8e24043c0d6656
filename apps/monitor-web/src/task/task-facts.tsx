import { ActionIcon, Anchor, Box, CopyButton, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconCopy from '@tabler/icons-react/icons/IconCopy';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { addressOf, type Filters } from '../tasks/filters.js';
import type { ResultSummary, TaskWithHistory } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { lengthOf, secondsBetween } from '../wording/moment.js';
import { Quoted, Time } from '../wording/text.js';

/** Details of a task, with links to related tasks. */
export function TaskFacts({ task }: { readonly task: TaskWithHistory }) {
  return (
    <Paper withBorder p="md">
      <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" m={0}>
        <Subject task={task} />
        <Attempts task={task} />
        {task.result && <Result of={task.result} />}
      </SimpleGrid>
    </Paper>
  );
}

/** Ids, worker, result and parameters. */
function Subject({ task }: { readonly task: TaskWithHistory }) {
  const { task: names } = useWords();
  const { task_id: id, practice_record_id: record, user_id: user, worker } = task;
  return (
    <>
      <Fact name={names.id}>
        <Id value={id} />
      </Fact>
      <Fact name={names.record}>
        <Id value={record} link={{ search: record }} title={names.tasksOfRecord} />
      </Fact>
      <Fact name={names.user}>
        <Id value={user} link={{ user_id: user }} title={names.tasksOfUser} />
      </Fact>
      <Fact name={names.worker}>
        {worker === null ? '–' : <WorkerLink name={worker} title={names.tasksOfWorker} />}
      </Fact>
      <Fact name={names.result}>{task.result_id === null ? '–' : <Id value={task.result_id} />}</Fact>
      <Fact name={names.name}>
        <span className="mono">{task.name}</span>
      </Fact>
      <Fact name={names.parameters}>
        <Parameters values={{ practice_record_id: record, ...task.params }} />
      </Fact>
    </>
  );
}

/** Attempt, retries, duration and times. */
function Attempts({ task }: { readonly task: TaskWithHistory }) {
  const words = useWords();
  const { task: names } = words;
  const seconds = secondsBetween(task.started_at, task.completed_at);
  const times = [
    ['created', task.created_at],
    ['started', task.started_at],
    ['completed', task.completed_at],
    ['nextRetry', task.next_retry_at],
  ] as const;
  return (
    <>
      <Fact name={names.attempt}>{task.attempt}</Fact>
      <Fact name={names.retries}>
        {task.max_retries === null ? task.retry_count : `${task.retry_count} / ${task.max_retries}`}
      </Fact>
      <Fact name={names.duration}>{seconds === null ? '–' : lengthOf(seconds, words.time)}</Fact>
      {times.map(([name, at]) => (
        <Fact key={name} name={names[name]}>
          <Time at={at} />
        </Fact>
      ))}
    </>
  );
}

/** Technical details of the result. Its content is for the patient and the therapist only. */
function Result({ of: result }: { readonly of: ResultSummary }) {
  const { task: names, time } = useWords();
  const { confidence_level: confidence, audio_seconds: length, audio_format: format } = result;
  return (
    <>
      <Fact name={names.model}>
        <span className="mono">{result.analysis_model_version}</span>
      </Fact>
      <Fact name={names.analysisTook}>{lengthOf(result.processing_time_seconds, time)}</Fact>
      <Fact name={names.recording}>
        {[length === null ? null : lengthOf(length, time), format].filter((part) => part !== null).join(' · ') || '–'}
      </Fact>
      <Fact name={names.confidence}>{confidence === null ? '–' : `${Math.round(100 * confidence)}%`}</Fact>
    </>
  );
}

function Parameters({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  return (
    <Stack gap={0} className="mono">
      {Object.entries(values).map(([name, value]) => (
        <Quoted key={name}>{`${name}=${String(value)}`}</Quoted>
      ))}
    </Stack>
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
  /** Filters of the search that the id links to. */
  readonly link?: Partial<Filters>;
  readonly title?: string;
}

function Id({ value, link, title }: IdProps) {
  return (
    <Group gap={4} wrap="nowrap">
      {link ? (
        <Anchor component={Link} to={addressOf(link)} title={title} className="mono" underline="always">
          <Quoted>{value}</Quoted>
        </Anchor>
      ) : (
        <span className="mono">
          <Quoted>{value}</Quoted>
        </span>
      )}
      <CopyId value={value} />
    </Group>
  );
}

function WorkerLink({ name, title }: { readonly name: string; readonly title: string }) {
  return (
    <Anchor component={Link} to={addressOf({ worker: name })} title={title} className="mono" underline="always">
      <Quoted>{name}</Quoted>
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
