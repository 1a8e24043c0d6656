import { Anchor, Checkbox, Progress, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import IconArrowDown from '@tabler/icons-react/icons/IconArrowDown';
import IconArrowsSort from '@tabler/icons-react/icons/IconArrowsSort';
import IconArrowUp from '@tabler/icons-react/icons/IconArrowUp';
import { stepText } from '@vocalborn/task';
import { Link } from 'react-router';
import type { TaskRow } from '../api/queries.js';
import { useLanguage, useWords } from '../language/language.js';
import { lengthOf, secondsBetween } from '../wording/moment.js';
import { Quoted, shortId, Time } from '../wording/text.js';
import { StateBadge } from './state-badge.js';
import type { Order } from './filters.js';
import type { Selection } from './use-selection.js';

interface TaskTableProps {
  readonly rows: readonly TaskRow[];
  /** Null for users who may not act. */
  readonly selection: Selection | null;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

/** Table of tasks. Narrow screens hide columns that the page of the task shows. */
export function TaskTable({ rows, selection, order, onOrder }: TaskTableProps) {
  const { task, tasks } = useWords();
  const chosen = rows.filter((row) => selection?.has(row.task_id)).length;
  return (
    <Table className="narrow" highlightOnHover verticalSpacing={6} horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          {selection && (
            <Table.Th w={36}>
              <Checkbox
                aria-label={tasks.selectAll}
                checked={chosen > 0 && chosen === rows.length}
                indeterminate={chosen > 0 && chosen < rows.length}
                onChange={() => selection.toggleAll(rows)}
              />
            </Table.Th>
          )}
          <Table.Th>{task.id}</Table.Th>
          <Table.Th>{task.state}</Table.Th>
          <Table.Th visibleFrom="sm">{task.step}</Table.Th>
          <Table.Th visibleFrom="md">{task.worker}</Table.Th>
          <Table.Th visibleFrom="lg">{task.retries}</Table.Th>
          <SortedHeading title={task.duration} by={['slowest', 'fastest']} visibleFrom="lg" {...{ order, onOrder }} />
          <SortedHeading title={task.created} by={['newest', 'oldest']} {...{ order, onOrder }} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Row key={row.task_id} row={row} selection={selection} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface SortedHeadingProps extends Pick<TaskTableProps, 'order' | 'onOrder'> {
  readonly title: string;
  /** The two orders of the column, the descending one first. */
  readonly by: readonly [descending: Order, ascending: Order];
  readonly visibleFrom?: 'lg';
}

function SortedHeading({ title, by: [descending, ascending], order, onOrder, ...visible }: SortedHeadingProps) {
  const { tasks } = useWords();
  const Arrow = order === descending ? IconArrowDown : order === ascending ? IconArrowUp : IconArrowsSort;
  const sorted = order === descending ? 'descending' : order === ascending ? 'ascending' : 'none';
  const next = order === descending ? ascending : descending;
  return (
    <Table.Th aria-sort={sorted} {...visible}>
      <UnstyledButton
        fz="sm"
        fw={700}
        title={tasks.sort(tasks.orders[next])}
        onClick={() => onOrder(next)}
        className="one-line"
      >
        {title} <Arrow size={14} aria-hidden style={{ verticalAlign: 'middle' }} />
      </UnstyledButton>
    </Table.Th>
  );
}

function Row({ row, selection }: { readonly row: TaskRow; readonly selection: Selection | null }) {
  const { tasks, time } = useWords();
  const seconds = secondsBetween(row.started_at, row.completed_at);
  const isChosen = selection?.has(row.task_id) ?? false;
  return (
    <Table.Tr data-task={row.task_id} {...(isChosen ? { bg: 'var(--mantine-color-default-hover)' } : {})}>
      {selection && (
        <Table.Td>
          <Checkbox
            aria-label={tasks.select(shortId(row.task_id))}
            checked={isChosen}
            onChange={() => selection.toggle(row)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <Anchor component={Link} to={`/tasks/${row.task_id}`} className="mono" underline="always" title={row.task_id}>
          {shortId(row.task_id)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <StateBadge state={row.state} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <StepCell row={row} />
      </Table.Td>
      <Table.Td visibleFrom="md" className="mono">
        {row.worker ?? '–'}
      </Table.Td>
      <Table.Td visibleFrom="lg">
        {row.max_retries === null ? row.retry_count : `${row.retry_count} / ${row.max_retries}`}
      </Table.Td>
      <Table.Td visibleFrom="lg">{seconds === null ? '–' : lengthOf(seconds, time)}</Table.Td>
      <Table.Td>
        <Time at={row.created_at} />
      </Table.Td>
    </Table.Tr>
  );
}

function StepCell({ row }: { readonly row: TaskRow }) {
  const { language, words } = useLanguage();
  if (row.error && (row.state === 'FAILURE' || row.state === 'RETRY')) {
    return (
      <Stack gap={0}>
        <Text size="sm">{words.errorKind[row.error.kind]}</Text>
        <Text size="xs" lineClamp={1} title={row.error.message ?? undefined}>
          <Quoted>{row.error.message}</Quoted>
        </Text>
      </Stack>
    );
  }
  return (
    <Stack gap={2}>
      <Text size="sm">{stepText(row.step, language)}</Text>
      {row.state === 'PROCESSING' && (
        <Progress value={row.progress} size="xs" aria-label={words.task.progressOf(shortId(row.task_id))} />
      )}
    </Stack>
  );
}
