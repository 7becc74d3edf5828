import { Splitter } from '../shell/Splitter.tsx'
import { changeSettings, useSetting } from '../shell/settings.ts'

/** Between a list and the conversation beside it: one width for all lists. */
export function ListSplitter({ label }: { label: string }) {
  const listWidth = useSetting('listWidth')
  return (
    <Splitter
      label={label}
      width={listWidth}
      least={264}
      most={520}
      side="before"
      onWidth={(width) => changeSettings({ listWidth: width })}
    />
  )
}
