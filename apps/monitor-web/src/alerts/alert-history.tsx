import { Table, Text } from '@mantine/core';
import type { PastAlert } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { Quoted, Time } from '../wording/text.js';
import { AlertStateBadge, Severity } from './alert-badges.js';

/** Table of past alerts with the times at which they fired and ended. */
export function AlertHistory({ history }: { readonly history: readonly PastAlert[] }) {
  const { alerts } = useWords();
  if (history.length === 0) return <Text size="sm">{alerts.noHistory}</Text>;
  return (
    <Table verticalSpacing={6} className="stacked">
      <Table.Thead>
        <Table.Tr>
          <Table.Th miw={140}>{alerts.name}</Table.Th>
          <Table.Th>{alerts.state}</Table.Th>
          <Table.Th>{alerts.severity}</Table.Th>
          <Table.Th miw={140}>{alerts.condition}</Table.Th>
          <Table.Th>{alerts.fired}</Table.Th>
          <Table.Th>{alerts.ended}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {history.map((alert) => (
          <Row key={alert.alert_id} alert={alert} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ alert }: { readonly alert: PastAlert }) {
  const { alerts } = useWords();
  return (
    <Table.Tr>
      <Table.Td>
        <b>
          <Quoted>{alert.name}</Quoted>
        </b>
      </Table.Td>
      <Table.Td data-heading={alerts.state}>
        <AlertStateBadge state={alert.state} />
      </Table.Td>
      <Table.Td data-heading={alerts.severity}>
        <Severity severity={alert.severity} />
      </Table.Td>
      <Table.Td data-heading={alerts.condition} className="mono">
        <Quoted>{alert.condition}</Quoted>
      </Table.Td>
      <Table.Td data-heading={alerts.fired}>
        <Time at={alert.fired_at ?? alert.since} />
      </Table.Td>
      <Table.Td data-heading={alerts.ended}>
        <Time at={alert.ended_at} />
      </Table.Td>
    </Table.Tr>
  );
}
