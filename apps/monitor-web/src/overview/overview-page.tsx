import { Group, SimpleGrid, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { judgeSystem } from '@vocalborn/monitoring-rules';
import { useAlerts, useKpis, useLatestMinutes, useSeries, useWorkers, type Window } from '../api/queries.js';
import { useLanguage } from '../language/language.js';
import { PageTitle } from '../page/page-title.js';
import { momentOf } from '../wording/moment.js';
import { charts } from './charts.js';
import { SeriesChart } from './series-chart.js';
import { FigureCards } from './figure-cards.js';
import { findingsOf } from './findings.js';
import { StatusBanner } from './status-banner.js';
import { WindowSwitch } from './window-switch.js';

/** Overall state of the system, key figures and charts. */
export default function OverviewPage() {
  const { words, language } = useLanguage();
  const [window, setWindow] = useLocalStorage<Window>({ key: 'vocalborn.window', defaultValue: '1h' });
  const kpis = useKpis(window);
  const points = useSeries(window).data?.points ?? [];
  const findings = findingsOf({
    kpis: kpis.data,
    error: kpis.error,
    alerts: useAlerts().data,
    workers: useWorkers().data?.workers,
    minutes: useLatestMinutes().data?.points,
  });
  return (
    <>
      <PageTitle title={words.pages.overview}>
        <Group gap="sm">
          {kpis.data && <Text size="sm">{words.overview.updated(momentOf(kpis.data.to, language, 'time'))}</Text>}
          <WindowSwitch window={window} onChange={setWindow} />
        </Group>
      </PageTitle>
      <StatusBanner {...judgeSystem(findings)} />
      {kpis.data && <FigureCards now={kpis.data} points={points} />}
      <Title order={2} mt="lg" mb="xs">
        {words.overview.charts}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {charts.map((chart) => (
          <SeriesChart key={chart.title} {...{ chart, points, window }} />
        ))}
      </SimpleGrid>
    </>
  );
}
