import { Alert, Badge, createTheme, Notification, rem } from '@mantine/core';

const fonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans TC", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", sans-serif';

/** Theme with system fonts only: the page loads nothing from other hosts. */
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
    // The title in the colour of the alert would have too little contrast.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
    Notification: Notification.extend({ styles: { description: { color: 'var(--mantine-color-text)' } } }),
    // Badges are short and important: never truncate them.
    Badge: Badge.extend({
      defaultProps: { radius: 'sm', tt: 'none' },
      styles: { root: { flexShrink: 0, minWidth: 'max-content' }, label: { overflow: 'visible' } },
    }),
  },
});

/** Colours with a fixed meaning. White text on each has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3). */
export const signals = {
  good: 'teal.9',
  warning: '#b54708',
  critical: 'red.9',
  busy: 'indigo.7',
  neutral: 'gray.7',
} as const;
