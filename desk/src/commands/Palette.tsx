import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLeaving } from '../shell/navigation.ts'
import { StateMark, stateOf } from '../shell/StateMark.tsx'
import { ShortcutKeys } from './Keys.tsx'
import styles from './palette.module.css'
import { closePalette, leavePalette, paletteStore, returnFocus } from './palette-store.ts'
import { type Entry, useEntries } from './use-entries.ts'

/** [U-01] Everything that can be done now, found by its words and done with Enter. */
export function Palette() {
  const { t } = useTranslation()
  return (
    <Spotlight.Root
      store={paletteStore}
      onSpotlightClose={returnFocus}
      shortcut={null}
      returnFocus={false}
      lockScroll={false}
      size={600}
      centered={false}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      title={t('keys.palette')}
      classNames={{
        header: 'hidden-text',
        content: styles.content ?? '',
        body: styles.body ?? '',
        inner: styles.inner ?? '',
      }}
    >
      <Search />
    </Spotlight.Root>
  )
}

/** Lives as long as the palette is open: it begins anew each time. */
function Search() {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const [wanted, setWanted] = useState(0)
  useLeaving(leavePalette)
  const list = useId()
  const sections = useEntries(query)
  const entries = sections.flatMap(({ items }) => items)
  const chosen = Math.min(wanted, entries.length - 1)
  const current = entries[chosen]
  const optionId = (entry: Entry | undefined) => (entry === undefined ? undefined : `${list}-${entry.id}`)
  const run = (entry: Entry | undefined) => {
    if (entry === undefined || entry.off !== null) return
    closePalette()
    entry.run()
  }
  const step = (by: 1 | -1) => {
    // Beyond the last one comes the first.
    if (entries.length > 0) setWanted((chosen + by + entries.length) % entries.length)
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') step(1)
    else if (event.key === 'ArrowUp') step(-1)
    else if (event.key === 'Enter') run(current)
  }
  return (
    <>
      <Spotlight.Search
        data-autofocus
        autoFocus
        classNames={{ input: styles.search ?? '' }}
        leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
        role="combobox"
        aria-label={t('keys.palette')}
        aria-expanded={entries.length > 0}
        aria-controls={list}
        aria-activedescendant={optionId(current)}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        placeholder={t('keys.find')}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setWanted(0)
        }}
        onKeyDown={press}
      />
      <div className={styles.list} role="listbox" id={list} aria-label={t('keys.palette')}>
        {sections.map(({ section, items }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div key={section} role="group" aria-label={section}>
            <div className={styles.section} aria-hidden>
              {section}
            </div>
            {items.map((entry) => (
              <Option
                key={entry.id}
                id={optionId(entry) ?? ''}
                entry={entry}
                isChosen={entry === current}
                onPoint={() => setWanted(entries.indexOf(entry))}
                onRun={() => run(entry)}
              />
            ))}
          </div>
        ))}
      </div>
      <p className={styles.none} role="status">
        {entries.length === 0 && t('keys.none', { query: query.trim() })}
      </p>
    </>
  )
}

type OptionProps = { id: string; entry: Entry; isChosen: boolean; onPoint: () => void; onRun: () => void }

function Option({ id, entry, isChosen, onPoint, onRun }: OptionProps) {
  const { words, off, shortcut, conversation } = entry
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the field, which has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field says which option is meant
    <div
      ref={place}
      id={id}
      role="option"
      aria-selected={isChosen}
      aria-disabled={off !== null}
      className={styles.option}
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={() => !isChosen && onPoint()}
      onClick={onRun}
    >
      {conversation !== null && <StateMark state={stateOf(conversation)} />}
      <span className={styles.words}>
        <bdi className="cut">{words}</bdi>
        {conversation?.lastLine != null && <bdi className={`${styles.more} cut`}>{conversation.lastLine.text}</bdi>}
        {off !== null && <span className={`${styles.more} cut`}>{off}</span>}
      </span>
      {shortcut !== null && <ShortcutKeys shortcut={shortcut} />}
    </div>
  )
}
