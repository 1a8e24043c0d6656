import { Group, Paper, Stack, Text, Timeline as Line, Title } from '@mantine/core';
import { stepText, type TaskState } from '@vocalborn/task';
import type { HistoryEntry } from '../api/queries.js';
import { useLanguage, useWords } from '../language/language.js';
import { StateBadge } from '../tasks/state-badge.js';
import { lengthOf, secondsBetween } from '../wording/moment.js';
import { Quoted, Time } from '../wording/text.js';
import { Traceback } from './traceback.js';
import { attemptsOf, type Attempt } from './attempts.js';

/** All attempts of a task with their steps, the latest attempt first. */
export function Timeline({ history }: { readonly history: readonly HistoryEntry[] }) {
  return (
    <Stack gap="sm">
      {attemptsOf(history).map((attempt) => (
        <AttemptCard key={attempt.attempt} attempt={attempt} />
      ))}
    </Stack>
  );
}

function AttemptCard({ attempt: { attempt, entries } }: { readonly attempt: Attempt }) {
  const words = useWords();
  const seconds = secondsBetween(entries[0]?.at ?? null, entries.at(-1)?.at ?? null);
  return (
    <Paper withBorder p="md" data-attempt={attempt}>
      <Group justify="space-between" mb="sm">
        <Title order={3}>{attempt === 0 ? words.task.accepted : words.task.attemptNumber(attempt)}</Title>
        {seconds !== null && attempt > 0 && <Text size="sm">{lengthOf(seconds, words.time)}</Text>}
      </Group>
      <Line active={entries.length} bulletSize={14} lineWidth={2}>
        {entries.map((entry, index) => (
          <Line.Item key={entry.event_id} color={colours[entry.state]} title={<EntryTitle entry={entry} />}>
            <EntryDetails entry={entry} before={entries[index - 1]} />
          </Line.Item>
        ))}
      </Line>
    </Paper>
  );
}

const colours: Readonly<Record<TaskState, string>> = {
  PENDING: 'gray',
  PROCESSING: 'indigo',
  RETRY: 'orange',
  SUCCESS: 'green',
  FAILURE: 'red',
  REVOKED: 'dark',
};

function EntryTitle({ entry }: { readonly entry: HistoryEntry }) {
  const { language } = useLanguage();
  return (
    <Group gap="xs">
      <Text size="sm" fw={500}>
        {stepText(entry.step, language)}
      </Text>
      {entry.state !== 'PROCESSING' && <StateBadge state={entry.state} />}
    </Group>
  );
}

function EntryDetails({ entry, before }: { readonly entry: HistoryEntry; readonly before: HistoryEntry | undefined }) {
  const words = useWords();
  const passed = secondsBetween(before?.at ?? null, entry.at);
  return (
    <Stack gap={2}>
      <Text size="xs" component="div">
        <Time at={entry.at} />
        {passed !== null && ` · +${lengthOf(Math.max(0, passed), words.time)}`}
        {entry.worker !== null && (
          <>
            {' · '}
            <Quoted>{entry.worker}</Quoted>
          </>
        )}
        {entry.state === 'PROCESSING' && ` · ${entry.progress}%`}
      </Text>
      {entry.next_retry_at !== null && (
        <Text size="xs" component="div">
          {words.task.nextRetry}: <Time at={entry.next_retry_at} />
        </Text>
      )}
      {entry.error && (
        <Text size="sm">
          {words.errorKind[entry.error.kind]}: <Quoted>{entry.error.message}</Quoted>
        </Text>
      )}
      {entry.traceback !== null && <Traceback text={entry.traceback} />}
    </Stack>
  );
}
