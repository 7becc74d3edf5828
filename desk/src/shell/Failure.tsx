import { Alert, List } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { problemOf, Unreachable } from '../api/problem.ts'

/** A refusal at the place where it happened. */
export function Failure({ error }: { error: Error | null }) {
  const text = useFailureText()
  if (error === null) return null
  const errors = problemOf(error)?.errors ?? []
  return (
    <Alert role="alert" color="red" icon={<IconAlertCircle size={16} aria-hidden />}>
      {text(error)}
      {errors.length > 0 && (
        <List size="sm" mt={4}>
          {errors.map((one) => (
            <List.Item key={`${one.path} ${one.code}`}>
              {one.path !== '' && <code>{one.path}</code>} {one.message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}

export function useFailureText(): (error: unknown) => string {
  const { t } = useTranslation()
  return (error) => {
    if (error instanceof Unreachable) return t('common.unreachable')
    return problemOf(error)?.detail ?? t('common.unexpected')
  }
}
