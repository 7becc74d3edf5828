import { type PreviewState, previewStates } from '@baton/core/protocol'
import { NativeSelect, SegmentedControl } from '@mantine/core'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { languages } from '../../texts/index.ts'
import styles from './widget.module.css'

const schemes = ['light', 'dark'] as const
const widths = ['desktop', 'phone'] as const

/** How the chat is looked at. */
export type View = {
  state: PreviewState
  scheme: (typeof schemes)[number]
  width: (typeof widths)[number]
  locale: string
}

type Props = {
  bot: string
  frame: RefObject<HTMLIFrameElement | null>
  view: View
  onView: (part: Partial<View>) => void
}

/** The chat itself, with what is not saved yet. */
export function Preview({ bot, frame, view, onView }: Props) {
  const { t } = useTranslation()
  return (
    <section className={styles.preview} aria-label={t('widget_page.preview.title')}>
      <div className={styles.views}>
        <NativeSelect
          aria-label={t('widget_page.preview.state')}
          data={previewStates.map((value) => ({ value, label: t(`widget_page.preview.states.${value}`) }))}
          value={view.state}
          onChange={({ currentTarget }) =>
            onView({ state: previewStates.find((one) => one === currentTarget.value) ?? 'talking' })
          }
        />
        <NativeSelect
          aria-label={t('widget_page.preview.language')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          value={view.locale}
          onChange={({ currentTarget }) => onView({ locale: currentTarget.value })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('widget_page.preview.scheme')}
          data={schemes.map((value) => ({ value, label: t(`widget_page.look.schemes.${value}`) }))}
          value={view.scheme}
          onChange={(value) => onView({ scheme: value })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('widget_page.preview.width')}
          data={widths.map((value) => ({ value, label: t(`widget_page.preview.widths.${value}`) }))}
          value={view.width}
          onChange={(value) => onView({ width: value })}
        />
      </div>
      <div className={styles.stage}>
        <iframe
          ref={frame}
          className={styles.frame}
          data-width={view.width}
          title={t('widget_page.preview.frame')}
          src={`/widget/chat?bot=${encodeURIComponent(bot)}&preview`}
        />
      </div>
      <p className="quiet">{t('widget_page.preview.hint')}</p>
    </section>
  )
}
