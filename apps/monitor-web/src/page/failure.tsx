import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import IconPlugConnectedX from '@tabler/icons-react/icons/IconPlugConnectedX';
import type { ApiError } from '@vocalborn/client';
import { useLanguage } from '../language/language.js';
import { momentOf } from '../wording/moment.js';
import { Quoted } from '../wording/text.js';

interface FailureProps {
  readonly error: ApiError;
  readonly onRetry: () => void;
  /** When the data still shown was read, in epoch milliseconds; 0 when no data is shown. */
  readonly shownSince?: number;
}

/** Message for a failed request with a button that repeats it. */
export function Failure({ error, onRetry, shownSince = 0 }: FailureProps) {
  const { words, language } = useLanguage();
  const { failure } = words;
  const title = error.status === 0 ? failure.unreachable : failure.failed;
  return (
    <Alert color="red" variant="outline" title={title} icon={<IconPlugConnectedX aria-hidden />} role="alert" my="md">
      <Group justify="space-between">
        <Stack gap={2}>
          <Text size="sm">
            <Quoted>{error.detail}</Quoted>
          </Text>
          {shownSince > 0 && (
            <Text size="sm" fw={600}>
              {failure.shownSince(momentOf(new Date(shownSince).toISOString(), language, 'time'))}
            </Text>
          )}
        </Stack>
        <Button size="xs" variant="default" onClick={onRetry}>
          {failure.again}
        </Button>
      </Group>
    </Alert>
  );
}
