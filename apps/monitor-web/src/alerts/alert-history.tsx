import { Table, Text } from '@mantine/core';
import type { PastAlert } from '../api/alerts.js';
import { useWords } from '../language/language.js';
import { Time } from '../wording/time.js';
import { AlertStateBadge, Severity } from './alert-badges.js';

/** What fired before, and for how long. */
export function AlertHistory({ history }: { readonly history: readonly PastAlert[] }) {
  const { alerts } = useWords();
  if (history.length === 0) return <Text size="sm">{alerts.noHistory}</Text>;
  return (
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{alerts.name}</Table.Th>
          <Table.Th>{alerts.state}</Table.Th>
          <Table.Th visibleFrom="sm">{alerts.severity}</Table.Th>
          <Table.Th visibleFrom="md">{alerts.condition}</Table.Th>
          <Table.Th>{alerts.fired}</Table.Th>
          <Table.Th visibleFrom="xs">{alerts.ended}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {history.map((alert) => (
          <Table.Tr key={alert.alert_id}>
            <Table.Td>{alert.name}</Table.Td>
            <Table.Td>
              <AlertStateBadge state={alert.state} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Severity severity={alert.severity} />
            </Table.Td>
            <Table.Td visibleFrom="md" className="mono">
              {alert.condition}
            </Table.Td>
            <Table.Td>
              <Time at={alert.fired_at ?? alert.since} />
            </Table.Td>
            <Table.Td visibleFrom="xs">
              <Time at={alert.ended_at} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
