import { Anchor, Badge, Stack, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { AuditAction } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { signals } from '../page/theme.js';
import { Quoted, shortId, Time } from '../wording/text.js';

export function AuditTable({ actions }: { readonly actions: readonly AuditAction[] }) {
  const { audit } = useWords();
  return (
    <Table verticalSpacing={6} className="stacked">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{audit.at}</Table.Th>
          <Table.Th miw={140}>{audit.actor}</Table.Th>
          <Table.Th>{audit.action}</Table.Th>
          <Table.Th miw={140}>{audit.target}</Table.Th>
          <Table.Th miw={140}>{audit.outcome}</Table.Th>
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

function Row({ action }: { readonly action: AuditAction }) {
  const { audit } = useWords();
  const known =
    action.action in audit.actions ? audit.actions[action.action as keyof typeof audit.actions] : action.action;
  const details = Object.entries(action.details).map(([name, value]) => `${name}=${String(value)}`);
  return (
    <Table.Tr>
      <Table.Td data-heading={audit.at}>
        <Time at={action.at} />
      </Table.Td>
      <Table.Td data-heading={audit.actor}>
        <Quoted>{action.actor}</Quoted>
      </Table.Td>
      <Table.Td data-heading={audit.action}>
        <div>
          <Text size="sm">{known}</Text>
          {details.map((detail) => (
            <Text key={detail} size="xs" className="mono">
              <Quoted>{detail}</Quoted>
            </Text>
          ))}
        </div>
      </Table.Td>
      <Table.Td data-heading={audit.target}>
        <Target action={action} />
      </Table.Td>
      <Table.Td data-heading={audit.outcome}>
        <Outcome action={action} />
      </Table.Td>
    </Table.Tr>
  );
}

function Target({ action: { action, target } }: { readonly action: AuditAction }) {
  if (!action.startsWith('task.'))
    return (
      <span className="mono">
        <Quoted>{target}</Quoted>
      </span>
    );

  return (
    <Anchor component={Link} to={`/tasks/${target}`} className="mono" underline="always" title={target}>
      {shortId(target)}
    </Anchor>
  );
}

function Outcome({ action: { outcome, message } }: { readonly action: AuditAction }) {
  const { audit } = useWords();
  const colour = outcome === 'done' ? signals.good : outcome === 'failed' ? signals.critical : signals.neutral;
  return (
    <Stack gap={2} align="flex-start">
      <Badge color={colour}>{audit[outcome ?? 'unknown']}</Badge>
      {message !== null && (
        <Text size="xs">
          <Quoted>{message}</Quoted>
        </Text>
      )}
    </Stack>
  );
}
