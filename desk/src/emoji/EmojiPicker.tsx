import { TextInput } from '@mantine/core'
import { type KeyboardEvent, startTransition, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Emoji, emojiIn, findEmoji } from './emoji.ts'
import styles from './emoji-picker.module.css'

/** As many as stand in a row; the arrows go by it. */
const columns = 8
const idOfEmoji = (index: number) => `emoji-${index}`

type Props = { onChoose: (sign: string) => void; onClose: () => void }

/** Found by name or with the arrows; Enter takes one. The signs are those of the system. */
export function EmojiPicker({ onChoose, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [all, setAll] = useState<Emoji[]>([])
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState(0)
  const grid = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    // [U-04] The field is there first: finding hundreds of pictures takes longer than a key.
    void emojiIn(i18n.language).then((named) => startTransition(() => setAll(named)))
  }, [i18n.language])
  const found = findEmoji(all, query)
  const at = Math.min(index, found.length - 1)
  useEffect(() => {
    if (at >= 0) grid.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: document.dir === 'rtl' ? -1 : 1,
    ArrowLeft: document.dir === 'rtl' ? 1 : -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const chosen = found[at]
    const step = steps[event.key]
    if (event.key === 'Escape' || event.key === 'Tab') onClose()
    else if (event.key === 'Enter' && chosen !== undefined) onChoose(chosen.sign)
    else if (step !== undefined) setIndex(Math.max(0, Math.min(found.length - 1, at + step)))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles.picker}>
      <TextInput
        ref={field}
        size="sm"
        role="combobox"
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        aria-expanded
        aria-controls="emoji-grid"
        aria-activedescendant={at < 0 ? undefined : idOfEmoji(at)}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setIndex(0)
        }}
        onKeyDown={press}
      />
      <div ref={grid} id="emoji-grid" className={styles.grid} role="listbox" aria-label={t('emoji.label')}>
        {found.map(({ sign, name }, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that names it
          <div
            key={sign}
            id={idOfEmoji(place)}
            className={styles.sign}
            role="option"
            tabIndex={-1}
            aria-selected={place === at}
            aria-label={name}
            title={name}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(sign)}
          >
            {sign}
          </div>
        ))}
      </div>
      <p className={styles.name} aria-hidden>
        {found[at]?.name ?? (all.length === 0 ? '' : t('emoji.none'))}
      </p>
      <span className="hidden-text" role="status">
        {all.length > 0 && found.length === 0 ? t('emoji.none') : ''}
      </span>
    </div>
  )
}
