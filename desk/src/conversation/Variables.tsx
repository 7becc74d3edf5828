import type { ConversationView } from '@baton/core/protocol'
import { Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Fragment, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversations } from '../api/conversations.ts'
import { useLive } from '../live/hooks.ts'
import { Failure } from '../shell/Failure.tsx'
import styles from './details.module.css'
import { isEmpty, isLong, parseVariable, shortened, variableText } from './variables.ts'

export function Variables({ view }: { view: ConversationView }) {
  const { t } = useTranslation()
  const [areEmptyShown, setEmptyShown] = useState(false)
  const all = Object.keys(view.variables).sort()
  const names = areEmptyShown ? all : all.filter((name) => !isEmpty(view.variables[name]))
  const hidden = all.length - names.length
  return (
    <section className={styles.section}>
      <h3>{t('details.variables')}</h3>
      {all.length === 0 && <p className={styles.empty}>{t('details.variables_none')}</p>}
      <table className={styles.variables}>
        <tbody>
          {names.map((name) => (
            <Variable key={name} conversation={view.id} name={name} value={view.variables[name]} />
          ))}
        </tbody>
      </table>
      {hidden > 0 && (
        <button type="button" className={styles.fold} onClick={() => setEmptyShown(true)}>
          {t('details.variables_empty', { count: hidden })}
        </button>
      )}
    </section>
  )
}

function Variable({ conversation, name, value }: { conversation: string; name: string; value: unknown }) {
  const { t } = useTranslation()
  const live = useLive()
  const [edited, setEdited] = useState<string | null>(null)
  const [isUnfolded, setUnfolded] = useState(false)
  const change = useMutation({
    mutationFn: (text: string) =>
      conversations.change(conversation, { variables: { [name]: parseVariable(text, value) } }),
    onSuccess: () => {
      setEdited(null)
      if (live.phase.get().name !== 'open') void live.reload(conversation)
    },
  })
  const text = variableText(value)
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setEdited(null)
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || edited === null) return
    event.preventDefault()
    if (edited === text) setEdited(null)
    else change.mutate(edited)
  }
  return (
    <tr>
      <th scope="row">
        {name.split('_').map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: words of one name
          <Fragment key={index}>
            {index > 0 && (
              <>
                _<wbr />
              </>
            )}
            {word}
          </Fragment>
        ))}
      </th>
      <td>
        {edited === null ? (
          <button
            type="button"
            className={styles.value}
            dir="auto"
            aria-label={`${t('details.variable_edit', { variable: name })}: ${shortened(text)}`}
            onClick={() => setEdited(text)}
          >
            {isUnfolded ? text : shortened(text)}
          </button>
        ) : (
          <Textarea
            size="xs"
            autosize
            maxRows={12}
            autoFocus
            dir="auto"
            aria-label={t('details.variable_value', { variable: name })}
            value={edited}
            disabled={change.isPending}
            onChange={(event) => setEdited(event.currentTarget.value)}
            onKeyDown={press}
            onBlur={() => edited === text && setEdited(null)}
          />
        )}
        {edited === null && isLong(text) && (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={isUnfolded}
            onClick={() => setUnfolded(!isUnfolded)}
          >
            {isUnfolded ? t('details.variable_fold') : t('details.variable_unfold')}
          </button>
        )}
        <Failure error={change.error} />
      </td>
    </tr>
  )
}
