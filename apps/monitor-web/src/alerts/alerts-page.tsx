import { Alert, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Alerts, useAlerts } from '../api/queries.js';
import { useLanguage, useWords } from '../language/language.js';
import { Failure } from '../page/failure.js';
import { PageTitle } from '../page/page-title.js';
import { momentOf } from '../wording/moment.js';
import { Quoted } from '../wording/text.js';
import { AlertHistory } from './alert-history.js';
import { RuleCard } from './rule-card.js';
import { Silences } from './silences.js';

/** All alert rules with their states, the silences, and the past alerts. */
export function AlertsPage() {
  const words = useWords();
  const alerts = useAlerts();
  return (
    <>
      <PageTitle title={words.pages.alerts} />
      {alerts.error && <Failure error={alerts.error} onRetry={() => void alerts.refetch()} />}
      {alerts.data === null && <Text>{words.alerts.none}</Text>}
      {alerts.data && <AllAlerts data={alerts.data} />}
    </>
  );
}

const urgency = { firing: 0, pending: 1, inactive: 2 } as const;

function AllAlerts({ data }: { readonly data: Alerts }) {
  const { alerts } = useWords();
  const rules = data.rules.toSorted((a, b) => urgency[a.state] - urgency[b.state]);
  return (
    <Stack gap="lg">
      <Part id="rules" title={alerts.rules}>
        <RulesFile file={data.rules_file} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          {rules.map((rule) => (
            <RuleCard key={rule.name} rule={rule} />
          ))}
        </SimpleGrid>
      </Part>
      <Part id="silences" title={alerts.silences}>
        <Silences />
      </Part>
      <Part id="history" title={alerts.history}>
        <AlertHistory history={data.history} />
      </Part>
    </Stack>
  );
}

function Part({ id, title, children }: { readonly id: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}

function RulesFile({ file: { path, loaded_at: loadedAt, error } }: { readonly file: Alerts['rules_file'] }) {
  const { words, language } = useLanguage();
  if (error !== null) {
    return (
      <Alert color="red" variant="outline" title={words.alerts.fileError} mb="sm" role="alert">
        <Text size="sm" className="mono">
          <Quoted>{error}</Quoted>
        </Text>
      </Alert>
    );
  }
  return (
    <Text size="sm" mb="sm">
      <Quoted>{words.alerts.file(path, momentOf(loadedAt, language))}</Quoted>
    </Text>
  );
}
