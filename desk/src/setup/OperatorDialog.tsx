import type { OperatorView, Role } from '@baton/core/protocol'
import { Button, Group, Modal, MultiSelect, NumberInput, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups, operators } from '../api/people.ts'
import { type FieldError, problemOf } from '../api/problem.ts'
import { routing } from '../api/routing.ts'
import { Failure } from '../shell/Failure.tsx'
import { AbilitiesFields, abilitiesOf, type EditedAbilities } from './AbilitiesFields.tsx'
import styles from './routing.module.css'

const roles: Role[] = ['operator', 'supervisor', 'admin']

type Props = { operator: OperatorView | null; onClose: () => void; onAdded: (operator: OperatorView) => void }

export function OperatorDialog({ operator, onClose, onAdded }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  const [name, setName] = useState(operator?.name ?? '')
  const [email, setEmail] = useState(operator?.email ?? '')
  const [role, setRole] = useState<Role>(operator?.role ?? 'operator')
  const [memberOf, setMemberOf] = useState(operator?.groups.map(({ id }) => id) ?? [])
  const [capacity, setCapacity] = useState<number | null>(operator?.capacity ?? null)
  const [abilities, setAbilities] = useState<EditedAbilities | null>(null)
  const [unreadable, setUnreadable] = useState<FieldError[]>([])
  const [added, setAdded] = useState<OperatorView | null>(null)
  const save = useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      const change = { name: name.trim(), role, groups: memberOf, capacity }
      const known = operator ?? added
      const saved = await (known === null
        ? operators.add({ ...change, email: email.trim() })
        : operators.change(known.id, change))
      // Should the abilities be refused, the next attempt must not add the same operator again.
      if (operator === null) setAdded(saved)
      if (abilities !== null) await routing.saveAbilities(saved.id, abilitiesOf(abilities).abilities)
      return saved
    },
    onSuccess: (saved) => {
      void client.invalidateQueries({ queryKey: ['abilities', saved.id] })
      void client.invalidateQueries({ queryKey: ['known abilities'] })
      if (operator === null) onAdded(saved)
      else onClose()
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['operators'] })
      void client.invalidateQueries({ queryKey: ['groups'] })
    },
  })
  const close = () => (added === null ? onClose() : onAdded(added))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const errors = abilities === null ? [] : abilitiesOf(abilities).errors
    setUnreadable(errors)
    if (errors.length === 0) save.mutate()
  }
  return (
    <Modal
      opened
      size={600}
      closeOnClickOutside={false}
      onClose={close}
      title={operator === null ? t('operators.add') : t('operators.edit')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t('operators.name')}
            required
            withAsterisk={false}
            dir="auto"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('operators.email')}
            type="email"
            required
            withAsterisk={false}
            disabled={operator !== null || added !== null}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <div>
            <SegmentedControl
              fullWidth
              size="sm"
              aria-label={t('operators.role')}
              transitionDuration={0}
              value={role}
              onChange={(value) => setRole(roles.find((one) => one === value) ?? 'operator')}
              data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
            />
            <span className="quiet" style={{ fontSize: 12 }}>
              {t(`operators.roles_hint.${role}`)}
            </span>
          </div>
          <MultiSelect
            label={t('operators.groups')}
            data={(teams.data ?? []).map((group) => ({ value: group.id, label: group.name }))}
            value={memberOf}
            onChange={setMemberOf}
            searchable
            clearable
          />
          <NumberInput
            label={t('operators.limit')}
            description={t('operators.limit_hint')}
            min={0}
            max={1000}
            allowDecimal={false}
            value={capacity ?? ''}
            onChange={(value) => setCapacity(typeof value === 'number' ? value : null)}
          />
          <AbilitiesFields
            operator={operator?.id ?? null}
            name={name}
            edited={abilities}
            errors={unreadable.length > 0 ? unreadable : (problemOf(save.error)?.errors ?? [])}
            onChange={(next) => {
              setAbilities(next)
              setUnreadable([])
            }}
          />
          {unreadable.length > 0 && (
            <span role="alert" className={styles.refused}>
              {t('routing.correct', { count: unreadable.length })}
            </span>
          )}
          <Failure
            error={save.error}
            labels={{
              name: t('operators.name'),
              email: t('operators.email'),
              role: t('operators.role'),
              groups: t('operators.groups'),
              capacity: t('operators.limit'),
            }}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {operator === null ? t('operators.add') : t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
