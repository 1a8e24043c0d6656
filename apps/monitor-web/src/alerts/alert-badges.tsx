import { Badge } from '@mantine/core';
import type { PastAlert, AlertState } from '../api/alerts.js';
import { useWords } from '../language/language.js';

const stateColours = {
  inactive: 'green.9',
  pending: 'orange.9',
  firing: 'red.9',
  resolved: 'green.9',
  cancelled: 'gray.7',
} as const;

export function AlertStateBadge({ state }: { readonly state: AlertState | PastAlert['state'] }) {
  const { alerts } = useWords();
  return (
    <Badge color={stateColours[state]} radius="sm" tt="none" data-alert-state={state}>
      {alerts.states[state]}
    </Badge>
  );
}

/** Severities are whatever the rules file says; the usual ones have words. */
export function Severity({ severity }: { readonly severity: string }) {
  const { severities } = useWords().alerts;
  return severity in severities ? severities[severity as keyof typeof severities] : severity;
}
