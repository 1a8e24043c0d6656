import { Badge } from '@mantine/core';
import type { AlertRule, PastAlert } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { signals } from '../page/theme.js';

const stateColours = {
  inactive: signals.good,
  pending: signals.warning,
  firing: signals.critical,
  resolved: signals.good,
  cancelled: signals.neutral,
} as const;

export function AlertStateBadge({ state }: { readonly state: AlertRule['state'] | PastAlert['state'] }) {
  const { alerts } = useWords();
  return (
    <Badge color={stateColours[state]} data-alert-state={state}>
      {alerts.states[state]}
    </Badge>
  );
}

/** Severities are whatever the rules file says; the usual ones have words. */
export function Severity({ severity }: { readonly severity: string }) {
  const { severities } = useWords().alerts;
  return severity in severities ? severities[severity as keyof typeof severities] : severity;
}
