import type { WidgetSettings } from './widget-settings.ts'

/** What the desk and the chat that it shows as a preview tell each other: both are of one origin, and hear nobody else. */
export const previewMark = 'baton-preview-1'

export const previewStates = ['launcher', 'pre_chat', 'talking', 'waiting', 'taken_over', 'offline'] as const
export type PreviewState = (typeof previewStates)[number]

/** What is said in the preview, in the language of whoever looks at it. */
export type PreviewSamples = { question: string; answer: string; operator: string; reply: string }

/** To the chat. `scheme`: that of the reader's system, as it is to be imagined; `locale`: that of the page. */
export type PreviewWish = {
  mark: typeof previewMark
  type: 'show'
  settings: WidgetSettings
  botName: string
  state: PreviewState
  scheme: 'light' | 'dark'
  locale: string
  samples: PreviewSamples
}

/** To the desk. `shown`: with the colours that text of the brand's colour is written in. */
export type PreviewNews =
  | { mark: typeof previewMark; type: 'ready' }
  | { mark: typeof previewMark; type: 'shown'; onLight: string; onDark: string }
