import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from '@vocalborn/speech-analysis';
import type { DebianParts } from '../debian-parts.js';
import type { SpeechSynthesis } from '../orderings/speech-synthesis.js';
import { read } from '../recordings.js';

/** Languages of the recorded prompts: espeak-ng's voice, and the names of days and months. */
const languages: Readonly<Record<string, { readonly voice: string; readonly days: string; readonly months: string }>> =
  {
    en: {
      voice: 'en-us',
      days: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday',
      months: 'January February March April May June July August September October November December',
    },
    es: {
      voice: 'es-419',
      days: 'domingo lunes martes miércoles jueves viernes sábado',
      months: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
    },
    fr: {
      voice: 'fr',
      days: 'dimanche lundi mardi mercredi jeudi vendredi samedi',
      months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    },
    it: {
      voice: 'it',
      days: 'domenica lunedì martedì mercoledì giovedì venerdì sabato',
      months: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
    },
    ru: {
      voice: 'ru',
      days: 'воскресенье понедельник вторник среда четверг пятница суббота',
      months: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
    },
  };

const numbers = [...Array(21).keys(), 30, 40, 50, 60, 70, 80, 90].map(String);

/** Variants of espeak-ng's voices that say the same words as the human: two women, two men. */
const variants = ['f2', 'f4', 'm3', 'm7'];
const wordsPerMinute = 140;

/** The same words by several voices; the first is human. */
export type SaidBySeveral = readonly Recording[];

/** Reads numbers, days and months in five languages; the file names state their text. */
export async function* knownPrompts(parts: DebianParts, synthesis: SpeechSynthesis): AsyncGenerator<SaidBySeveral> {
  for (const folder of parts.promptFolders) {
    const language = languages[/([a-z]{2})_[A-Z]{2}_[^/]*$/.exec(folder)?.[1] ?? ''];
    if (!language) continue;
    for (const [file, text] of textsOf(language)) {
      const path = join(folder, 'digits', `${file}.wav`);
      if (!existsSync(path)) continue;
      const manners = variants.map((variant) => ({ voice: `${language.voice}+${variant}`, wordsPerMinute }));
      yield [await read(path), ...(await Promise.all(manners.map((manner) => synthesis.say(text, manner))))];
    }
  }
}

function textsOf({ days, months }: { readonly days: string; readonly months: string }): [string, string][] {
  const named = (prefix: string, names: string): [string, string][] =>
    names.split(' ').map((name, index) => [`${prefix}-${index}`, name]);
  return [
    ...numbers.map((number): [string, string] => [number, number]),
    ...named('day', days),
    ...named('mon', months),
  ];
}
