import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PresenceDot } from '../shell/PresenceDot.tsx'
import { groupNamed, operatorNamed, useDesigner } from './context.ts'
import styles from './inspector.module.css'

type Option = { value: string; label: string }

/** Groups or operators of this workspace as they are offered, with who is online now. */
export function useReferences(to: 'group' | 'operator') {
  const { t } = useTranslation()
  const { groups, operators } = useDesigner()
  const isGroup = to === 'group'
  const find = (reference: string) => (isGroup ? groupNamed(groups, reference) : operatorNamed(operators, reference))
  const offered: Option[] = (isGroup ? groups : operators.filter(({ enabled }) => enabled)).map(({ id, name }) => ({
    value: id,
    label: name,
  }))
  const online = (id: string): string | null => {
    const group = groups.find((one) => one.id === id)
    return group === undefined ? null : t('designer.field.online', { online: group.online, members: group.members })
  }
  return {
    online,
    /** They may be named otherwise than by their id; who is not there keeps the name that stands in the document. */
    idOf: (reference: string): string => find(reference)?.id ?? reference,
    /** Also what is chosen and not offered: it is gone, or may not sign in any more. */
    optionsWith: (chosen: readonly string[]): Option[] => [
      ...offered,
      ...chosen
        .filter((id) => !offered.some(({ value }) => value === id))
        .map((id) => ({ value: id, label: find(id)?.name ?? t(`designer.field.unknown_${to}`, { name: id }) })),
    ],
    renderOption: ({ option }: { option: Option }): ReactNode => {
      const operator = isGroup ? undefined : operators.find(({ id }) => id === option.value)
      return (
        <span className={styles.reference}>
          {operator !== undefined && <PresenceDot status={operator.status} />}
          <span className="cut" dir="auto">
            {option.label}
          </span>
          <span className="quiet tabular">
            {operator === undefined ? online(option.value) : t(`presence.${operator.status}.name`)}
          </span>
        </span>
      )
    },
  }
}
