import type { ConversationView, OperatorView } from '@baton/core/protocol'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { operators } from '../../api/people.ts'
import { useMe } from '../../shell/session.ts'
import { fittingPeople, mentionedIn, type Naming, namingIn } from './mentions.ts'
import type { Composing } from './use-composer.ts'

const freshForMs = 60_000

/** Everybody whom a note can be for. */
export const peopleQuery = { queryKey: ['operators'], queryFn: operators.list, staleTime: freshForMs }
const nobody: readonly OperatorView[] = []

/** [U-13] Whom a note can be for, behind the at sign that is being written, and the keys that choose among them. */
export function useMentions(view: ConversationView, composer: Composing) {
  const me = useMe()
  const { field, text, mode, isBlocked } = composer
  const [caret, setCaret] = useState<number | null>(null)
  /** Where Escape was pressed: there the sign is a sign. */
  const [dismissed, setDismissed] = useState<number | null>(null)
  const [index, setIndex] = useState(0)
  const isNote = mode === 'note' && !isBlocked
  const found = caret === null || !isNote ? null : namingIn(text, caret)
  const naming = found !== null && found.from !== dismissed ? found : null
  const { data: people = nobody } = useQuery({ ...peopleQuery, enabled: isNote && text.includes('@') })
  const others = people.filter(({ id }) => id !== me.id)
  const choices = naming === null ? [] : fittingPeople(others, naming.query, view.operator?.id ?? null)
  const chosen = choices[Math.min(index, choices.length - 1)] ?? null
  const insert = (one: OperatorView, { from, to }: Naming) => {
    setCaret(null)
    composer.put(`@${one.name} `, from, to)
  }
  /** True: the key is taken. */
  const press = (event: KeyboardEvent): boolean => {
    if (naming === null || chosen === null || event.nativeEvent.isComposing) return false
    if (event.key === 'Escape') {
      setDismissed(naming.from)
      return true
    }
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false
    const last = choices.length - 1
    const at = Math.min(index, last)
    if (event.key === 'ArrowDown') setIndex(at === last ? 0 : at + 1)
    else if (event.key === 'ArrowUp') setIndex(at === 0 ? last : at - 1)
    else if (event.key === 'Enter' || event.key === 'Tab') insert(chosen, naming)
    else return false
    return true
  }
  return {
    isOpen: choices.length > 0,
    choices,
    chosen,
    /** Whom the note as it stands is for. */
    named: isNote ? mentionedIn(text, others) : [],
    press,
    choose: (one: OperatorView) => {
      if (naming !== null) insert(one, naming)
    },
    /** Told of every move of the caret. */
    look: () => {
      const element = field.current
      const at = element === null || element.selectionStart !== element.selectionEnd ? null : element.selectionStart
      if (at !== caret) setIndex(0)
      setCaret(at)
      if (at === null || namingIn(element?.value ?? '', at)?.from !== dismissed) setDismissed(null)
    },
    leave: () => setCaret(null),
  }
}

export type Mentioning = ReturnType<typeof useMentions>
