import { ActionIcon } from '@mantine/core'
import { IconChartBar } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Tip } from '../shell/Tip.tsx'
import { useReadVisits } from './use-visits.ts'
import { changeView, useView } from './view.ts'

/** Shows the figures of each interaction, or hides them; in this browser. */
export function VisitToggle() {
  const { t } = useTranslation()
  const { hasFigures } = useView()
  const read = useReadVisits()
  const label = t('designer.visits.show')
  const toggle = () => {
    changeView({ hasFigures: !hasFigures })
    if (!hasFigures) read()
  }
  return (
    <Tip label={label} position="right">
      <ActionIcon
        variant={hasFigures ? 'light' : 'subtle'}
        size={28}
        aria-label={label}
        aria-pressed={hasFigures}
        onClick={toggle}
      >
        <IconChartBar size={16} />
      </ActionIcon>
    </Tip>
  )
}
