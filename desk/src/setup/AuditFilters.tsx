import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isFiltering, noFilter, type TypedFilter } from './audit-filter.ts'
import styles from './setup.module.css'

/** Nothing is looked for before it is asked for: a long log is not walked at every key. */
export function AuditFilters({ filter, onChange }: { filter: TypedFilter; onChange: (filter: TypedFilter) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(filter)
  const put = (change: Partial<TypedFilter>) => setTyped((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange(typed)
  }
  const clear = () => {
    setTyped(noFilter)
    onChange(noFilter)
  }
  return (
    <form className={styles.filters} onSubmit={submit}>
      {(['actor', 'action', 'object'] as const).map((field) => (
        <TextInput
          key={field}
          label={t(`audit.filter_${field}`)}
          placeholder={t(`audit.filter_${field}_hint`)}
          w={150}
          maxLength={field === 'action' ? 100 : 200}
          value={typed[field]}
          onChange={(event) => put({ [field]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        type="date"
        label={t('audit.from')}
        value={typed.first}
        onChange={(event) => put({ first: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('audit.until')}
        value={typed.last}
        onChange={(event) => put({ last: event.currentTarget.value })}
      />
      <Button type="submit">{t('audit.apply')}</Button>
      {isFiltering(filter) && (
        <Button variant="subtle" onClick={clear}>
          {t('audit.clear')}
        </Button>
      )}
    </form>
  )
}
