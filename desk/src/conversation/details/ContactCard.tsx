import { type ConversationView, isVerified } from '@baton/core/protocol'
import { ActionIcon, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy, IconPencil, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './details.module.css'
import type { VariablesOf } from './use-variables.ts'
import { useVariableEdit, VariableEditor } from './VariableEditor.tsx'
import { isEmpty, type OfContact, ofContact, variableText, wayTo } from './variables.ts'

type Props = { view: ConversationView; variables: VariablesOf; mayChange: boolean }

/** [FL-10] Who the contact is and how they are reached, each to be changed where it stands. */
export function ContactCard({ view, variables, mayChange }: Props) {
  const { t } = useTranslation()
  return (
    <section className={styles.card} aria-label={t('details.contact')}>
      <h3 className={styles.cardName} dir="auto">
        {view.contactName}
      </h3>
      {isVerified(view) && (
        <p className={`quiet ${styles.verified}`}>
          <IconRosetteDiscountCheck size={14} aria-hidden /> {t('card.verified')}
        </p>
      )}
      <dl className={styles.reach}>
        {ofContact.map((name) => (
          <Line key={name} name={name} variables={variables} mayChange={mayChange} />
        ))}
      </dl>
    </section>
  )
}

function Line({ name, variables, mayChange }: { name: OfContact } & Omit<Props, 'view'>) {
  const { t } = useTranslation()
  const value = variables.variables[name]
  const edit = useVariableEdit(name, variables.set)
  const text = isEmpty(value) ? '' : variableText(value)
  const label = t(`card.${name}`)
  const way = wayTo(name, text)
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {edit.isOpen ? (
          <VariableEditor
            name={label}
            value={edit.wish ?? value}
            isKindShown={false}
            onSave={edit.save}
            onClose={edit.close}
          />
        ) : (
          <span className={styles.reachLine}>
            <Value text={text} way={way} />
            {text !== '' && <CopyValue value={text} label={t('card.copy', { variable: label })} />}
            {mayChange && (
              <ActionIcon
                ref={edit.button}
                variant="subtle"
                size={24}
                aria-label={t('details.variable_edit', { variable: label })}
                onClick={edit.open}
              >
                <IconPencil size={14} aria-hidden />
              </ActionIcon>
            )}
          </span>
        )}
        {edit.failure}
      </dd>
    </div>
  )
}

function Value({ text, way }: { text: string; way: string | null }) {
  const { t } = useTranslation()
  if (text === '') return <span className="quiet">{t('card.unknown')}</span>
  return way === null ? (
    <bdi className={styles.reachText}>{text}</bdi>
  ) : (
    <a className={styles.reachText} href={way} dir="auto">
      {text}
    </a>
  )
}

function CopyValue({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation()
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon variant="subtle" size={24} aria-label={copied ? t('common.copied') : label} onClick={copy}>
          {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  )
}
