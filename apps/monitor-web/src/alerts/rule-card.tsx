import { Button, Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import IconBellOff from '@tabler/icons-react/icons/IconBellOff';
import { type AlertRule, useMayAct } from '../api/queries.js';
import { useLanguage, useWords } from '../language/language.js';
import { lengthOf, momentOf } from '../wording/moment.js';
import { Quoted, Time } from '../wording/text.js';
import { AlertStateBadge, Severity } from './alert-badges.js';
import { SilenceDialog } from './silence-dialog.js';

/** Card of one alert rule with its state. */
export function RuleCard({ rule }: { readonly rule: AlertRule }) {
  const { alerts } = useWords();
  const mayAct = useMayAct();
  const [opened, dialog] = useDisclosure();
  return (
    <Paper withBorder p="md" component="article" aria-label={rule.name} data-alert={rule.name}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={3}>
            <Quoted>{rule.name}</Quoted>
          </Title>
          <AlertStateBadge state={rule.state} />
        </Group>
        <Standing rule={rule} />
        {mayAct && (
          <Group>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconBellOff size={14} aria-hidden />}
              onClick={dialog.open}
            >
              {alerts.silence}
            </Button>
          </Group>
        )}
      </Stack>
      <SilenceDialog name={rule.name} opened={opened} onClose={dialog.close} />
    </Paper>
  );
}

/** The condition, severity, value and silence of the rule. */
function Standing({ rule }: { readonly rule: AlertRule }) {
  const { words, language } = useLanguage();
  const { alerts } = words;
  const { window_seconds: window } = rule;
  const valueName = window === null ? alerts.value : alerts.valueOver(lengthOf(window, words.time));
  return (
    <>
      <Text size="sm" component="div">
        <Code>
          <Quoted>{rule.condition}</Quoted>
        </Code>
        {rule.for_seconds > 0 && ` ${alerts.lasting(lengthOf(rule.for_seconds, words.time))}`}
      </Text>
      <Text size="sm" component="div">
        {alerts.severity}: <Severity severity={rule.severity} /> · {valueName}: <b>{rule.display}</b>
        {rule.since !== null && (
          <>
            {` · ${alerts.since} `}
            <Time at={rule.since} />
          </>
        )}
      </Text>
      {rule.silenced_until !== null && (
        <Text size="sm" fw={600}>
          {alerts.silencedUntil(momentOf(rule.silenced_until, language))}
        </Text>
      )}
    </>
  );
}
