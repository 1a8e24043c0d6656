import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { kpiNames, kpis, type KpiGroup, type KpiName } from '@vocalborn/kpi-catalogue';
import { useSpeech } from '../language/language.js';
import type { KpisNow, Point } from '../api/kpis.js';
import { Sparkline } from './sparkline.js';

const groups: readonly KpiGroup[] = ['tasks', 'queue', 'workers', 'redis'];

/** Every key figure as a number, with its course behind it. */
export function FigureCards({ now, points }: { readonly now: KpisNow; readonly points: readonly Point[] }) {
  const { words } = useSpeech();
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
                <FigureCard key={name} name={name} display={now.display[name]} points={points} />
              ))}
          </SimpleGrid>
        </section>
      ))}
    </Stack>
  );
}

interface FigureCardProps {
  readonly name: KpiName;
  readonly display: string;
  readonly points: readonly Point[];
}

function FigureCard({ name, display, points }: FigureCardProps) {
  const { language } = useSpeech();
  const { label, numerator, denominator } = kpis[name];
  const course = points.map((point) => point[name] ?? null).filter((value) => value !== null);
  return (
    <Paper withBorder p="sm" title={denominator === null ? numerator : `${numerator} / ${denominator}`} data-kpi={name}>
      <Text size="xs" c="var(--mantine-color-text)">
        {label[language]}
      </Text>
      <Text fz={22} fw={700} lh={1.3}>
        {display}
      </Text>
      <Sparkline values={course} />
    </Paper>
  );
}
