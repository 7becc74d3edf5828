import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Bar } from '../shell/Bar.tsx'
import { useFailureText } from '../shell/Failure.tsx'
import { useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { useDesigner } from './context.ts'

/** [FL-1] Somebody else edits this draft: who, since when, and how to go on oneself. */
export function EditorBar() {
  const { t } = useTranslation()
  const { editing } = useDesigner()
  const me = useMe()
  const { clock } = useTimes()
  const failureText = useFailureText()
  const by = editing?.by ?? null
  return (
    <Bar tone="quiet">
      {editing !== null && by !== null ? (
        <>
          <IconEye size={18} aria-hidden />
          <span>
            <strong>
              {t(by.name === me.name ? 'designer.editing.self' : 'designer.editing.other', {
                name: by.name,
                time: clock(by.since),
              })}
            </strong>{' '}
            {t(editing.wasMine ? 'designer.editing.lost' : 'designer.editing.looking')}
            {editing.error !== null && ` ${failureText(editing.error)}`}
          </span>
          <Button loading={editing.isTakingOver} onClick={editing.takeOver}>
            {t('designer.editing.take')}
          </Button>
        </>
      ) : null}
    </Bar>
  )
}
