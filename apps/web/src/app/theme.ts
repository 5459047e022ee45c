import { createTheme } from '@mantine/core'
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core'

/** 藍: what one can do here. */
const ai: MantineColorsTuple = [
  '#eef3f9',
  '#e2eaf4',
  '#b6cae1',
  '#8fadd2',
  '#6c92c2',
  '#4d79b0',
  '#36649a',
  '#264f84',
  '#1f4170',
  '#17325a',
]
/** 朱: only what needs a person now. */
const shu: MantineColorsTuple = [
  '#fdeee9',
  '#fbe3db',
  '#f3b5a3',
  '#ec8d74',
  '#e46a4b',
  '#da4c2a',
  '#c53c1c',
  '#a93116',
  '#8b2811',
  '#6d1f0d',
]
/** 緑: only what this browser or the key service verified. */
const midori: MantineColorsTuple = [
  '#e9f5ee',
  '#d2e9dc',
  '#a7d4b9',
  '#7abe95',
  '#56a877',
  '#3c9461',
  '#2a7f4e',
  '#20693f',
  '#195433',
  '#123f26',
]
/** Warm greys: paper and ink. */
const gray: MantineColorsTuple = [
  '#faf8f4',
  '#f4f1ea',
  '#e9e5db',
  '#dbd5c8',
  '#c5beb0',
  '#a39b8d',
  '#7d766a',
  '#5f594f',
  '#443f38',
  '#2b2824',
]
const dark: MantineColorsTuple = [
  '#ece8e1',
  '#c9c4bb',
  '#a8a299',
  '#7f7a72',
  '#57534d',
  '#3f3c37',
  '#302e2a',
  '#262421',
  '#1d1b19',
  '#151413',
]

export const theme = createTheme({
  colors: { ai, shu, midori, gray, dark },
  primaryColor: 'ai',
  primaryShade: { light: 7, dark: 6 },
  black: '#22201c',
  white: '#fffefb',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  autoContrast: true,
  fontFamily:
    '"Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic UI", "Meiryo", "Noto Sans JP", "Noto Sans CJK JP", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SFMono-Regular", "Consolas", "Noto Sans Mono CJK JP", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.375rem' },
  lineHeights: { xs: '1.5', sm: '1.55', md: '1.6', lg: '1.6', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.4' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.5' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.5' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Text: { defaultProps: { size: 'sm' } },
    // nothing on a screen is smaller than 12 px, and Japanese has no capitals
    Badge: {
      defaultProps: { radius: 'sm', size: 'md' },
      vars: () => ({ root: { '--badge-fz': '0.75rem' } }),
      styles: { root: { textTransform: 'none', flex: 'none', minWidth: 'max-content' } },
    },
    Alert: { defaultProps: { variant: 'light' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    // locking the scroll bar would write a style element without our nonce
    Modal: { defaultProps: { centered: true, lockScroll: false, transitionProps: { duration: 0 } } },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 0 } } },
  },
})

/** Paper, ink and lines for both schemes; the names are used by the style sheets of all pages. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#faf8f4',
    '--mantine-color-text': '#22201c',
    '--mantine-color-dimmed': '#625c52',
    '--mantine-color-default-border': '#d3ccbf',
    '--mantine-color-placeholder': '#746d62',
    '--mantine-color-error': '#a93116',
    '--mantine-color-anchor': '#264f84',
    '--surface': '#fffefb',
    '--surface-sunk': '#f3efe7',
    '--line': '#e2dcd0',
    '--accent': '#264f84',
    '--accent-soft': '#e7eef6',
    '--alarm': '#a93116',
    '--alarm-soft': '#fdeee9',
    '--verified': '#20693f',
  },
  dark: {
    '--mantine-color-body': '#1a1917',
    '--mantine-color-text': '#ece8e1',
    '--mantine-color-dimmed': '#b0aaa0',
    '--mantine-color-default-border': '#4a4640',
    '--mantine-color-placeholder': '#9a948a',
    '--mantine-color-error': '#f3a08a',
    '--mantine-color-anchor': '#a5c1e2',
    '--surface': '#232120',
    '--surface-sunk': '#151413',
    '--line': '#393632',
    '--accent': '#a5c1e2',
    '--accent-soft': '#243244',
    '--alarm': '#f3a08a',
    '--alarm-soft': '#40231b',
    '--verified': '#86cba0',
  },
})
