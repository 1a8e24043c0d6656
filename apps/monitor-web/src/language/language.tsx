import type { Language } from '@vocalborn/task';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { dictionaries, type Words } from './dictionaries.js';

const key = 'vocalborn.language';

interface Speech {
  readonly language: Language;
  readonly words: Words;
  readonly setLanguage: (language: Language) => void;
}

const SpeechContext = createContext<Speech | null>(null);

export function Speaking({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => firstLanguage(localStorage.getItem(key), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language === 'zh-TW' ? 'zh-Hant-TW' : 'en';
  }, [language]);
  const speech = useMemo(() => {
    const choose = (chosen: Language): void => {
      localStorage.setItem(key, chosen);
      setLanguage(chosen);
    };
    return { language, words: dictionaries[language], setLanguage: choose };
  }, [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** The language in use and its words. */
export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (!speech) throw new Error('useSpeech stands outside of Speaking');
  return speech;
}

export const useWords = (): Words => useSpeech().words;

/** As it was chosen last, else as the browser prefers. */
export function firstLanguage(kept: string | null, preferred: readonly string[]): Language {
  if (kept === 'zh-TW' || kept === 'en-US') return kept;
  const understood = preferred.find((tag) => /^(zh|en)\b/i.test(tag));
  return understood === undefined || /^zh/i.test(understood) ? 'zh-TW' : 'en-US';
}
