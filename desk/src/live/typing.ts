/** Who is writing where. [U-14] A mark ends by itself after 10 s without another. */
export type TypingMark = {
  conversation: string
  kind: 'contact' | 'chatbot' | 'operator'
  name: string
  until: number
  /** [U-14] What they have written so far, where that is shown. */
  text?: string
}

export const typingLastsMs = 10_000
/** Own typing is told at most this often. */
export const typingEveryMs = 3_000

type Report = {
  conversation: string
  actor: { kind: TypingMark['kind']; name?: string }
  isTyping: boolean
  text?: string
}

export function withTyping(marks: readonly TypingMark[], report: Report, now: number): TypingMark[] {
  const name = report.actor.name ?? ''
  const others = marks.filter(
    (mark) =>
      mark.until > now &&
      !(mark.conversation === report.conversation && mark.kind === report.actor.kind && mark.name === name),
  )
  if (!report.isTyping) return others
  const { conversation, actor, text } = report
  const mark = { conversation, kind: actor.kind, name, until: now + typingLastsMs }
  return [...others, text === undefined ? mark : { ...mark, text }]
}

/** A message ends the typing of the one who wrote it. */
export function withoutTyping(marks: readonly TypingMark[], conversation: string, kind: string): readonly TypingMark[] {
  return marks.filter((mark) => mark.conversation !== conversation || mark.kind !== kind)
}

export function typingIn(marks: readonly TypingMark[], conversation: string, now: number): TypingMark[] {
  return marks.filter((mark) => mark.conversation === conversation && mark.until > now)
}

/** Whether own typing should be told now. */
export function isTypingDue(lastToldAt: number | null, now: number): boolean {
  return lastToldAt === null || now - lastToldAt >= typingEveryMs
}
