import { Anchor, Badge, Stack, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { NotedAction } from '../api/audit.js';
import { useWords } from '../language/language.js';
import { signals } from '../shell/signals.js';
import { shortId } from '../wording/short-id.js';
import { Time } from '../wording/time.js';

export function AuditTable({ actions }: { readonly actions: readonly NotedAction[] }) {
  const { audit } = useWords();
  return (
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{audit.at}</Table.Th>
          <Table.Th visibleFrom="sm">{audit.actor}</Table.Th>
          <Table.Th>{audit.action}</Table.Th>
          <Table.Th visibleFrom="sm">{audit.target}</Table.Th>
          <Table.Th>{audit.outcome}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {actions.map((action) => (
          <Row key={action.action_id} action={action} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ action }: { readonly action: NotedAction }) {
  const { audit } = useWords();
  const known =
    action.action in audit.actions ? audit.actions[action.action as keyof typeof audit.actions] : action.action;
  const details = Object.entries(action.details).map(([name, value]) => `${name}=${String(value)}`);
  return (
    <Table.Tr>
      <Table.Td>
        <Stack gap={0}>
          <Time at={action.at} />
          <Text size="xs" hiddenFrom="sm" style={{ overflowWrap: 'anywhere' }}>
            {action.actor}
          </Text>
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ overflowWrap: 'anywhere' }}>
        {action.actor}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{known}</Text>
        <Text size="sm" component="div" hiddenFrom="sm" style={{ overflowWrap: 'anywhere' }}>
          <Target action={action} />
        </Text>
        {details.length > 0 && (
          <Text size="xs" className="mono">
            {details.join(' ')}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ overflowWrap: 'anywhere' }}>
        <Target action={action} />
      </Table.Td>
      <Table.Td>
        <Outcome action={action} />
      </Table.Td>
    </Table.Tr>
  );
}

function Target({ action: { action, target } }: { readonly action: NotedAction }) {
  if (!action.startsWith('task.')) return <span className="mono">{target}</span>;
  return (
    <Anchor component={Link} to={`/tasks/${target}`} className="mono" underline="always" title={target}>
      {shortId(target)}
    </Anchor>
  );
}

function Outcome({ action: { outcome, message } }: { readonly action: NotedAction }) {
  const { audit } = useWords();
  const colour = outcome === 'done' ? signals.good : outcome === 'failed' ? signals.critical : signals.neutral;
  return (
    <Stack gap={2} align="flex-start">
      <Badge color={colour} radius="sm" tt="none" style={{ flexShrink: 0 }}>
        {audit[outcome ?? 'unknown']}
      </Badge>
      {message !== null && <Text size="xs">{message}</Text>}
    </Stack>
  );
}
