import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDesigner } from './context.ts'
import { withInteraction } from './document/edits.ts'

export function AddInteraction() {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const add = () => {
    const added = withInteraction(session.draft, session.store.get().behavior, t('designer.canvas.fresh'))
    session.edit(added.draft)
    session.goTo([...added.path, 'name'])
  }
  return (
    <Button leftSection={<IconPlus size={16} />} onClick={add}>
      {t('designer.canvas.add')}
    </Button>
  )
}
