import { SegmentedControl } from '@mantine/core';
import type { Language } from '@vocalborn/task';
import { useLanguage } from '../language/language.js';

const choices = [
  { value: 'zh-TW', label: '中文' },
  { value: 'en-US', label: 'EN' },
];

export function LanguageSwitch() {
  const { language, setLanguage, words } = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      data={choices}
      value={language}
      onChange={(value) => setLanguage(value as Language)}
      aria-label={words.shell.language}
    />
  );
}
