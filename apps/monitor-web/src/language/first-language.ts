import type { Language } from '@vocalborn/task';

/** As it was chosen last, else as the browser prefers. */
export function firstLanguage(kept: string | null, preferred: readonly string[]): Language {
  if (kept === 'zh-TW' || kept === 'en-US') return kept;
  const understood = preferred.find((tag) => /^(zh|en)\b/i.test(tag));
  return understood === undefined || /^zh/i.test(understood) ? 'zh-TW' : 'en-US';
}
