import {
  Alert,
  Avatar,
  Button,
  createTheme,
  Drawer,
  Loader,
  type MantineTheme,
  Menu,
  Modal,
  Tooltip,
} from '@mantine/core'

/**
 * Colours live in `theme.css` as variables: Mantine would write its own into a style element as markup,
 * which the content security policy (trusted types) forbids.
 */
export const theme = createTheme({
  fontFamily: 'var(--mantine-font-family)',
  primaryColor: 'dark',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: ({ variant, color }) => (color === 'red' ? dangerColors(variant) : plainColors(variant)),
  components: {
    Alert: Alert.extend({ defaultProps: { variant: 'outline', p: 'sm' } }),
    Avatar: Avatar.extend({ defaultProps: { variant: 'light', radius: 'xl' } }),
    Button: Button.extend({ defaultProps: { size: 'sm', variant: 'default' } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
    Loader: Loader.extend({ defaultProps: { size: 'sm', color: 'var(--ink-3)' } }),
    Menu: Menu.extend({
      defaultProps: {
        withInitialFocusPlaceholder: false,
        shadow: 'md',
        transitionProps: { duration: 0 },
        position: 'bottom-end',
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        // [U-04] The page itself never scrolls, and what locks it makes the browser look at every element anew.
        lockScroll: false,
        transitionProps: { duration: 120, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.35 },
      },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { transitionProps: { duration: 0 }, withArrow: false } }),
  },
})

function plainColors(variant: string): ReturnType<MantineTheme['variantColorResolver']> {
  if (variant === 'filled')
    return colors('var(--primary)', 'var(--primary-hover)', 'var(--on-primary)', 'var(--primary)')
  if (variant === 'default') return colors('var(--surface)', 'var(--hover)', 'var(--ink)', 'var(--line-strong)')
  if (variant === 'light') return colors('var(--tint)', 'var(--hover)', 'var(--ink-2)', 'transparent')
  if (variant === 'outline') return colors('transparent', 'var(--hover)', 'var(--ink)', 'var(--line-strong)')
  return colors('transparent', 'var(--hover)', 'var(--ink-2)', 'transparent')
}

function dangerColors(variant: string): ReturnType<MantineTheme['variantColorResolver']> {
  if (variant === 'filled') return colors('var(--danger)', 'var(--danger-hover)', 'var(--on-danger)', 'var(--danger)')
  return colors(
    'transparent',
    'var(--danger-tint)',
    'var(--danger)',
    variant === 'outline' ? 'var(--danger-line)' : 'transparent',
  )
}

function colors(
  background: string,
  hover: string,
  color: string,
  edge: string,
): ReturnType<MantineTheme['variantColorResolver']> {
  return { background, hover, color, border: `1px solid ${edge}` }
}
