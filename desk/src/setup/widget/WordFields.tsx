import { type WidgetLanguage, type WidgetSettings, type WidgetWords, widgetLanguages } from '@baton/core/protocol'
import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languages } from '../../texts/index.ts'
import { Section } from './Section.tsx'
import type { WidgetForm } from './use-widget-form.ts'
import styles from './widget.module.css'

const page = 'auto'

/** [V-14] Which language the chat speaks, and the owner's own words in others. */
export function WordFields({ form }: { form: WidgetForm }) {
  const { t } = useTranslation()
  const { locale, texts } = form.settings
  const [chosen, setChosen] = useState<WidgetLanguage>(
    widgetLanguages.find((language) => texts[language] !== undefined) ?? 'de',
  )
  return (
    <Section title={t('widget_page.words.title')} text={t('widget_page.words.text')}>
      <div className={styles.pair}>
        <NativeSelect
          label={t('widget_page.words.locale')}
          disabled={form.isReadOnly}
          data={[
            { value: page, label: t('widget_page.words.auto') },
            ...widgetLanguages.map((value) => ({ value, label: languages[value] })),
          ]}
          value={locale}
          onChange={({ currentTarget }) =>
            form.change({ locale: widgetLanguages.find((one) => one === currentTarget.value) ?? page })
          }
        />
        <NativeSelect
          label={t('widget_page.words.language')}
          data={widgetLanguages.map((value) => ({ value, label: languages[value] }))}
          value={chosen}
          onChange={({ currentTarget }) =>
            setChosen(widgetLanguages.find((one) => one === currentTarget.value) ?? chosen)
          }
        />
      </div>
      <WordsOf key={chosen} form={form} language={chosen} />
    </Section>
  )
}

function WordsOf({ form, language }: { form: WidgetForm; language: WidgetLanguage }) {
  const { t } = useTranslation()
  const { texts, theme, preChat, offline } = form.settings
  const own = texts[language] ?? {}
  const change = (part: Partial<WidgetWords>) => {
    const { [language]: _, ...others } = texts
    const next = withoutEmpty({ ...own, ...part })
    form.change({ texts: next === null ? others : { ...others, [language]: next } })
  }
  const asked = [...(preChat.isOn ? preChat.fields : []), ...(offline.isOn ? offline.fields : [])].filter(
    ({ variable }, index, all) => variable !== '' && all.findIndex((other) => other.variable === variable) === index,
  )
  const common = { dir: 'auto', lang: language, readOnly: form.isReadOnly } as const
  const labels = own.labels ?? {}
  return (
    <div className={styles.words}>
      <TextInput
        {...common}
        label={t('widget_page.look.name')}
        placeholder={theme.title}
        maxLength={60}
        value={own.title ?? ''}
        onChange={({ currentTarget }) => change({ title: currentTarget.value })}
      />
      <Textarea
        {...common}
        label={t('widget_page.look.greeting')}
        placeholder={theme.greeting}
        autosize
        minRows={1}
        maxLength={500}
        value={own.greeting ?? ''}
        onChange={({ currentTarget }) => change({ greeting: currentTarget.value })}
      />
      {preChat.isOn && (
        <Textarea
          {...common}
          label={t('widget_page.words.pre_chat')}
          placeholder={preChat.text}
          autosize
          minRows={1}
          maxLength={500}
          value={own.preChat ?? ''}
          onChange={({ currentTarget }) => change({ preChat: currentTarget.value })}
        />
      )}
      {offline.isOn && (
        <Textarea
          {...common}
          label={t('widget_page.words.offline')}
          placeholder={offline.text}
          autosize
          minRows={1}
          maxLength={500}
          value={own.offline ?? ''}
          onChange={({ currentTarget }) => change({ offline: currentTarget.value })}
        />
      )}
      {asked.map(({ variable, label }) => (
        <TextInput
          {...common}
          key={variable}
          label={t('widget_page.words.label', { label: label || variable })}
          placeholder={label}
          maxLength={200}
          value={labels[variable] ?? ''}
          onChange={({ currentTarget }) => change({ labels: { ...labels, [variable]: currentTarget.value } })}
        />
      ))}
    </div>
  )
}

/** Null: no word is left in this language. */
function withoutEmpty({ labels = {}, ...words }: WidgetWords): WidgetWords | null {
  const said = Object.fromEntries(Object.entries(words).filter(([, text]) => text !== ''))
  const labelled = Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== ''))
  const all = Object.keys(labelled).length > 0 ? { ...said, labels: labelled } : said
  return Object.keys(all).length > 0 ? all : null
}

/** What contacts may do beside talking. */
export function OfferFields({ form }: { form: WidgetForm }) {
  const { t } = useTranslation()
  const turn = (part: Partial<Pick<WidgetSettings, 'rating' | 'transcript'>>) => form.change(part)
  return (
    <Section title={t('widget_page.offers.title')}>
      <Switch
        label={t('widget_page.offers.transcript')}
        disabled={form.isReadOnly}
        checked={form.settings.transcript.isOn}
        onChange={({ currentTarget }) => turn({ transcript: { isOn: currentTarget.checked } })}
      />
      <Switch
        label={t('widget_page.offers.rating')}
        disabled={form.isReadOnly}
        checked={form.settings.rating.isOn}
        onChange={({ currentTarget }) => turn({ rating: { isOn: currentTarget.checked } })}
      />
    </Section>
  )
}
