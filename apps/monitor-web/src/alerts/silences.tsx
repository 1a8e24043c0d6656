import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { endSilence } from '../api/actions.js';
import { useMayAct, useSilences } from '../api/queries.js';
import { useLanguage } from '../language/language.js';
import { useConfirm } from '../page/use-confirm.js';
import { momentOf } from '../wording/moment.js';
import { Quoted } from '../wording/text.js';

/** Active silences with their authors and reasons. */
export function Silences() {
  const { words, language } = useLanguage();
  const { alerts } = words;
  const mayAct = useMayAct();
  const confirm = useConfirm();
  const silences = useSilences().data?.silences ?? [];
  if (silences.length === 0) return <Text size="sm">{alerts.noSilences}</Text>;
  const end = (id: string, name: string): void =>
    confirm({
      question: alerts.askUnsilence(name),
      explanation: alerts.unsilenceExplain,
      label: alerts.unsilence,
      act: async () => {
        await endSilence(id);
        return { message: <Quoted>{name}</Quoted> };
      },
    });
  return (
    <Stack gap="xs">
      {silences.map(({ silence_id: id, name, until, actor, reason }) => (
        <Paper key={id} withBorder p="sm">
          <Group justify="space-between">
            <Text size="sm">
              <b>
                <Quoted>{name}</Quoted>
              </b>
              {` · ${alerts.until} ${momentOf(until, language)} · ${alerts.by} `}
              <Quoted>{actor}</Quoted> · <Quoted>{reason}</Quoted>
            </Text>
            {mayAct && (
              <Button size="xs" variant="default" onClick={() => end(id, name)}>
                {alerts.unsilence}
              </Button>
            )}
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
