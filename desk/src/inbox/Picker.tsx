import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { pick, pickUpTo } from './picking.ts'
import styles from './row.module.css'
import { selection } from './selection.ts'

/** Selects a row together with others: there when the mouse or the focus is, and always where one touches. */
export function Picker({ id, contact }: { id: string; contact: string }) {
  const { t } = useTranslation()
  const isPicked = useSyncExternalStore(selection.subscribe, () => selection.get().ids.has(id))
  const isPicking = useSyncExternalStore(selection.subscribe, () => selection.get().ids.size > 0)
  const isHead = useSyncExternalStore(selection.subscribe, () => selection.get().head === id)
  return (
    <label className={styles.picker} data-shown={isPicking} data-head={isPicking && isHead}>
      <span className="hidden-text">{t('pick.row', { contact })}</span>
      <input
        type="checkbox"
        tabIndex={-1}
        checked={isPicked}
        onChange={(event) => {
          if (event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey) pickUpTo(id)
          else pick(id)
        }}
      />
    </label>
  )
}
