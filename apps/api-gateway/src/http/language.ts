import type { Language } from '@vocalborn/task';

/** The product's language that a caller prefers: English if it is named before Chinese, else Chinese. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  for (const part of acceptLanguage?.toLowerCase().split(',') ?? []) {
    const tag = part.trim();
    if (tag.startsWith('zh')) return 'zh-TW';
    if (tag.startsWith('en')) return 'en-US';
  }
  return 'zh-TW';
}
