import type { ConversationView } from '@baton/core/protocol'
import type { Piece } from '@baton/core/template'
import { instant } from '@baton/core/time'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { cannedReplies } from '../../api/writing.ts'
import { useMe } from '../../shell/session.ts'
import { type Choice, fitting, noteUsed, readUsed, type Seeking, seekingIn } from './canned.ts'
import type { Composing } from './use-composer.ts'

/** Loaded with the first slash, if not before: the language of templates is no part of the start. */
export const loadTemplates = () => import('@baton/core/template')
type Templates = Awaited<ReturnType<typeof loadTemplates>>

/** What is known is shown at once, and asked for anew with each slash: a colleague may have added one. */
const freshForMs = 0

/** [U-09] The canned replies that fit what stands behind the slash, and the keys that choose among them. */
export function useCanned(view: ConversationView, composer: Composing) {
  const me = useMe()
  const { field, text, isBlocked } = composer
  const [caret, setCaret] = useState<number | null>(null)
  /** Where Escape was pressed: there the slash is a slash. */
  const [dismissed, setDismissed] = useState<number | null>(null)
  const [index, setIndex] = useState(0)
  const [templates, setTemplates] = useState<Templates | null>(null)
  const found = caret === null || isBlocked ? null : seekingIn(text, caret)
  const seeking = found !== null && found.from !== dismissed ? found : null
  const isOpen = seeking !== null
  const own = useQuery({ ...listOf('own'), enabled: isOpen })
  const team = useQuery({ ...listOf('team'), enabled: isOpen })
  useEffect(() => {
    if (isOpen && templates === null) void loadTemplates().then(setTemplates)
  }, [isOpen, templates])
  const [used, setUsed] = useState(() => readUsed(localStorage))
  const all: Choice[] = [
    ...(own.data ?? []).map((one) => ({ ...one, scope: 'own' as const })),
    ...(team.data ?? []).map((one) => ({ ...one, scope: 'team' as const })),
  ]
  const choices = seeking === null ? [] : fitting(all, seeking.query, used)
  const chosen = choices[Math.min(index, choices.length - 1)] ?? null
  const fill = (choice: Choice, { fillIn }: Templates): Piece[] =>
    fillIn(choice.text, scopeOf(view, me.name), instant(Date.now()))

  const insert = async (choice: Choice, { from, to }: Seeking) => {
    const pieces = fill(choice, templates ?? (await loadTemplates()))
    noteUsed(localStorage, choice.id)
    setUsed(readUsed(localStorage))
    setCaret(null)
    composer.put(pieces.map((piece) => piece.text).join(''), from, to)
  }
  /** True: the key is taken. */
  const press = (event: KeyboardEvent): boolean => {
    if (seeking === null || event.nativeEvent.isComposing) return false
    if (event.key === 'Escape') {
      setDismissed(seeking.from)
      return true
    }
    if (chosen === null || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false
    const last = choices.length - 1
    const at = Math.min(index, last)
    if (event.key === 'ArrowDown') setIndex(at === last ? 0 : at + 1)
    else if (event.key === 'ArrowUp') setIndex(at === 0 ? last : at - 1)
    else if (event.key === 'Enter' || event.key === 'Tab') void insert(chosen, seeking)
    else return false
    return true
  }
  return {
    isOpen,
    isLoading: isOpen && (own.isPending || team.isPending),
    hasFailed: own.isError && team.isError,
    isEmpty: all.length === 0,
    query: seeking?.query ?? '',
    choices,
    chosen,
    preview: chosen === null || templates === null ? null : fill(chosen, templates),
    press,
    choose: (choice: Choice) => {
      if (seeking !== null) void insert(choice, seeking)
    },
    /** Told of every move of the caret. */
    look: () => {
      const element = field.current
      const at = element === null || element.selectionStart !== element.selectionEnd ? null : element.selectionStart
      if (at !== caret) setIndex(0)
      setCaret(at)
      if (at === null || seekingIn(element?.value ?? '', at)?.from !== dismissed) setDismissed(null)
    },
    leave: () => setCaret(null),
  }
}

export type Canned = ReturnType<typeof useCanned>

export const listOf = (scope: 'own' | 'team') => ({
  queryKey: ['canned', scope],
  queryFn: () => cannedReplies.list(scope),
  staleTime: freshForMs,
  // What was there shows at once, and is asked for anew beside it.
  gcTime: Number.POSITIVE_INFINITY,
})

/** [FL-10] What a flow could read, and who is writing; whoever replies is the operator of the chat. */
function scopeOf({ variables }: ConversationView, name: string): Record<string, unknown> {
  return { ...variables, chat_operator_name: variables.chat_operator_name || name, operator_name: name }
}
