import type { RoutingSettings } from '@baton/core/routing'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { type Group, groups } from '../api/people.ts'
import { type FieldError, problemOf } from '../api/problem.ts'
import { type RoutingScope, routing } from '../api/routing.ts'
import { useMe } from '../shell/session.ts'
import { useSteady } from '../shell/use-steady.ts'
import { draftOf, draftWithin, type RoutingDraft, settingsOf } from './routing-draft.ts'

/** Edited and not saved, with the settings it began from. */
type Edited = { draft: RoutingDraft; base: string }

/** [U-06] What was edited and not saved outlives a look at another page: per person, and per whose settings. */
const kept = new Map<string, Edited>()

export type RoutingForm = ReturnType<typeof useRoutingForm>

export function useRoutingForm(scope: RoutingScope, saved: RoutingSettings, workspace: RoutingSettings) {
  const me = useMe()
  const client = useQueryClient()
  const teams = useQuery({ queryKey: ['groups'], queryFn: groups.list })
  const place = `${me.id} ${scope ?? 'workspace'}`
  const [edited, setEdited] = useState(kept.get(place) ?? null)
  const [errors, setErrors] = useState<FieldError[]>(none)
  const [refusals, setRefusals] = useState(0)
  const base = inWords(saved)
  const before = useMemo(() => draftOf(saved), [saved])
  const defaults = useMemo(() => draftOf(workspace), [workspace])
  const own = edited?.draft ?? before
  const { settings, errors: missing } = settingsOf(own)
  const isChanged =
    edited !== null && (missing.length > 0 || inWords(settings) !== inWords(settingsOf(before).settings))

  const keep = (next: Edited | null) => {
    if (next === null) kept.delete(place)
    else kept.set(place, next)
    setEdited(next)
  }
  const refuse = (found: FieldError[]) => {
    setErrors(found)
    setRefusals((count) => (found.length === 0 ? count : count + 1))
  }
  const save = useMutation({
    // Without a connection it fails and says so, instead of saving at some later moment.
    networkMode: 'always',
    mutationFn: (sent: { settings: RoutingSettings; draft: RoutingDraft }) => routing.save(scope, sent.settings),
    onSuccess: (answer, sent) => {
      client.setQueryData(['routing', scope], answer)
      const current = kept.get(place)
      // Whoever went on typing while it was saved keeps that.
      keep(current === undefined || current.draft === sent.draft ? null : { ...current, base: inWords(answer) })
    },
    onError: (error) => refuse(problemOf(error)?.errors ?? []),
  })
  useWarning(isChanged)
  const deeds = useSteady({
    change(part: Partial<RoutingDraft>) {
      // What was changed before it may not have been drawn yet.
      const now = kept.get(place)
      keep({ draft: { ...(now?.draft ?? before), ...part }, base: now?.base ?? base })
      const roots = Object.keys(part).map((name) => (name === 'hours' ? 'calendar' : name))
      if (save.isError) save.reset()
      const isMended = ({ path }: FieldError) => roots.includes(rootOf(path))
      setErrors((known) => (known.some(isMended) ? known.filter((error) => !isMended(error)) : known))
    },
    submit(onSaved: () => void) {
      refuse(missing)
      if (isChanged && missing.length === 0) save.mutate({ settings, draft: own }, { onSuccess: onSaved })
    },
    discard() {
      keep(null)
      setErrors(none)
      save.reset()
    },
  })

  return {
    ...deeds,
    scope,
    isReadOnly: me.role !== 'admin',
    own,
    /** What the workspace says; empty for the workspace itself, which has nobody to take over from. */
    defaults: scope === null ? nothing : defaults,
    /** What counts: the own settings over the workspace's. */
    shown: scope === null ? own : draftWithin(defaults, own),
    errors,
    /** How often fields were refused. */
    refusals,
    isChanged,
    wasChangedElsewhere: isChanged && edited.base !== base,
    teams: teams.data ?? nobody,
    save,
  }
}

type Parts = { form: RoutingForm }

/**
 * [U-04] Whether a part of the form that shows these settings would look the same: the others are drawn anew by themselves.
 * What the form does is always the latest.
 */
export function isSameFor<Props extends Parts>(...settings: (keyof RoutingDraft)[]) {
  return ({ form: before, ...partsBefore }: Props, { form: after, ...partsAfter }: Props): boolean =>
    before.errors === after.errors &&
    before.teams === after.teams &&
    before.defaults === after.defaults &&
    before.isReadOnly === after.isReadOnly &&
    settings.every((one) => before.own[one] === after.own[one] && before.shown[one] === after.shown[one]) &&
    Object.entries(partsBefore).every(([name, value]) => Reflect.get(partsAfter, name) === value)
}

const nothing: RoutingDraft = {}
const none: FieldError[] = []
const nobody: Group[] = []

/** Leaving the whole page would lose what is kept: the browser asks first. */
function useWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isOn])
}

function inWords(settings: RoutingSettings): string {
  return JSON.stringify(settings)
}

function rootOf(path: string): string {
  return path.split(/[.[]/)[0] ?? ''
}
