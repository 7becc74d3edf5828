import type { Decision } from '@baton/core/protocol'
import { Modal } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { groups } from '../../api/people.ts'
import { Face } from '../../shell/Face.tsx'
import {
  type Face as FaceRow,
  facesOf,
  reasonWords,
  settingsOf,
  settingWords,
  verdictWords,
  wordIn,
} from './decision.ts'
import styles from './why-dialog.module.css'

/** [HO-36] The decision as a row of faces: who was considered, with what verdict and how much to do. */
export function WhyDialog({
  decision,
  reason,
  onClose,
}: {
  decision: Decision
  reason: string | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('why.title')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <DecisionView decision={decision} reason={reason} />
    </Modal>
  )
}

/** What was decided, and why, without a frame. */
export function DecisionView({ decision, reason }: { decision: Decision; reason: string | null }) {
  const { t } = useTranslation()
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  // Routing names groups by their id, flows by their name.
  const nameOf = (value: string) => teams.data?.find(({ id }) => id === value)?.name ?? value
  const faces = facesOf(decision)
  const picked = faces.find(({ isPicked }) => isPicked)
  const reasonWord = reason === null ? null : wordIn(reasonWords, reason)
  return (
    <>
      <p className={styles.verdict}>
        <strong dir="auto">{picked === undefined ? t('why.nobody') : t('why.picked', { name: picked.name })}</strong>
        <span>
          {t(`why.rule.${decision.rule}`)}
          {reasonWord !== null && `: ${t(`why.reason.${reasonWord}`)}`}.
        </span>
      </p>
      <h3 className={styles.head}>{t('why.considered', { count: faces.length })}</h3>
      {faces.length === 0 && <p className="quiet">{t('why.empty')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <ul className={styles.faces} tabIndex={0} aria-label={t('why.considered', { count: faces.length })}>
        {faces.map((face) => (
          <FaceLine key={face.id} face={face} />
        ))}
      </ul>
      {verdictWords.flatMap((verdict) => {
        const listed = faces.filter((face) => face.verdict === verdict).length
        const count = (decision.counts?.[verdict] ?? 0) - listed
        return count > 0
          ? [
              <p key={verdict} className={styles.more}>
                {t('why.more', { count, verdict: t(`why.verdict.${verdict}`) })}
              </p>,
            ]
          : []
      })}
      <h3 className={styles.head}>{t('why.settings')}</h3>
      <dl className={styles.settings}>
        {settingsOf(decision).map(([name, value]) => {
          const word = wordIn(settingWords, value)
          return (
            <div key={name}>
              <dt>{t(`why.setting.${name}`)}</dt>
              <dd dir="auto">{word === null ? nameOf(value) : t(`why.value.${word}`)}</dd>
            </div>
          )
        })}
      </dl>
    </>
  )
}

function FaceLine({ face }: { face: FaceRow }) {
  const { t } = useTranslation()
  return (
    <li className={styles.face} data-picked={face.isPicked}>
      <Face
        name={face.name}
        size={28}
        isDimmed={!face.isPicked && face.verdict !== 'tied' && face.verdict !== 'busier'}
      />
      <bdi className={`${styles.name} cut`}>{face.name}</bdi>
      <span className={styles.bar} aria-hidden>
        <span style={{ width: `${face.share * 100}%` }} />
      </span>
      <span className={`${styles.load} tabular`} title={t('why.load', { count: face.load })}>
        {face.load}
      </span>
      <span className={styles.words}>
        {face.isPicked && <IconCheck size={14} aria-hidden />}
        {t(`why.verdict.${face.verdict}`)}
      </span>
    </li>
  )
}
