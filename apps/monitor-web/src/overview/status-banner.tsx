import { Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import IconLoader from '@tabler/icons-react/icons/IconLoader';
import { reasonText, type SystemVerdict } from '@vocalborn/monitoring-rules';
import { useLanguage } from '../language/language.js';
import { signals } from '../page/theme.js';
import { lengthOf } from '../wording/moment.js';
import { Quoted } from '../wording/text.js';

const looks = {
  unknown: { colour: signals.neutral, Icon: IconLoader },
  good: { colour: signals.good, Icon: IconCircleCheck },
  warning: { colour: signals.warning, Icon: IconAlertTriangle },
  critical: { colour: signals.critical, Icon: IconCircleX },
} as const;

/** Overall state of the system in large letters, with the reasons for it. */
export function StatusBanner({ level, reasons }: SystemVerdict) {
  const { words, language } = useLanguage();
  const { overview } = words;
  const timeText = (seconds: number): string => lengthOf(seconds, words.time);
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
                  <Quoted>{reasonText(reason, language, timeText)}</Quoted>
                </List.Item>
              ))}
            </List>
          )}
        </Stack>
      </Group>
    </Paper>
  );
}
