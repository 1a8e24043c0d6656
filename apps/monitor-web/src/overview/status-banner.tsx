import { Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import IconLoader from '@tabler/icons-react/icons/IconLoader';
import type { Words } from '../language/en-us.js';
import { useWords } from '../language/language.js';
import { signals } from '../shell/signals.js';
import { lengthOf } from '../wording/moment.js';
import { Quoted } from '../wording/quoted.js';
import type { Level, Reason } from './judge.js';

const looks = {
  unknown: { colour: signals.neutral, Icon: IconLoader },
  good: { colour: signals.good, Icon: IconCircleCheck },
  warning: { colour: signals.warning, Icon: IconAlertTriangle },
  critical: { colour: signals.critical, Icon: IconCircleX },
} as const;

/** The answer to whether everything is all right, readable from the other side of the room. */
export function StatusBanner({ level, reasons }: { readonly level: Level; readonly reasons: readonly Reason[] }) {
  const words = useWords();
  const { overview } = words;
  const { colour, Icon } = looks[level];
  return (
    <Paper role="status" data-level={level} p="md" mb="md" bg={colour} c="white">
      <Group wrap="nowrap" align="flex-start">
        <Icon size={34} aria-hidden style={{ flexShrink: 0 }} />
        <Stack gap={4}>
          <Title order={2}>{overview[level]}</Title>
          {level === 'good' && <Text size="sm">{overview.goodDetail}</Text>}
          {reasons.length > 0 && (
            <List size="sm" c="white">
              {reasons.map((reason, index) => (
                <List.Item key={index}>
                  <Quoted>{textOf(reason, words)}</Quoted>
                </List.Item>
              ))}
            </List>
          )}
        </Stack>
      </Group>
    </Paper>
  );
}

function textOf(reason: Reason, { overview, time }: Words): string {
  switch (reason.kind) {
    case 'no-workers':
      return overview.noWorkers;
    case 'redis':
      return overview.redisUnreachable;
    case 'database':
      return overview.databaseUnreachable;
    case 'monitor':
      return overview.monitorUnreachable;
    case 'ai-service':
      return overview.aiServiceUnreachable;
    case 'ai-service-partly':
      return overview.aiServicePartly(reason.broken, reason.online);
    case 'nothing-succeeds':
      return overview.nothingSucceeds(reason.tries);
    case 'nothing-begins':
      return overview.nothingBegins(reason.minutes);
    case 'many-retries':
      return overview.manyRetries(reason.percent);
    case 'long-wait':
      return overview.longWait(lengthOf(reason.seconds, time));
    case 'firing':
      return reason.windowSeconds === null
        ? overview.firingNow(reason.name, reason.value)
        : overview.firing(reason.name, reason.value, lengthOf(reason.windowSeconds, time));
    case 'pending':
      return overview.pending(reason.name);
  }
}
