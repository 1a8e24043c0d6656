import { SegmentedControl } from '@mantine/core';
import { type Window, windows } from '../api/queries.js';
import { useLanguage } from '../language/language.js';

interface WindowSwitchProps {
  readonly window: Window;
  readonly onChange: (window: Window) => void;
}

/** Switch for the time window of the figures. */
export function WindowSwitch({ window, onChange }: WindowSwitchProps) {
  const { overview } = useLanguage().words;
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
