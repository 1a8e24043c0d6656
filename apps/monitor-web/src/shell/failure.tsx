import { Alert, Button, Group, Text } from '@mantine/core';
import IconPlugConnectedX from '@tabler/icons-react/icons/IconPlugConnectedX';
import type { ApiError } from '../api/request.js';
import { useWords } from '../language/language.js';

/** Instead of what could not be read. */
export function Failure({ error, onRetry }: { readonly error: ApiError; readonly onRetry: () => void }) {
  const { failure } = useWords();
  const title = error.status === 0 ? failure.unreachable : failure.failed;
  return (
    <Alert color="red" variant="outline" title={title} icon={<IconPlugConnectedX aria-hidden />} role="alert" my="md">
      <Group justify="space-between">
        <Text size="sm">{error.detail}</Text>
        <Button size="xs" variant="default" onClick={onRetry}>
          {failure.again}
        </Button>
      </Group>
    </Alert>
  );
}
