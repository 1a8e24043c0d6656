import type { Language } from '@vocalborn/task';

/** A sentence in the languages of the product. */
export type Told = Readonly<Record<Language, string>>;

/**
 * The language of the product that a caller prefers: the first of Chinese and English that an Accept-Language header
 * names, else `otherwise`.
 */
export function preferredLanguage(acceptLanguage: string | undefined, otherwise: Language = 'zh-TW'): Language {
  for (const part of acceptLanguage?.toLowerCase().split(',') ?? []) {
    const tag = part.trim();
    if (tag.startsWith('zh')) return 'zh-TW';
    if (tag.startsWith('en')) return 'en-US';
  }
  return otherwise;
}
