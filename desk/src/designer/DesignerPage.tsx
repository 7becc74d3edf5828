import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { designer, type StoredDraft } from '../api/designer.ts'
import { groups, operators } from '../api/people.ts'
import { Loaded } from '../setup/Loaded.tsx'
import { useMe } from '../shell/session.ts'
import { ChooseBot } from './ChooseBot.tsx'
import { DesignerContext } from './context.ts'
import { Designer } from './Designer.tsx'
import styles from './designer.module.css'
import { type Catalogue, catalogueOf } from './document/catalogue.ts'
import { rowsReader } from './document/rows.ts'
import { translated } from './document/translated.ts'
import { DesignerSession } from './session.ts'
import { textsIn } from './texts/index.ts'
import type { DesignerTexts } from './texts/shape.ts'
import { TrialSession } from './trial.ts'
import { type Editing, useEditing } from './use-editing.ts'

export function DesignerPage({ bot }: { bot: string | null }) {
  return bot === null ? <ChooseBot /> : <OpenBot key={bot} id={bot} />
}

function OpenBot({ id }: { id: string }) {
  // Read once and fresh: from here on the session knows the draft.
  const once = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false }
  const editing = useEditing(id, useMe().role === 'admin')
  const round = editing?.round ?? 0
  const draft = useQuery({ queryKey: ['designer', id, round], queryFn: () => designer.read(id), ...once })
  const actions = useQuery({ queryKey: ['actions', id], queryFn: () => designer.catalogue(id) })
  const texts = useTexts()
  const catalogue = useMemo(
    () =>
      actions.data === undefined || texts === undefined
        ? null
        : translated(catalogueOf(actions.data.actions, actions.data.schema), texts),
    [actions.data, texts],
  )
  return (
    <main className={styles.page}>
      <Loaded query={draft}>
        {(stored) => (
          <Loaded query={actions}>
            {() =>
              catalogue === null || texts === undefined || editing?.state === 'asking' ? null : (
                <OpenSession key={round} stored={stored} catalogue={catalogue} texts={texts} editing={editing} />
              )
            }
          </Loaded>
        )}
      </Loaded>
    </main>
  )
}

/** In the language of the desk; those before stay until others are there. Undefined: none are there yet. */
function useTexts(): DesignerTexts | null | undefined {
  const { language } = useTranslation().i18n
  const texts = useQuery({
    queryKey: ['designer-texts', language],
    queryFn: () => textsIn(language),
    networkMode: 'always',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return texts.data
}

/** People come and go: pickers show who is online now. */
const teamEvery = 15_000

/** Whoever looks on sees what others save. Milliseconds. */
const lookEvery = 5_000

type Opened = { stored: StoredDraft; catalogue: Catalogue; texts: DesignerTexts | null; editing: Editing | null }

function OpenSession({ stored, catalogue, texts, editing }: Opened) {
  const page = editing?.state === 'mine' ? editing.page : null
  const ask = useRef(() => {})
  ask.current = () => editing?.ask()
  const client = useQueryClient()
  const [open, setOpen] = useState<{ session: DesignerSession; trial: TrialSession } | null>(null)
  useEffect(() => {
    const opened = new DesignerSession(stored, page === null ? null : { page, onTaken: () => ask.current() })
    const trial = new TrialSession(opened)
    const timer = page === null ? setInterval(() => void opened.look(), lookEvery) : undefined
    setOpen({ session: opened, trial })
    return () => {
      clearInterval(timer)
      trial[Symbol.dispose]()
      opened[Symbol.dispose]()
      void client.invalidateQueries({ queryKey: ['bots'] })
      void client.invalidateQueries({ queryKey: ['bot', stored.id] })
    }
  }, [stored, page, client])
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list, refetchInterval: teamEvery })
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list, refetchInterval: teamEvery })
  const rowsOf = useMemo(() => rowsReader(catalogue), [catalogue])
  const value = useMemo(
    () =>
      open === null
        ? null
        : { ...open, editing, catalogue, texts, rowsOf, groups: teams.data ?? [], operators: people.data ?? [] },
    [open, editing, catalogue, texts, rowsOf, teams.data, people.data],
  )
  if (value === null) return null
  return (
    <DesignerContext value={value}>
      <Designer />
    </DesignerContext>
  )
}
