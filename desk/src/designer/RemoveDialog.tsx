import { Button, Group, Modal, Stack } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesigner } from './context.ts'
import { placeOf } from './document/bot.ts'
import { jumpsTo, withoutInteractions } from './document/edits.ts'
import type { Spot } from './document/jumps.ts'
import { pathOf, withValue } from './document/path.ts'

/** Deletes what is selected. It asks only where jumps from elsewhere lead there; undo brings everything back. */
export function RemoveDialog({ nodes, onClose }: { nodes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const spots = nodes.flatMap(spotOf)
  const count = jumpsTo(session.draft, spots, catalogue)
  const isPlain = count === 0
  const remove = (andJumps: boolean) => {
    // Operations first: interactions are found by their places, which stay until then.
    const freed = nodes
      .map((id) => placeOf(pathOf(id)).node)
      .reduce(
        (draft, node) =>
          node === null || node.kind === 'interaction' ? draft : withValue(draft, node.path, undefined),
        session.draft,
      )
    session.select([])
    session.edit(withoutInteractions(freed, spots, andJumps, catalogue))
    onClose()
    // What had the focus is gone.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('[data-node][tabindex="0"], button[data-node]')?.focus(),
    )
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, where there is nothing to ask
  useEffect(() => {
    if (isPlain) remove(false)
  }, [isPlain])
  if (isPlain) return null
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('designer.remove_title', { count: spots.length })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <span className="quiet">{t('designer.remove_text', { count })}</span>
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => remove(false)}>{t('designer.remove_only')}</Button>
          <Button color="red" variant="filled" data-autofocus onClick={() => remove(true)}>
            {t('designer.remove_and_jumps')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function spotOf(id: string): Spot[] {
  const [, behavior, kind, interaction] = pathOf(id)
  return kind === 'interactions' && typeof behavior === 'number' && typeof interaction === 'number'
    ? [{ behavior, interaction }]
    : []
}
