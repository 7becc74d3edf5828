import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAddInteraction } from './use-add.ts'

export function AddInteraction() {
  const { t } = useTranslation()
  const add = useAddInteraction()
  return (
    <Button leftSection={<IconPlus size={16} />} onClick={add}>
      {t('designer.canvas.add')}
    </Button>
  )
}
