/** Colours that mean the same everywhere; white letters on each of them are easy to read (4.5 : 1 and more). */
export const signals = {
  good: 'teal.9',
  warning: '#b54708',
  critical: 'red.9',
  busy: 'indigo.7',
  neutral: 'gray.7',
} as const;
