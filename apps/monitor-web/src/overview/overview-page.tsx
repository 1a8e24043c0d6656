import { Group, SimpleGrid, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useAlerts } from '../api/alerts.js';
import { useKpis, useLatestMinutes, useSeries, type Window } from '../api/kpis.js';
import { useWorkers } from '../api/live-tables.js';
import { useSpeech } from '../language/language.js';
import { PageTitle } from '../shell/page-title.js';
import { momentOf } from '../wording/moment.js';
import { charts } from './charts.js';
import { Course } from './course.js';
import { FigureCards } from './figure-cards.js';
import { judge } from './judge.js';
import { StatusBanner } from './status-banner.js';
import { WindowSwitch } from './window-switch.js';

/** Whether everything is all right, then the key figures, then their courses. */
export default function OverviewPage() {
  const { words, language } = useSpeech();
  const [window, setWindow] = useLocalStorage<Window>({ key: 'vocalborn.window', defaultValue: '1h' });
  const kpis = useKpis(window);
  const points = useSeries(window).data?.points ?? [];
  const verdict = judge({
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
      <StatusBanner {...verdict} />
      {kpis.data && <FigureCards now={kpis.data} points={points} />}
      <Title order={2} mt="lg" mb="xs">
        {words.overview.charts}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {charts.map((chart) => (
          <Course key={chart.title} {...{ chart, points, window }} />
        ))}
      </SimpleGrid>
    </>
  );
}
