import type { OperatorView } from '@baton/core/protocol'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconLink, IconPencil, IconTrash, IconUserCheck, IconUserOff } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { operators } from '../api/people.ts'
import { Load } from '../conversation/deeds/Load.tsx'
import { Face } from '../shell/Face.tsx'
import { useFailureText } from '../shell/Failure.tsx'
import { PresenceDot } from '../shell/PresenceDot.tsx'
import { useMe } from '../shell/session.ts'
import { tellRefusal } from '../shell/tell-refusal.ts'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import styles from './setup.module.css'

type Props = { operator: OperatorView; isAdmin: boolean; onEdit: () => void; onInvite: () => void }

export function OperatorRow({ operator, isAdmin, onEdit, onInvite }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const client = useQueryClient()
  const failureText = useFailureText()
  const [isRemoving, setRemoving] = useState(false)
  const onSuccess = () => client.invalidateQueries({ queryKey: ['operators'] })
  const enable = useMutation({
    mutationFn: (enabled: boolean) => operators.change(operator.id, { enabled }),
    onSuccess,
    onError: (error) => tellRefusal(failureText(error)),
  })
  const remove = useMutation({ mutationFn: () => operators.remove(operator.id), onSuccess })
  const isMe = operator.id === me.id
  return (
    <tr>
      <td>
        <span className={`${styles.person} ${operator.enabled ? '' : styles.dim}`}>
          <Face name={operator.name} size={28} isDimmed={!operator.enabled} />
          <span>
            <bdi className="cut" title={operator.name}>
              <strong>{operator.name}</strong>
            </bdi>
            <span className="quiet cut" title={operator.email}>
              {operator.email}
            </span>
          </span>
        </span>
      </td>
      <td>{t(`role.${operator.role}`)}</td>
      <td>
        <div className={styles.groups} dir="auto">
          {operator.groups.map(({ name }) => name).join(', ') || <span className="quiet">{t('common.none')}</span>}
        </div>
      </td>
      <td>
        {operator.enabled ? (
          <span className={styles.presence} title={isSilent(operator) ? t('presence.unresponsive.means') : undefined}>
            <PresenceDot status={operator.status} />{' '}
            {isSilent(operator) ? t('presence.unresponsive.name') : t(`presence.${operator.status}.name`)}
          </span>
        ) : (
          <span className={styles.pill}>{t('operators.disabled')}</span>
        )}
      </td>
      <td>
        <Load load={operator.load} capacity={operator.capacity} />
      </td>
      {isAdmin && (
        <td className={styles.narrow}>
          <Menu width={220}>
            <Menu.Target>
              <ActionIcon variant="subtle" aria-label={`${t('common.actions')}: ${operator.name}`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
                {t('operators.edit')}
              </Menu.Item>
              <Menu.Item leftSection={<IconLink size={16} />} disabled={!operator.enabled} onClick={onInvite}>
                {t('operators.link')}
              </Menu.Item>
              <Menu.Item
                leftSection={operator.enabled ? <IconUserOff size={16} /> : <IconUserCheck size={16} />}
                disabled={isMe}
                onClick={() => enable.mutate(!operator.enabled)}
              >
                {operator.enabled ? t('operators.disable') : t('operators.enable')}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} />}
                disabled={isMe}
                onClick={() => setRemoving(true)}
              >
                {t('common.delete')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          {isRemoving && (
            <ConfirmDialog
              title={t('operators.remove_title', { name: operator.name })}
              text={t('operators.remove_text')}
              action={t('operators.remove')}
              change={remove}
              onClose={() => setRemoving(false)}
            />
          )}
        </td>
      )}
    </tr>
  )
}

/** [RO-2] What was chosen counts again as soon as they do something, which presence tells first. */
function isSilent({ unresponsive, status }: OperatorView): boolean {
  return unresponsive === true && status === 'away'
}
