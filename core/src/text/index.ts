export { formatText, type TextNode, textOf } from './format.ts'
export { safeUrl } from './safe-url.ts'
export { visible } from './visible.ts'
