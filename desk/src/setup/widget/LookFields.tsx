import type { WidgetTheme } from '@baton/core/protocol'
import { ColorInput, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Shades } from './preview.ts'
import { Section } from './Section.tsx'
import { useRefused } from './use-refused.ts'
import type { WidgetForm } from './use-widget-form.ts'
import styles from './widget.module.css'

/** CSS pixels, as the API takes them. */
const farthest = 200
const roundest = 28
const swatches = ['#27457c', '#0b6f69', '#6a3fcb', '#b3261e', '#b56a00', '#1b1f27', '#1f7a3d', '#c2185b']

const schemes = ['system', 'light', 'dark'] as const
const corners = ['end', 'start'] as const
const launchers = ['icon', 'text'] as const

/** `shades`: what the chat makes of the colour; null: it has not said so yet. */
export function LookFields({ form, shades }: { form: WidgetForm; shades: Shades | null }) {
  const { t } = useTranslation()
  const refused = useRefused(form.errors)
  const { theme } = form.settings
  const change = (part: Partial<WidgetTheme>) => form.change({ theme: { ...theme, ...part } })
  const readOnly = form.isReadOnly
  const number = (value: string | number, usual: number) => (typeof value === 'number' ? value : usual)
  return (
    <Section title={t('widget_page.look.title')} text={t('widget_page.look.text')}>
      <div className={styles.pair}>
        <div>
          <ColorInput
            label={t('widget_page.look.accent')}
            format="hex"
            swatches={swatches}
            withEyeDropper={false}
            readOnly={readOnly}
            value={theme.accent}
            error={refused('theme.accent')}
            onChange={(accent) => change({ accent })}
          />
          <Corrected accent={theme.accent} shades={shades} />
        </div>
        <NativeSelect
          label={t('widget_page.look.scheme')}
          disabled={readOnly}
          data={schemes.map((value) => ({ value, label: t(`widget_page.look.schemes.${value}`) }))}
          value={theme.scheme}
          onChange={({ currentTarget }) =>
            change({ scheme: schemes.find((one) => one === currentTarget.value) ?? 'system' })
          }
        />
      </div>
      <TextInput
        label={t('widget_page.look.name')}
        description={t('widget_page.look.name_hint')}
        maxLength={60}
        dir="auto"
        readOnly={readOnly}
        value={theme.title}
        error={refused('theme.title')}
        onChange={({ currentTarget }) => change({ title: currentTarget.value })}
      />
      <Textarea
        label={t('widget_page.look.greeting')}
        description={t('widget_page.look.greeting_hint')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        dir="auto"
        readOnly={readOnly}
        value={theme.greeting}
        error={refused('theme.greeting')}
        onChange={({ currentTarget }) => change({ greeting: currentTarget.value })}
      />
      <TextInput
        label={t('widget_page.look.picture')}
        description={t('widget_page.look.picture_hint')}
        placeholder="https://"
        maxLength={500}
        spellCheck={false}
        readOnly={readOnly}
        value={theme.picture ?? ''}
        error={refused('theme.picture')}
        onChange={({ currentTarget }) => change({ picture: currentTarget.value.trim() || null })}
      />
      <div className={styles.pair}>
        <NativeSelect
          label={t('widget_page.look.launcher')}
          disabled={readOnly}
          data={launchers.map((value) => ({ value, label: t(`widget_page.look.launchers.${value}`) }))}
          value={theme.launcher}
          onChange={({ currentTarget }) =>
            change({ launcher: launchers.find((one) => one === currentTarget.value) ?? 'icon' })
          }
        />
        <NativeSelect
          label={t('widget_page.look.corner')}
          disabled={readOnly}
          data={corners.map((value) => ({ value, label: t(`widget_page.look.corners.${value}`) }))}
          value={theme.corner}
          onChange={({ currentTarget }) =>
            change({ corner: corners.find((one) => one === currentTarget.value) ?? 'end' })
          }
        />
        <NumberInput
          label={t('widget_page.look.distance')}
          min={0}
          max={farthest}
          allowDecimal={false}
          readOnly={readOnly}
          value={theme.distance}
          error={refused('theme.distance')}
          onChange={(value) => change({ distance: number(value, 20) })}
        />
        <NumberInput
          label={t('widget_page.look.radius')}
          min={0}
          max={roundest}
          allowDecimal={false}
          readOnly={readOnly}
          value={theme.radius}
          error={refused('theme.radius')}
          onChange={(value) => change({ radius: number(value, 16) })}
        />
      </div>
    </Section>
  )
}

/** That text of the colour is written in another one, and in which. The place for it is always there. */
function Corrected({ accent, shades }: { accent: string; shades: Shades | null }) {
  const { t } = useTranslation()
  const given = accent.toLowerCase()
  const light = shades !== null && shades.accent === given && shades.onLight !== given ? shades.onLight : null
  const dark = shades !== null && shades.accent === given && shades.onDark !== given ? shades.onDark : null
  return (
    <p className={styles.corrected} role="status">
      {light !== null && (
        <span>
          <i style={{ background: light }} /> {t('widget_page.look.corrected_light', { color: light })}
        </span>
      )}
      {dark !== null && (
        <span>
          <i style={{ background: dark }} /> {t('widget_page.look.corrected_dark', { color: dark })}
        </span>
      )}
    </p>
  )
}
