import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
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
import { DesignerSession } from './session.ts'
import { TrialSession } from './trial.ts'

export function DesignerPage({ bot }: { bot: string | null }) {
  return bot === null ? <ChooseBot /> : <OpenBot key={bot} id={bot} />
}

function OpenBot({ id }: { id: string }) {
  // Read once and fresh: from here on the session knows the draft.
  const once = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false }
  const draft = useQuery({ queryKey: ['designer', id], queryFn: () => designer.read(id), ...once })
  const actions = useQuery({ queryKey: ['actions', id], queryFn: () => designer.catalogue(id) })
  const catalogue = useMemo(
    () => (actions.data === undefined ? null : catalogueOf(actions.data.actions, actions.data.schema)),
    [actions.data],
  )
  return (
    <main className={styles.page}>
      <Loaded query={draft}>
        {(stored) => (
          <Loaded query={actions}>
            {() => (catalogue === null ? null : <OpenSession stored={stored} catalogue={catalogue} />)}
          </Loaded>
        )}
      </Loaded>
    </main>
  )
}

/** People come and go: pickers show who is online now. */
const teamEvery = 15_000

function OpenSession({ stored, catalogue }: { stored: StoredDraft; catalogue: Catalogue }) {
  const isReadOnly = useMe().role !== 'admin'
  const client = useQueryClient()
  const [open, setOpen] = useState<{ session: DesignerSession; trial: TrialSession } | null>(null)
  useEffect(() => {
    const opened = new DesignerSession(stored, isReadOnly)
    const trial = new TrialSession(opened)
    setOpen({ session: opened, trial })
    return () => {
      trial[Symbol.dispose]()
      opened[Symbol.dispose]()
      void client.invalidateQueries({ queryKey: ['bots'] })
      void client.invalidateQueries({ queryKey: ['bot', stored.id] })
    }
  }, [stored, isReadOnly, client])
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list, refetchInterval: teamEvery })
  const people = useQuery({ queryKey: ['operators'], queryFn: operators.list, refetchInterval: teamEvery })
  const rowsOf = useMemo(() => rowsReader(catalogue), [catalogue])
  const value = useMemo(
    () =>
      open === null ? null : { ...open, catalogue, rowsOf, groups: teams.data ?? [], operators: people.data ?? [] },
    [open, catalogue, rowsOf, teams.data, people.data],
  )
  if (value === null) return null
  return (
    <DesignerContext value={value}>
      <Designer />
    </DesignerContext>
  )
}
