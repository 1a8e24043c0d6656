import { ColorSwatch, Group, Text } from '@mantine/core';
import { useWords } from '../language/language.js';
import { useStreamState } from '../live/live.js';

const colours = { live: 'green', connecting: 'yellow', lost: 'red' } as const;

/** State of the event stream. */
export function StreamStatus() {
  const { shell } = useWords();
  const state = useStreamState();
  return (
    <Group gap={6} wrap="nowrap" role="status" title={shell[state]}>
      <ColorSwatch component="span" size={10} withShadow={false} color={`var(--mantine-color-${colours[state]}-6)`} />
      <Text size="sm" visibleFrom="xs" style={{ whiteSpace: 'nowrap' }}>
        {shell[state]}
      </Text>
    </Group>
  );
}
