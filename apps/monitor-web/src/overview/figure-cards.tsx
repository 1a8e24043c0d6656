import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { formatKpi, kpiNames, kpis, type KpiGroup, type KpiName } from '@vocalborn/monitoring-rules';
import { type KpisNow, type Point, valuesOf } from '../api/queries.js';
import { useLanguage } from '../language/language.js';
import { lengthOf } from '../wording/moment.js';
import { Sparkline } from './sparkline.js';

const groups: readonly KpiGroup[] = ['tasks', 'queue', 'workers', 'redis'];

/** A card for each key figure with its value and a sparkline. */
export function FigureCards({ now, points }: { readonly now: KpisNow; readonly points: readonly Point[] }) {
  const { words } = useLanguage();
  return (
    <Stack gap="md">
      {groups.map((group) => (
        <section key={group} aria-labelledby={`figures-${group}`}>
          <Title order={2} id={`figures-${group}`} mb="xs">
            {words.overview.groups[group]}
          </Title>
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
            {kpiNames
              .filter((name) => kpis[name].group === group)
              .map((name) => (
                <FigureCard key={name} name={name} now={now} points={points} />
              ))}
          </SimpleGrid>
        </section>
      ))}
    </Stack>
  );
}

interface FigureCardProps {
  readonly name: KpiName;
  readonly now: KpisNow;
  readonly points: readonly Point[];
}

function FigureCard({ name, now, points }: FigureCardProps) {
  const { words, language } = useLanguage();
  const { label, numerator, denominator, unit, window } = kpis[name];
  const since = window === 'now' ? words.overview.now : lengthOf(now.window_seconds, words.time);
  const limits: Partial<Record<KpiName, number | null>> = now.limits;
  const limit = limits[name] ?? null;
  const series = points.map((point) => point[name] ?? null).filter((value) => value !== null);
  return (
    <Paper withBorder p="sm" title={denominator === null ? numerator : `${numerator} / ${denominator}`} data-kpi={name}>
      <Text size="xs" c="var(--mantine-color-text)">
        {label[language]} <span style={{ whiteSpace: 'nowrap' }}>· {since}</span>
      </Text>
      <Text fz={22} fw={700} lh={1.3}>
        {formatKpi(valuesOf(now)[name] ?? null, unit)}
        {limit !== null && (
          <Text span size="sm" fw={400}>
            {` / ${formatKpi(limit, unit)}`}
          </Text>
        )}
      </Text>
      <Sparkline values={series} />
    </Paper>
  );
}
