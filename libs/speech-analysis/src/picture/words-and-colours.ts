/** Languages of the texts in a picture. */
export const pictureLanguages = ['zh-TW', 'en-US'] as const;
export type PictureLanguage = (typeof pictureLanguages)[number];

/** Colour themes for a light and for a dark page. */
export const pictureThemes = ['light', 'dark'] as const;
export type PictureTheme = (typeof pictureThemes)[number];

export const words: Readonly<Record<PictureLanguage, Readonly<Record<Word, string>>>> = {
  'zh-TW': {
    title: '您的錄音與示範音的比較',
    recording: '錄音',
    melody: '音調（半音）',
    yours: '您的音調',
    example: '示範音的音調',
    off: '差異較大的部分',
    unjudged: '無法評分的部分',
    seconds: '秒',
  },
  'en-US': {
    title: 'Your recording and the example',
    recording: 'Recording',
    melody: 'Melody (semitones)',
    yours: 'your melody',
    example: "the example's melody",
    off: 'parts that differ most',
    unjudged: 'not judged',
    seconds: 's',
  },
};
type Word = 'title' | 'recording' | 'melody' | 'yours' | 'example' | 'off' | 'unjudged' | 'seconds';

/** Colour-blind readers can distinguish them (Okabe & Ito 2008), and the line of the reference is dashed. */
export const colours: Readonly<Record<PictureTheme, Readonly<Record<Colour, string>>>> = {
  light: {
    page: '#ffffff',
    text: '#1f2933',
    faint: '#cbd2d9',
    wave: '#52606d',
    yours: '#0072b2',
    example: '#b35900',
    off: '#fbe3d6',
    unjudged: '#d5dae1',
  },
  dark: {
    page: '#12181f',
    text: '#e4e7eb',
    faint: '#3e4c59',
    wave: '#9aa5b1',
    yours: '#56b4e9',
    example: '#e69f00',
    off: '#4a2f1f',
    unjudged: '#333d48',
  },
};
type Colour = 'page' | 'text' | 'faint' | 'wave' | 'yours' | 'example' | 'off' | 'unjudged';
