import { Anchor, Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus, IconSchool } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type NotUnderstood, notUnderstood } from '../api/learn.ts'
import { Loaded } from '../setup/Loaded.tsx'
import { Notice } from '../shell/Notice.tsx'
import { pathOf as pathOfPlace } from '../shell/navigation.ts'
import { useTimes } from '../shell/times.ts'
import { useDesigner, useDraft } from './context.ts'
import { behaviorsOf, interactionPath, interactionsOf, nameOf } from './document/bot.ts'
import { withKeyword } from './document/edits.ts'
import { pathOf, textOf } from './document/path.ts'
import styles from './learn.module.css'

const days = 7
const longestKeyword = 200

/** Messages that nothing in the bot answers; the words of one become a keyword of an interaction. */
export function LearnDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const found = useQuery({ queryKey: ['not-understood', session.id], queryFn: () => notUnderstood(session.id, days) })
  return (
    <Modal
      opened
      onClose={onClose}
      size={820}
      title={t('designer.learn.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={styles.text}>{t('designer.learn.text', { days })}</p>
      <Loaded query={found}>
        {({ items, isCut }) =>
          items.length === 0 ? (
            <Notice
              icon={<IconSchool size={32} stroke={1.25} />}
              title={t('designer.learn.none.title')}
              text={t('designer.learn.none.text')}
            />
          ) : (
            <>
              <ul className={styles.list} aria-label={t('designer.learn.title')}>
                {items.map((item) => (
                  <Line key={item.text} item={item} />
                ))}
              </ul>
              {isCut && <p className="quiet">{t('designer.learn.cut')}</p>}
            </>
          )
        }
      </Loaded>
    </Modal>
  )
}

function Line({ item }: { item: NotUnderstood }) {
  const { t } = useTranslation()
  const times = useTimes()
  const { session } = useDesigner()
  const draft = useDraft()
  const options = behaviorsOf(draft).flatMap((behavior, b) =>
    interactionsOf(behavior).map((one, i) => ({
      value: textOf(interactionPath(b, i)),
      label: behaviorsOf(draft).length > 1 ? `${nameOf(behavior)} › ${nameOf(one)}` : nameOf(one),
    })),
  )
  const [words, setWords] = useState(item.text.slice(0, longestKeyword))
  const [to, setTo] = useState(options[0]?.value ?? '')
  const interaction = options.find(({ value }) => value === to)?.label ?? ''
  const add = () => {
    session.edit(withKeyword(session.draft, pathOf(to), words.trim()))
    notifications.show({ message: t('designer.learn.added', { words: words.trim(), interaction }) })
  }
  return (
    <li className={styles.line}>
      <p>
        <strong dir="auto">{item.text}</strong>{' '}
        <span className="quiet tabular">
          {t('designer.learn.times', { count: item.count })} · {times.full(item.lastAt)} ·{' '}
        </span>
        <Anchor size="sm" href={pathOfPlace({ name: 'inbox', conversation: item.conversation })}>
          {t('designer.learn.open')}
        </Anchor>
      </p>
      {!session.isReadOnly && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (words.trim() !== '' && to !== '') add()
          }}
        >
          <TextInput
            size="xs"
            data-local
            label={t('designer.learn.words')}
            value={words}
            maxLength={longestKeyword}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <NativeSelect
            size="xs"
            label={t('designer.learn.interaction')}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            data={options}
          />
          <Button
            size="xs"
            type="submit"
            leftSection={<IconPlus size={14} />}
            disabled={words.trim() === '' || to === ''}
          >
            {t('designer.learn.add')}
          </Button>
        </form>
      )}
    </li>
  )
}
