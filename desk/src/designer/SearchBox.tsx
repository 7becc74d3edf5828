import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type RefObject, useDeferredValue, useLayoutEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import choice from './choice.module.css'
import { useDesigner, useDraft } from './context.ts'
import styles from './designer.module.css'
import { pathOf, textOf } from './document/path.ts'
import { searched } from './document/search.ts'

/** Finds names, keywords and texts in every behavior, and goes there. */
export function SearchBox({ inputRef }: { inputRef: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const draft = useDraft()
  const [wanted, setWanted] = useState('')
  const deferred = useDeferredValue(wanted)
  const matches = useMemo(() => searched(draft, deferred), [draft, deferred])
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const listed = matches.map(({ path }) => textOf(path)).join(' ')
  // After each new list, not with the letter that asked for it: what was marked may not be in the list any more.
  useLayoutEffect(() => {
    if (box.dropdownOpened && listed !== '') box.selectFirstOption()
  }, [box.dropdownOpened, box.selectFirstOption, listed])
  return (
    <Combobox
      classNames={{ option: choice.option ?? '' }}
      store={box}
      width={360}
      position="bottom-end"
      shadow="md"
      onOptionSubmit={(path) => {
        box.closeDropdown()
        session.goTo(pathOf(path))
      }}
    >
      <Combobox.Target>
        <TextInput
          ref={inputRef}
          data-local
          className={styles.search}
          aria-label={t('designer.search.label')}
          placeholder={t('designer.search.label')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={wanted}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          onChange={(event) => {
            setWanted(event.currentTarget.value)
            box.openDropdown()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            setWanted('')
            inputRef.current?.blur()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={wanted.trim() === ''}>
        <Combobox.Options tabIndex={0} mah={360} style={{ overflowY: 'auto' }}>
          {matches.map(({ path, behavior, interaction, text }) => (
            <Combobox.Option key={textOf(path)} value={textOf(path)}>
              <span className={styles.match}>
                <span className="cut" dir="auto">
                  {text}
                </span>
                <span className="quiet cut">{t('designer.search.in', { interaction, behavior })}</span>
              </span>
            </Combobox.Option>
          ))}
          {matches.length === 0 && <Combobox.Empty>{t('designer.search.none')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
      <span role="status" className="hidden-text">
        {wanted.trim() === '' ? '' : t('designer.search.found', { count: matches.length })}
      </span>
    </Combobox>
  )
}
