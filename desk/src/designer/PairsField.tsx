import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDesigner, useDesignerState, useFoundWords } from './context.ts'
import { freeName } from './document/edits.ts'
import { type Fields, textOf, withValue } from './document/path.ts'
import { problemsAt } from './document/problems.ts'
import styles from './inspector.module.css'
import { type FieldProps, useFieldTexts } from './use-field-texts.tsx'

/** Names with values, such as the headers of a request. */
export function PairsField(props: Omit<FieldProps, 'value'> & { value: Fields }) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const { field, path, value } = props
  const { label, description, error } = useFieldTexts(props)
  const problems = useDesignerState((state) => state.problems)
  const wordsOf = useFoundWords()
  const pairs = Object.entries(value)
  const titleOfOne = field.control.kind === 'pairs' ? field.control.value.title : ''
  const set = (next: readonly (readonly [string, unknown])[], step: string | null = null) =>
    session.edit(withValue(session.draft, path, next.length === 0 ? undefined : Object.fromEntries(next)), step)
  return (
    <fieldset className={styles.items}>
      <legend>{label}</legend>
      {description !== null && <p className="quiet">{description}</p>}
      {error !== null && <p className={styles.error}>{error}</p>}
      <ol>
        {pairs.map(([name, one], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pair keeps its place while its name is written
          <li key={index} className={styles.pair} data-path={textOf([...path, name])}>
            <PairName
              key={name}
              name={name}
              taken={pairs.map(([other]) => other).filter((other) => other !== name)}
              onRename={(next) => set(pairs.with(index, [next, one]))}
            />
            <TextInput
              aria-label={`${t('designer.field.pair_value')}: ${name}`}
              value={typeof one === 'string' ? one : JSON.stringify(one)}
              readOnly={session.isReadOnly}
              error={problemsAt(problems, [...path, name]).map(wordsOf)[0] ?? null}
              onChange={(event) => set(pairs.with(index, [name, event.currentTarget.value]), `${textOf(path)} ${name}`)}
            />
            {!session.isReadOnly && (
              <ActionIcon
                variant="subtle"
                size={24}
                aria-label={t('designer.field.remove', { name })}
                onClick={() => set(pairs.toSpliced(index, 1))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {!session.isReadOnly && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            set([
              ...pairs,
              [
                freeName(
                  'X-Name',
                  pairs.map(([name]) => name),
                ).replaceAll(' ', '-'),
                '',
              ],
            ])
          }
        >
          {t('designer.field.add', { name: titleOfOne || field.title })}
        </Button>
      )}
    </fieldset>
  )
}

function PairName({
  name,
  taken,
  onRename,
}: {
  name: string
  taken: readonly string[]
  onRename: (name: string) => void
}) {
  const { t } = useTranslation()
  const { session } = useDesigner()
  const [written, setWritten] = useState(name)
  const isTaken = taken.includes(written)
  return (
    <TextInput
      data-local
      aria-label={`${t('designer.field.pair_name')}: ${name}`}
      value={written}
      readOnly={session.isReadOnly}
      error={isTaken ? t('designer.field.pair_taken') : null}
      onChange={(event) => setWritten(event.currentTarget.value)}
      onBlur={() => {
        if (written !== name && written !== '' && !isTaken) onRename(written)
        else if (written === '') setWritten(name)
      }}
    />
  )
}
