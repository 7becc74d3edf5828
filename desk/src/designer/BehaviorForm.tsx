import { Button, Switch, TextInput } from '@mantine/core'
import { IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDesigner, useDesignerState, useDraft, useFoundWords } from './context.ts'
import { behaviorPath, behaviorsOf, interactionsOf, nameOf } from './document/bot.ts'
import { withBehaviorNamed, withoutBehavior } from './document/edits.ts'
import { textOf } from './document/path.ts'
import { problemsAt } from './document/problems.ts'
import styles from './inspector.module.css'
import { NameField } from './NameField.tsx'

/** With nothing selected: the bot, and its behavior that is open. */
export function BehaviorForm() {
  const { t } = useTranslation()
  const { session, catalogue } = useDesigner()
  const draft = useDraft()
  const index = useDesignerState((state) => state.behavior)
  const problems = useDesignerState((state) => state.problems)
  const wordsOf = useFoundWords()
  const behaviors = behaviorsOf(draft)
  const behavior = behaviors[index]
  const isStart = behavior !== undefined && nameOf(behavior) === draft.startBehavior
  return (
    <div className={styles.form}>
      <header className={styles.head}>
        <h2>{t('designer.nothing.title')}</h2>
      </header>
      <p className="quiet">{t('designer.nothing.text')}</p>
      <div data-path="name">
        <TextInput
          label={t('designer.choose.name')}
          value={nameOf(draft)}
          readOnly={session.isReadOnly}
          maxLength={200}
          error={nameOf(draft).trim() === '' ? t('designer.interaction.name_missing') : null}
          onChange={(event) => session.edit({ ...session.draft, name: event.currentTarget.value }, 'name')}
        />
      </div>
      {behavior !== undefined && (
        <>
          <NameField
            key={index}
            label={t('designer.behaviors.name')}
            at={textOf([...behaviorPath(index), 'name'])}
            name={nameOf(behavior)}
            taken={behaviors.map(nameOf).filter((_, other) => other !== index)}
            isReadOnly={session.isReadOnly}
            error={problemsAt(problems, [...behaviorPath(index), 'name']).map(wordsOf)[0] ?? null}
            onRename={(name) => session.edit(withBehaviorNamed(session.draft, index, name, catalogue))}
          />
          <div data-path="startBehavior">
            {isStart ? (
              <p className={styles.fact}>
                <IconPlayerPlay size={14} aria-hidden /> {t('designer.behaviors.make_start')}
              </p>
            ) : (
              <Switch
                label={t('designer.behaviors.make_start')}
                checked={false}
                disabled={session.isReadOnly}
                onChange={() => session.edit({ ...session.draft, startBehavior: nameOf(behavior) })}
              />
            )}
          </div>
          <p className="quiet tabular">
            {t('designer.behaviors.interactions', { count: interactionsOf(behavior).length })}
          </p>
          {!session.isReadOnly && behaviors.length > 1 && (
            <div className={styles.buttons}>
              <Button
                leftSection={<IconTrash size={16} />}
                title={t('designer.behaviors.remove_text')}
                onClick={() => session.edit(withoutBehavior(session.draft, index))}
              >
                {t('designer.behaviors.remove')}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  )
}
