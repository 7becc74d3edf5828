import { ActionIcon, Menu, Switch, TagsInput } from '@mantine/core'
import { IconClipboard, IconCopy, IconDots, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDesigner, useDesignerState, useDraft, useFoundWords } from './context.ts'
import { interactionNames, withFlag, withInteractionNamed } from './document/edits.ts'
import { keyOf, renamedMoved } from './document/moved.ts'
import { fieldsOf, listOf, type Path, textOf, valueAt, withValue, wordOf } from './document/path.ts'
import { problemsAt } from './document/problems.ts'
import styles from './inspector.module.css'
import { NameField } from './NameField.tsx'
import { useClips } from './use-clipboard.ts'
import { behaviorName } from './use-graph.ts'
import { VisitSection } from './VisitSection.tsx'

/** What an interaction is, apart from what it does. */
export function InteractionForm({ path, onRemove }: { path: Path; onRemove: () => void }) {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const draft = useDraft()
  const problems = useDesignerState((state) => state.problems)
  const wordsOf = useFoundWords()
  const fields = fieldsOf(valueAt(draft, path))
  const spot = { behavior: Number(path[1]), interaction: Number(path[3]) }
  const name = wordOf(fields.name)
  const at = (field: string): Path => [...path, field]
  const errorAt = (field: string) => problemsAt(problems, at(field)).map(wordsOf)[0] ?? null
  const ofKeywords = problems.filter((one) => one.path.startsWith(textOf(at('keywords')))).map(wordsOf)
  const rename = (next: string) => {
    const behavior = behaviorName(session.draft, spot.behavior)
    session.edit(withInteractionNamed(session.draft, spot, next, catalogue))
    const key = (one: string) => keyOf(behavior, `interaction ${one}`)
    session.move(renamedMoved(session.store.get().moved, key(name), key(next)))
  }
  return (
    <div className={styles.form}>
      <header className={styles.head}>
        <h2>{t('designer.interaction.label')}</h2>
        <NodeMenu onRemove={onRemove} />
      </header>
      <NameField
        label={t('designer.interaction.name')}
        at={textOf(at('name'))}
        name={name}
        taken={interactionNames(draft, spot.behavior).filter((_, index) => index !== spot.interaction)}
        isReadOnly={session.isReadOnly}
        error={errorAt('name')}
        onRename={rename}
      />
      <VisitSection behavior={behaviorName(draft, spot.behavior)} interaction={name} />
      <div className={styles.switches}>
        {(['start', 'fallback'] as const).map((flag) => (
          <div key={flag} data-path={textOf(at(flag))}>
            <Switch
              label={t(`designer.interaction.${flag}`)}
              description={t(`designer.interaction.${flag}_hint`)}
              checked={fields[flag] === true}
              error={errorAt(flag)}
              disabled={session.isReadOnly}
              onChange={(event) => session.edit(withFlag(session.draft, spot, flag, event.currentTarget.checked))}
            />
          </div>
        ))}
        <div data-path={textOf(at('userMayType'))}>
          <Switch
            label={t('designer.interaction.typing')}
            description={t('designer.interaction.typing_hint')}
            checked={fields.userMayType !== false}
            error={errorAt('userMayType')}
            disabled={session.isReadOnly}
            onChange={(event) =>
              session.edit(withValue(session.draft, at('userMayType'), event.currentTarget.checked ? undefined : false))
            }
          />
        </div>
      </div>
      <div data-path={textOf(at('keywords'))}>
        <TagsInput
          data-local
          label={t('designer.interaction.keywords')}
          description={t('designer.interaction.keywords_hint')}
          value={listOf(fields.keywords).map(String)}
          error={ofKeywords[0] ?? null}
          disabled={session.isReadOnly}
          acceptValueOnBlur
          onChange={(words) =>
            session.edit(withValue(session.draft, at('keywords'), words.length === 0 ? undefined : apart(words)))
          }
        />
      </div>
    </div>
  )
}

/** A list that was pasted and left without the key that adds comes as one word. */
function apart(words: readonly string[]): string[] {
  const each = words.flatMap((word) => word.split(',')).map((word) => word.trim())
  return [...new Set(each.filter((word) => word !== ''))]
}

function NodeMenu({ onRemove }: { onRemove: () => void }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { copyNodes, pasteFromClipboard } = useClips()
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={t('designer.more')}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => void copyNodes()}>
          {t('designer.copy')}
        </Menu.Item>
        {!session.isReadOnly && (
          <>
            <Menu.Item leftSection={<IconClipboard size={16} />} onClick={() => void pasteFromClipboard(null)}>
              {t('designer.paste')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onRemove}>
              {t('designer.remove')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
