import { AreaChart, BarChart, LineChart } from '@mantine/charts';
import { Center, Paper, Text, Title } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import type { DotItemDotProps } from 'recharts';
import type { Point, Window } from '../api/queries.js';
import { useLanguage } from '../language/language.js';
import { momentOf } from '../wording/moment.js';
import { isMeasured, largestOf, lonePoints, tickFormat, type Chart } from './charts.js';

interface SeriesChartProps {
  readonly chart: Chart;
  readonly points: readonly Point[];
  readonly window: Window;
}

/** One chart with its heading. Memoised because redrawing is slow. */
export const SeriesChart = memo(function SeriesChart({ chart, points, window }: SeriesChartProps) {
  const { words } = useLanguage();
  const title = words.overview[chart.title];
  return (
    <Paper
      withBorder
      p="sm"
      component="figure"
      m={0}
      aria-label={words.overview.chartOf(title, words.overview.windows[window])}
    >
      <Title order={3} mb="xs">
        {title}
      </Title>
      {isMeasured(chart, points) ? (
        <Drawing {...{ chart, points, window }} />
      ) : (
        <Center h={200}>
          <Text size="sm">{words.overview.noData}</Text>
        </Center>
      )}
    </Paper>
  );
});

function Drawing({ chart, points, window }: SeriesChartProps) {
  const { words, language } = useLanguage();
  const isLong = window === '7d' || window === '30d';
  const data = points.map((point) => ({ ...point, at: momentOf(point.at, language, isLong ? 'day' : 'minute') }));
  const shared = {
    h: 200,
    data,
    dataKey: 'at',
    series: chart.lines.map(({ value, label, color }) => ({ name: value, label: words.overview[label], color })),
    valueFormatter: tickFormat(chart.unit, largestOf(chart, points)),
    withLegend: chart.lines.length > 1,
    legendProps: { verticalAlign: 'bottom' as const, height: 28 },
    yAxisProps: { width: 64, allowDecimals: chart.unit !== 'count' },
    // Room for the dots and labels at both ends.
    xAxisProps: { minTickGap: 40, padding: { left: 8, right: 8 } },
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
  };
  if (chart.kind === 'bars') return <BarChart {...shared} type="stacked" barProps={still} />;
  const props = { ...shared, withDots: false, curveType: 'linear' as const, strokeWidth: 2, connectNulls: false };
  const lineProps = ({ name }: { readonly name: string }) => ({ ...still, dot: loneDot(points, name) });
  return chart.kind === 'lines' ? (
    <LineChart {...props} lineProps={lineProps} />
  ) : (
    <AreaChart {...props} areaProps={lineProps} />
  );
}

// Every update would restart the animation.
const still = { isAnimationActive: false };

/** Draws a dot for each point without a neighbour. */
function loneDot(points: readonly Point[], name: string) {
  const lone = lonePoints(points.map((point) => point[name as Chart['lines'][number]['value']]));
  return function LoneDot({ cx, cy, index, stroke }: DotItemDotProps): ReactNode {
    return lone.has(index) && <circle key={index} cx={cx} cy={cy} r={3} fill={stroke} data-lone={name} />;
  };
}
