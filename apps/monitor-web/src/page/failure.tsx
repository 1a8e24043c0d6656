import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import IconPlugConnectedX from '@tabler/icons-react/icons/IconPlugConnectedX';
import type { ApiError } from '@vocalborn/client';
import { useSpeech } from '../language/language.js';
import { momentOf } from '../wording/moment.js';
import { Quoted } from '../wording/text.js';

interface FailureProps {
  readonly error: ApiError;
  readonly onRetry: () => void;
  /** When what is shown nevertheless was read, in milliseconds; 0 for never. */
  readonly shownSince?: number;
}

/** Instead of what could not be read, or above what was read before. */
export function Failure({ error, onRetry, shownSince = 0 }: FailureProps) {
  const { words, language } = useSpeech();
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
