import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive, useStore } from '../../live/hooks.ts'
import type { Log } from '../../live/log.ts'
import { isWanted, reach, wantedLine } from './wanted-line.ts'

/** Shows the line that somebody opened the conversation for; what lies before the loaded log is fetched until it is there. */
export function useWantedLine(log: Log, show: (seq: number) => void): void {
  const { t } = useTranslation()
  const live = useLive()
  const wanted = useStore(wantedLine)
  const { id } = log.view
  const seq = wanted?.conversation === id ? wanted.seq : null
  const isThere = seq !== null && seq >= log.firstSeq && seq <= log.lastSeq
  const isBefore = seq !== null && seq < log.firstSeq

  // Who opens another one in between does not want it any more.
  useEffect(() => wantedLine.update((now) => (now?.conversation === id ? now : null)), [id])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is shown once, when it is there
  useEffect(() => {
    if (!isThere) return
    show(seq)
    wantedLine.update(() => null)
  }, [seq, isThere])
  useEffect(() => {
    if (!isBefore) return
    void reach(live, id, seq).then((isReached) => {
      if (isReached || !isWanted(id, seq)) return
      wantedLine.update(() => null)
      notifications.show({ message: t('found.too_far') })
    })
  }, [live, id, seq, isBefore, t])
}
