import type { ConversationView } from '@baton/core/protocol'
import { IconSparkles } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Waiting } from '../shell/Waiting.tsx'
import { languageName, useAskedWords } from './asked.ts'
import { usePlace } from './places.ts'
import styles from './request-card.module.css'

/** [U-15] What whoever takes a request wants to know first: why, after what, how long, and what is known already. */
export function RequestCard({ view }: { view: ConversationView }) {
  const { t, i18n } = useTranslation()
  const words = useAskedWords()
  const place = usePlace(view.id)
  const { asked, language, collected } = view
  return (
    <section className={styles.card} aria-label={t('request.label')}>
      <h3 className={styles.why}>
        <span dir="auto">{words(asked)}</span>
      </h3>
      {asked?.text !== undefined && (
        <p className={styles.machine}>
          <IconSparkles size={14} aria-hidden />
          <span className={styles.by}>{t('request.ai_words')}</span>
          <bdi>{asked.text}</bdi>
        </p>
      )}
      <dl className={styles.facts}>
        {view.requestedAt !== null && (
          <Fact name={t('request.wait')}>
            <Waiting since={view.requestedAt} isUrgencyShown />
          </Fact>
        )}
        {place !== undefined && (
          <Fact name={t('request.queue')}>
            <span className="tabular">{t('request.place', place)}</span>
          </Fact>
        )}
        {asked?.said !== undefined && <Fact name={t('request.said')}>{asked.said}</Fact>}
        {asked?.at !== undefined && <Fact name={t('request.at')}>{t('request.step', asked.at)}</Fact>}
        {language !== null && <Fact name={t('request.language')}>{languageName(language, i18n.language)}</Fact>}
        {collected.map(({ name, text }) => (
          <Fact key={name} name={name} isCode>
            {text}
          </Fact>
        ))}
      </dl>
    </section>
  )
}

function Fact({ name, isCode = false, children }: { name: string; isCode?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{isCode ? <code>{name}</code> : name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  )
}
