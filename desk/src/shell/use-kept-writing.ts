import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { keepWriting } from './kept-writing.ts'

/** Once is enough, however often somebody tries. */
const notice = 'kept-writing'

export function useKeptWriting(): void {
  const { t } = useTranslation()
  useEffect(() => keepWriting(() => void notifications.show({ id: notice, message: t('common.dialog_kept') })), [t])
}
