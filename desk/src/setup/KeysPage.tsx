import type { Role } from '@baton/core/protocol'
import { Button, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ApiKey, keys } from '../api/setup.ts'
import { Copy } from '../shell/Copy.tsx'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { useMe } from '../shell/session.ts'
import { useTimes } from '../shell/times.ts'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import { Loaded } from './Loaded.tsx'
import { PageHead } from './PageHead.tsx'
import styles from './setup.module.css'

export function KeysPage() {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const list = useQuery({ queryKey: ['keys'], queryFn: keys.list })
  const [isAdding, setAdding] = useState(false)
  return (
    <section className={styles.page}>
      <PageHead page="keys">
        {isAdmin && (
          <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t('keys_page.add')}
          </Button>
        )}
      </PageHead>
      <Loaded query={list}>
        {(items) =>
          items.length === 0 ? (
            <Notice title={t('keys_page.none.title')} text={t('keys_page.none.text')} />
          ) : (
            <div className={styles.scroll}>
              <table className={styles.table}>
                <thead>
                  <tr>
                    {[t('keys_page.name'), t('keys_page.role'), t('keys_page.created'), t('keys_page.used')].map(
                      (column) => (
                        <th key={column} scope="col">
                          {column}
                        </th>
                      ),
                    )}
                    <th scope="col">
                      <span className="hidden-text">{t('common.actions')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((key) => (
                    <KeyRow key={key.id} apiKey={key} isAdmin={isAdmin} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {isAdding && <KeyDialog onClose={() => setAdding(false)} />}
    </section>
  )
}

function KeyRow({ apiKey, isAdmin }: { apiKey: ApiKey; isAdmin: boolean }) {
  const { t } = useTranslation()
  const times = useTimes()
  const client = useQueryClient()
  const [isRevoking, setRevoking] = useState(false)
  const revoke = useMutation({
    mutationFn: () => keys.revoke(apiKey.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  return (
    <tr>
      <td>
        <bdi>{apiKey.name}</bdi>
      </td>
      <td>{t(`role.${apiKey.role}`)}</td>
      <td className="tabular">{times.date(apiKey.createdAt)}</td>
      <td className="tabular">
        {apiKey.lastUsedAt === null ? (
          <span className="quiet">{t('keys_page.never')}</span>
        ) : (
          times.date(apiKey.lastUsedAt)
        )}
      </td>
      <td className={styles.narrow}>
        {isAdmin && (
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => setRevoking(true)}>
            {t('keys_page.revoke')}
          </Button>
        )}
        {isRevoking && (
          <ConfirmDialog
            title={t('keys_page.revoke_title', { name: apiKey.name })}
            text={t('keys_page.revoke_text')}
            action={t('keys_page.revoke')}
            change={revoke}
            onClose={() => setRevoking(false)}
          />
        )}
      </td>
    </tr>
  )
}

const roles: Role[] = ['operator', 'supervisor', 'admin']

function KeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('operator')
  const add = useMutation({
    mutationFn: () => keys.add(name.trim(), role),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  if (add.data !== undefined) {
    return (
      // Another dialog than the one before: it has a focus of its own.
      <Modal
        key="shown"
        opened
        onClose={onClose}
        title={t('keys_page.shown_title', { name })}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="sm">
          <span className="quiet">{t('keys_page.shown_text')}</span>
          <code className={styles.code}>{add.data.key}</code>
          <Copy value={add.data.key} variant="filled" data-autofocus />
        </Stack>
      </Modal>
    )
  }
  return (
    <Modal opened onClose={onClose} title={t('keys_page.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t('keys_page.name')}
            required
            withAsterisk={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <SegmentedControl
            fullWidth
            aria-label={t('keys_page.role')}
            transitionDuration={0}
            value={role}
            onChange={(value) => setRole(roles.find((one) => one === value) ?? 'operator')}
            data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
          />
          <Failure error={add.error} labels={{ name: t('keys_page.name'), role: t('keys_page.role') }} />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="filled" loading={add.isPending}>
              {t('keys_page.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
