import { SegmentedControl } from '@mantine/core';
import { type Window, windows } from '../api/queries.js';
import { useSpeech } from '../language/language.js';

interface WindowSwitchProps {
  readonly window: Window;
  readonly onChange: (window: Window) => void;
}

/** How far back to look. */
export function WindowSwitch({ window, onChange }: WindowSwitchProps) {
  const { overview } = useSpeech().words;
  return (
    <SegmentedControl
      className="narrow"
      size="xs"
      aria-label={overview.window}
      data={windows.map((value) => ({ value, label: overview.windows[value] }))}
      value={window}
      onChange={(value) => onChange(value)}
    />
  );
}
