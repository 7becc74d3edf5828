import { useEffect, useMemo, useRef, useState } from 'react'
import { type DraftEditor, designer } from '../api/designer.ts'
import { randomId } from '../api/random-id.ts'

/** Milliseconds between two words to the server that this page still edits, or still waits; the server gives it three times as long. */
const askEvery = 12_000

export type Editing = {
  /** This page, by the name it gives itself. */
  page: string
  state: 'asking' | 'mine' | 'theirs'
  /** Who edits instead. */
  by: DraftEditor | null
  /** Whether this page edited before somebody took over. */
  wasMine: boolean
  /** Another number whenever who edits has changed: the draft is to be read again. */
  round: number
  isTakingOver: boolean
  error: Error | null
  ask: () => void
  takeOver: () => void
}

type Known = Omit<Editing, 'page' | 'ask' | 'takeOver'>

const asking: Known = {
  state: 'asking',
  by: null,
  wasMine: false,
  round: 0,
  isTakingOver: false,
  error: null,
}

/** [FL-1] Whether this page edits the draft or looks on; null: it may only look. */
export function useEditing(bot: string, mayEdit: boolean): Editing | null {
  const page = useMemo(randomId, [])
  const [known, setKnown] = useState(asking)
  const actions = useRef({ ask: () => {}, takeOver: () => {} })
  useEffect(() => {
    if (!mayEdit) return
    let isOver = false
    const ask = async (takeOver: boolean) => {
      try {
        const editor = await designer.edit(bot, page, takeOver)
        if (!isOver) setKnown((before) => after(before, editor))
      } catch (error) {
        // Without an answer one goes on as before, or begins: what others save meanwhile is not overwritten anyway.
        if (!isOver) setKnown((before) => unanswered(before, error, takeOver))
      }
    }
    actions.current = {
      ask: () => void ask(false),
      takeOver: () => {
        setKnown((before) => ({ ...before, isTakingOver: true, error: null }))
        void ask(true)
      },
    }
    const renew = () => void ask(false)
    const stop = () => void designer.stopEditing(bot, page).catch(() => {})
    renew()
    const timer = setInterval(renew, askEvery)
    window.addEventListener('focus', renew)
    window.addEventListener('pagehide', stop)
    return () => {
      isOver = true
      clearInterval(timer)
      window.removeEventListener('focus', renew)
      window.removeEventListener('pagehide', stop)
      stop()
    }
  }, [bot, page, mayEdit])
  return useMemo(
    () =>
      mayEdit ? { ...known, page, ask: () => actions.current.ask(), takeOver: () => actions.current.takeOver() } : null,
    [mayEdit, known, page],
  )
}

function after(before: Known, editor: DraftEditor): Known {
  const state = editor.isYou ? 'mine' : 'theirs'
  const hasMoved = before.state !== 'asking' && before.state !== state
  return {
    state,
    by: editor.isYou ? null : editor,
    wasMine: !editor.isYou && (before.wasMine || before.state === 'mine'),
    round: before.round + (hasMoved ? 1 : 0),
    isTakingOver: false,
    error: null,
  }
}

function unanswered(before: Known, error: unknown, isTakeOver: boolean): Known {
  const state = before.state === 'asking' ? 'mine' : before.state
  return { ...before, state, isTakingOver: false, error: isTakeOver && error instanceof Error ? error : before.error }
}
