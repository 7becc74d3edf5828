import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './details.module.css'
import type { VariablesOf } from './use-variables.ts'
import { useVariableEdit, VariableEditor } from './VariableEditor.tsx'
import { isEmpty, isLong, isOfContact, isOfSystem, isVariableName, shortened, variableText } from './variables.ts'

type Props = { variables: VariablesOf; mayChange: boolean }

/** What chatbots and people noted down; what the system keeps and what has no value is folded away. */
export function Variables({ variables, mayChange }: Props) {
  const { t } = useTranslation()
  const [areAllShown, setAllShown] = useState(false)
  const all = Object.keys(variables.variables)
    .filter((name) => !isOfContact(name))
    .sort()
  const isNoted = (name: string) => !isOfSystem(name) && !isEmpty(variables.variables[name])
  const names = areAllShown ? all : all.filter(isNoted)
  const hidden = all.length - names.length
  return (
    <section className={styles.section}>
      <h3>{t('details.variables')}</h3>
      {names.length === 0 && <p className={styles.empty}>{t('details.variables_none')}</p>}
      <table className={styles.variables}>
        <tbody>
          {names.map((name) => (
            <Variable key={name} name={name} variables={variables} mayChange={mayChange && !isOfSystem(name)} />
          ))}
        </tbody>
      </table>
      <div className={styles.more}>
        {mayChange ? <AddVariable variables={variables} /> : <p className={styles.empty}>{t('card.owner_only')}</p>}
        {hidden > 0 && (
          <button type="button" className={styles.fold} onClick={() => setAllShown(true)}>
            {t('card.all', { count: hidden })}
          </button>
        )}
      </div>
    </section>
  )
}

function Variable({ name, variables, mayChange }: { name: string } & Props) {
  const { t } = useTranslation()
  const value = variables.variables[name]
  const edit = useVariableEdit(name, variables.set)
  const [isUnfolded, setUnfolded] = useState(false)
  const text = variableText(value)
  const shown = isUnfolded ? text : shortened(text)
  return (
    <tr>
      <th scope="row">
        <Breakable name={name} />
      </th>
      <td>
        {edit.isOpen && (
          <VariableEditor
            name={name}
            value={edit.wish ?? value}
            isKindShown
            onSave={edit.save}
            onClose={edit.close}
            onRemove={() => void edit.save(null)}
          />
        )}
        {!edit.isOpen && mayChange && (
          <button
            ref={edit.button}
            type="button"
            className={styles.value}
            dir="auto"
            aria-label={`${t('details.variable_edit', { variable: name })}: ${shortened(text)}`}
            onClick={edit.open}
          >
            {shown}
          </button>
        )}
        {!edit.isOpen && !mayChange && (
          <div className={styles.fixed} dir="auto">
            {shown}
          </div>
        )}
        {!edit.isOpen && isLong(text) && (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={isUnfolded}
            onClick={() => setUnfolded(!isUnfolded)}
          >
            {isUnfolded ? t('details.variable_fold') : t('details.variable_unfold')}
          </button>
        )}
        {edit.failure}
      </td>
    </tr>
  )
}

/** A name as it was given, which may go on in the next line after each of its words. */
function Breakable({ name }: { name: string }) {
  const words = name.split('_').map((word, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: words of one name
    <Fragment key={index}>
      {index > 0 && (
        <>
          _<wbr />
        </>
      )}
      {word}
    </Fragment>
  ))
  return <bdi>{words}</bdi>
}

/** First the name, then the value, as every other is changed. */
function AddVariable({ variables }: { variables: VariablesOf }) {
  const { t } = useTranslation()
  const [name, setName] = useState<string | null>(null)
  const edit = useVariableEdit(name ?? '', variables.set)
  const problem = name === null || name === '' ? null : problemOf(name, variables.variables)
  if (name === null)
    return (
      <Button size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setName('')}>
        {t('card.add')}
      </Button>
    )
  const close = () => {
    edit.close()
    setName(null)
  }
  return (
    <div className={styles.editor}>
      <TextInput
        size="xs"
        autoFocus
        label={t('card.name')}
        placeholder="order_number"
        value={name}
        error={problem === null ? null : t(`card.name_${problem}`)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <VariableEditor
        name={name === '' ? t('card.new') : name}
        value=""
        isKindShown
        isNew
        onSave={async (value) => {
          if (name !== '' && problem === null && (await edit.save(value))) setName(null)
        }}
        onClose={close}
      />
      {edit.failure}
    </div>
  )
}

function problemOf(name: string, known: Readonly<Record<string, unknown>>): 'invalid' | 'taken' | null {
  if (!isVariableName(name) || isOfSystem(name)) return 'invalid'
  return isEmpty(known[name]) ? null : 'taken'
}
