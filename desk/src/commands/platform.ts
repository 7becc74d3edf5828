export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The keycaps of the palette's own shortcut, which always holds. */
export const paletteCaps: readonly string[] = isMac ? ['⌘', 'K'] : ['Ctrl', 'K']
