import { Alert, Badge, createTheme, Notification, rem } from '@mantine/core';

const fonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans TC", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", sans-serif';

/** Only fonts that the computer has: nothing is fetched from elsewhere. */
export const theme = createTheme({
  fontFamily: fonts,
  headings: {
    fontFamily: fonts,
    sizes: { h1: { fontSize: rem(24) }, h2: { fontSize: rem(18) }, h3: { fontSize: rem(15) } },
  },
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The frame has the colour of what it says; letters in it would be too pale.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
    Notification: Notification.extend({ styles: { description: { color: 'var(--mantine-color-text)' } } }),
    // What a badge says is short, and is what one looks for: it is never cut off.
    Badge: Badge.extend({
      defaultProps: { radius: 'sm', tt: 'none' },
      styles: { root: { flexShrink: 0, minWidth: 'max-content' }, label: { overflow: 'visible' } },
    }),
  },
});

/** Colours that mean the same everywhere; white letters on each of them are easy to read (4.5 : 1 and more). */
export const signals = {
  good: 'teal.9',
  warning: '#b54708',
  critical: 'red.9',
  busy: 'indigo.7',
  neutral: 'gray.7',
} as const;
