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

/** Shows the usual severities in the language of the page and any other severity as the rules file has it. */
export function Severity({ severity }: { readonly severity: string }) {
  const { severities } = useWords().alerts;
  return severity in severities ? severities[severity as keyof typeof severities] : severity;
}
