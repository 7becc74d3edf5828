import { useTranslation } from 'react-i18next'
import { Face } from '../../shell/Face.tsx'
import { PresenceDot } from '../../shell/PresenceDot.tsx'
import styles from './mentions.module.css'
import type { Mentioning } from './use-mentions.ts'

/** The field names them while it is being written in. */
export const idOfMentions = 'mentions'
export const idOfPerson = (id: string) => `mention-${id}`

/** [U-13] Whom the note can be for. */
export function Mentions({ mentioning }: { mentioning: Mentioning }) {
  const { t } = useTranslation()
  const { choices, chosen } = mentioning
  return (
    <div id={idOfMentions} className={styles.list} role="listbox" aria-label={t('mention.choose')}>
      {choices.map((one) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that names it
        <div
          key={one.id}
          id={idOfPerson(one.id)}
          className={styles.one}
          role="option"
          tabIndex={-1}
          aria-selected={one === chosen}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => mentioning.choose(one)}
        >
          <Face name={one.name} size={24} isDimmed={one.status === 'offline'} />
          <bdi className="cut">{one.name}</bdi>
          <span className={styles.status}>
            <PresenceDot status={one.status} />
            {t(`presence.${one.status}.name`)}
          </span>
        </div>
      ))}
    </div>
  )
}

/** [U-10] Who sees a note that is for somebody. */
export function MentionHint({ mentioning: { named } }: { mentioning: Mentioning }) {
  const { t, i18n } = useTranslation()
  if (named.length === 0) return null
  const names = new Intl.ListFormat(i18n.language).format(named.map(({ name }) => name))
  return (
    <p className={styles.hint} role="status">
      {t('mention.hint', { count: named.length, names })}
    </p>
  )
}
