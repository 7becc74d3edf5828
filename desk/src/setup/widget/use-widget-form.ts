import type { FormField, WidgetSettings } from '@baton/core/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type FieldError, problemOf } from '../../api/problem.ts'
import { type TaggedSettings, widgets } from '../../api/widget.ts'
import { useMe } from '../../shell/session.ts'

/** [U-06] What was edited and not saved outlives a look at another page: per person and bot, with what it began from. */
const kept = new Map<string, TaggedSettings>()

export type WidgetForm = ReturnType<typeof useWidgetForm>

export function useWidgetForm(bot: string, saved: TaggedSettings) {
  const me = useMe()
  const client = useQueryClient()
  const place = `${me.id} ${bot}`
  const [edited, setEdited] = useState(kept.get(place) ?? null)
  const [errors, setErrors] = useState<FieldError[]>([])
  const [refusals, setRefusals] = useState(0)
  const settings = edited?.settings ?? saved.settings
  const isChanged = edited !== null && JSON.stringify(edited.settings) !== JSON.stringify(saved.settings)

  const keep = (next: TaggedSettings | null) => {
    if (next === null) kept.delete(place)
    else kept.set(place, next)
    setEdited(next)
  }
  const save = useMutation({
    // Without a connection it fails and says so, instead of saving at some later moment.
    networkMode: 'always',
    mutationFn: ({ settings, tag }: TaggedSettings) => widgets.save(bot, { settings: withoutBlanks(settings), tag }),
    onSuccess: (answer, sent) => {
      client.setQueryData(['widget settings', bot], answer)
      setErrors([])
      const current = kept.get(place)
      // Whoever went on typing while it was saved keeps that.
      keep(current === undefined || current.settings === sent.settings ? null : { ...current, tag: answer.tag })
    },
    onError: (error) => {
      setErrors(problemOf(error)?.errors ?? [])
      setRefusals((count) => count + 1)
    },
  })
  useWarning(isChanged)

  return {
    isReadOnly: me.role !== 'admin',
    settings,
    errors,
    /** How often fields were refused. */
    refusals,
    isChanged,
    /** Somebody else has saved since: this would write over it, and is refused. */
    wasChangedElsewhere: isChanged && edited.tag !== saved.tag,
    save,
    change(part: Partial<WidgetSettings>) {
      keep({ settings: { ...settings, ...part }, tag: edited?.tag ?? saved.tag })
      if (save.isError) save.reset()
      const roots = Object.keys(part)
      setErrors((known) => known.filter(({ path }) => !roots.some((root) => path.startsWith(`${root}.`))))
    },
    submit(onSaved: () => void) {
      if (isChanged) save.mutate({ settings, tag: edited.tag }, { onSuccess: onSaved })
    },
    discard() {
      keep(null)
      setErrors([])
      save.reset()
    },
  }
}

/** Empty lines between choices are not meant. */
function withoutBlanks(settings: WidgetSettings): WidgetSettings {
  const cleaned = (fields: FormField[]) =>
    fields.map(({ choices, ...field }) => ({
      ...field,
      ...(choices && { choices: choices.map((choice) => choice.trim()).filter(Boolean) }),
    }))
  const { preChat, offline } = settings
  return {
    ...settings,
    preChat: { ...preChat, fields: cleaned(preChat.fields) },
    offline: { ...offline, fields: cleaned(offline.fields) },
  }
}

/** Leaving the whole page would lose what is kept: the browser asks first. */
function useWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isOn])
}
