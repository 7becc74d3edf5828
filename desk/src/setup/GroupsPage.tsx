import { ActionIcon, Button, Menu, Modal, Group as Row, Stack, TextInput } from '@mantine/core'
import { IconDots, IconPencil, IconPlus, IconRoute, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Group, groups, operators } from '../api/people.ts'
import { Failure } from '../shell/Failure.tsx'
import { Notice } from '../shell/Notice.tsx'
import { goTo, pathOf } from '../shell/navigation.ts'
import { useMe } from '../shell/session.ts'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import { Loaded } from './Loaded.tsx'
import { PageHead } from './PageHead.tsx'
import styles from './setup.module.css'

export function GroupsPage() {
  const { t } = useTranslation()
  const isAdmin = useMe().role === 'admin'
  const list = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  const [edited, setEdited] = useState<Group | 'new' | null>(null)
  return (
    <section className={styles.page}>
      <PageHead page="groups">
        {isAdmin && (
          <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
            {t('groups.add')}
          </Button>
        )}
      </PageHead>
      <Loaded query={list}>
        {(items) =>
          items.length === 0 ? (
            <Notice title={t('groups.none.title')} text={t('groups.none.text')} />
          ) : (
            <div className={styles.scroll}>
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('groups.name')}</th>
                    <th scope="col">{t('groups.members')}</th>
                    <th scope="col" className={styles.end}>
                      {t('groups.online')}
                    </th>
                    {isAdmin && (
                      <th scope="col">
                        <span className="hidden-text">{t('common.actions')}</span>
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {items.map((group) => (
                    <GroupRow key={group.id} group={group} isAdmin={isAdmin} onEdit={() => setEdited(group)} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {edited !== null && <GroupDialog group={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </section>
  )
}

function GroupRow({ group, isAdmin, onEdit }: { group: Group; isAdmin: boolean; onEdit: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const place = { name: 'setup', page: 'groups', item: group.id } as const
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list })
  const [isRemoving, setRemoving] = useState(false)
  const remove = useMutation({
    mutationFn: () => groups.remove(group.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['groups'] }),
  })
  const members = (people.data ?? [])
    .filter((one) => one.groups.some(({ id }) => id === group.id))
    .map(({ name }) => name)
  return (
    <tr>
      <td>
        <a
          className={styles.nameLink}
          href={pathOf(place)}
          title={t('routing.open')}
          onClick={(event) => {
            event.preventDefault()
            goTo(place)
          }}
        >
          <bdi>{group.name}</bdi>
        </a>
      </td>
      <td>
        <span dir="auto">
          {members.join(', ') ||
            (group.members > 0 ? group.members : <span className="quiet">{t('groups.nobody')}</span>)}
        </span>
      </td>
      <td className={`${styles.end} tabular`}>
        {group.online} / {group.members}
      </td>
      {isAdmin && (
        <td className={styles.narrow}>
          <Menu width={260}>
            <Menu.Target>
              <ActionIcon variant="subtle" aria-label={`${t('common.actions')}: ${group.name}`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconRoute size={16} />} onClick={() => goTo(place)}>
                {t('routing.open')}
              </Menu.Item>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
                {t('groups.rename')}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setRemoving(true)}>
                {t('common.delete')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          {isRemoving && (
            <ConfirmDialog
              title={t('groups.remove_title', { name: group.name })}
              text={t('groups.remove_text')}
              action={t('common.delete')}
              change={remove}
              onClose={() => setRemoving(false)}
            />
          )}
        </td>
      )}
    </tr>
  )
}

function GroupDialog({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState(group?.name ?? '')
  const save = useMutation({
    mutationFn: () => (group === null ? groups.add(name.trim()) : groups.rename(group.id, name.trim())),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['groups'] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={group === null ? t('groups.add') : t('groups.rename')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t('groups.name')}
            required
            withAsterisk={false}
            dir="auto"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Failure error={save.error} labels={{ name: t('groups.name') }} />
          <Row justify="flex-end" gap="xs">
            <Button variant="subtle" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {group === null ? t('groups.add') : t('common.save')}
            </Button>
          </Row>
        </Stack>
      </form>
    </Modal>
  )
}
