import type { Language } from '@vocalborn/task';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { dictionaries, type Words } from './dictionaries.js';

const key = 'vocalborn.language';

interface LanguageSetting {
  readonly language: Language;
  readonly words: Words;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<LanguageSetting | null>(null);

/** Provides the language of the user and keeps the choice in the browser. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => firstLanguage(localStorage.getItem(key), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language === 'zh-TW' ? 'zh-Hant-TW' : 'en';
  }, [language]);
  const setting = useMemo(() => {
    const choose = (chosen: Language): void => {
      localStorage.setItem(key, chosen);
      setLanguage(chosen);
    };
    return { language, words: dictionaries[language], setLanguage: choose };
  }, [language]);
  return <LanguageContext value={setting}>{children}</LanguageContext>;
}

/** The current language, its texts and a setter. Throws outside a LanguageProvider. */
export function useLanguage(): LanguageSetting {
  const setting = use(LanguageContext);
  if (!setting) throw new Error('useLanguage needs a LanguageProvider');
  return setting;
}

export const useWords = (): Words => useLanguage().words;

/** Chooses the stored language, else the first supported language of the browser, else 繁體中文. */
export function firstLanguage(stored: string | null, preferred: readonly string[]): Language {
  if (stored === 'zh-TW' || stored === 'en-US') return stored;
  const supported = preferred.find((tag) => /^(zh|en)\b/i.test(tag));
  return supported === undefined || /^zh/i.test(supported) ? 'zh-TW' : 'en-US';
}
