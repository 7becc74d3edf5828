import { Button, Combobox, useCombobox } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useLayoutEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionIconOf } from './ActionIconOf.tsx'
import choice from './choice.module.css'
import { useDesigner } from './context.ts'
import { freshAction } from './document/catalogue.ts'
import { type Path, textOf, withItems } from './document/path.ts'
import { fitsAction } from './document/search.ts'
import styles from './inspector.module.css'
import { useGroupName } from './use-names.ts'

type Props = { list: Path; where: string | null; isNested: boolean; end: number }

/** Every action of the catalogue that may stand here, by what it is about. */
export function AddAction({ list, where, isNested, end }: Props) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const nameOfGroup = useGroupName()
  const [wanted, setWanted] = useState('')
  const box = useCombobox({
    onDropdownClose: (by) => {
      box.resetSelectedOption()
      setWanted('')
      if (by === 'keyboard') box.focusTarget()
    },
  })
  const found = [...catalogue.values()].filter(
    (one) => (!isNested || one.placement === 'anywhere') && fitsAction(one, wanted),
  )
  const listed = found.map(({ type }) => type).join(' ')
  // In the task that opens the list: a letter typed right after belongs to the search already.
  useLayoutEffect(() => {
    if (box.dropdownOpened) box.searchRef.current?.focus({ preventScroll: true })
  }, [box.dropdownOpened, box.searchRef])
  // After each new list, not with the key that asked for it: what was marked may not be in the list any more.
  useLayoutEffect(() => {
    if (box.dropdownOpened && listed !== '') box.selectFirstOption()
  }, [box.dropdownOpened, box.selectFirstOption, listed])
  const groups = [...new Set(found.map(({ group }) => group))]
  const add = (type: string) => {
    const description = catalogue.get(type)
    if (description === undefined) return
    box.closeDropdown()
    session.edit(withItems(session.draft, list, end, [freshAction(description)]))
    const [first] = description.fields
    session.goTo(first === undefined ? [...list, end] : [...list, end, first.name])
  }
  return (
    <Combobox
      classNames={{ option: choice.option ?? '' }}
      store={box}
      width="min(320px, calc(100vw - 16px))"
      position="bottom-start"
      shadow="md"
      // The button may have been out of sight until now: what is hidden takes no focus.
      hideDetached={false}
      onOptionSubmit={add}
    >
      <Combobox.Target withAriaAttributes={false}>
        <Button
          size={where === null ? 'sm' : 'compact-sm'}
          variant={where === null ? 'default' : 'subtle'}
          className={styles.add ?? ''}
          leftSection={<IconPlus size={14} />}
          data-add={textOf(list)}
          aria-label={where === null ? undefined : t('designer.actions.add_here', { where })}
          aria-haspopup="listbox"
          aria-expanded={box.dropdownOpened}
          onClick={() => box.toggleDropdown()}
        >
          {t('designer.actions.add')}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          data-local
          aria-label={t('designer.actions.find')}
          placeholder={t('designer.actions.find')}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Combobox.Options tabIndex={0} mah={320} style={{ overflowY: 'auto' }} aria-label={t('designer.actions.add')}>
          {groups.map((group) => (
            <Combobox.Group key={group} label={nameOfGroup(group)}>
              {found
                .filter((one) => one.group === group)
                .map((one) => (
                  <Combobox.Option key={one.type} value={one.type}>
                    <span className={styles.option}>
                      <ActionIconOf group={one.group} isJump={one.isJump} />
                      <span>
                        {one.title}
                        <span className="quiet">{one.help}</span>
                      </span>
                    </span>
                  </Combobox.Option>
                ))}
            </Combobox.Group>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('designer.actions.none')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
