import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { mentions } from '../api/inbox.ts'
import { useLive, useStore } from '../live/hooks.ts'
import { Store } from '../live/store.ts'
import { useMe } from '../shell/session.ts'
import { noteFor } from './notices.ts'

const key = ['mentions']

/** Whether the inbox shows them instead of its lists. */
export const areMentionsShown = new Store(false)

/** [U-13] Notes that are for me; asked for again when one comes, and with each connection. */
export function useMentionList() {
  const live = useLive()
  const me = useMe()
  const client = useQueryClient()
  const resumes = useStore(live.resumes)
  useEffect(() => {
    if (resumes > 0) void client.invalidateQueries({ queryKey: key })
    const self = { id: me.id, groups: [] }
    return live.watchInbox(({ event }) => {
      if (noteFor(self, event) !== null) void client.invalidateQueries({ queryKey: key })
    })
  }, [live, client, me.id, resumes])
  return useQuery({
    queryKey: key,
    queryFn: async () => {
      const found = await mentions.list()
      live.putRows(found.conversations)
      return found
    },
    staleTime: 60_000,
  })
}

export function useReadMentions() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: mentions.read,
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** What is open has been read: its notes for me are news no more. */
export function useReadWithConversation(open: string | null): void {
  const { data } = useMentionList()
  const { mutate } = useReadMentions()
  const unread = data?.items.filter(({ conversation, isRead }) => conversation === open && !isRead) ?? []
  const furthest = Math.max(0, ...unread.map(({ seq }) => seq))
  useEffect(() => {
    if (open !== null && furthest > 0) mutate([{ conversation: open, seq: furthest }])
  }, [open, furthest, mutate])
}
