import { Center, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLate } from './late.ts'

/** A sign of loading, only where it takes longer than a blink. */
export function LateLoader() {
  const { t } = useTranslation()
  const isSlow = useLate(true, 300)
  return (
    <Center role="status" aria-label={t('common.loading')} flex={1} mih={200}>
      {isSlow && <Loader />}
    </Center>
  )
}
