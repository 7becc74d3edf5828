import type { Part } from '../conversation/message.ts'

/** The parts of a message as they are laid out: cards one after another stand side by side, every other part by itself. */
export function sideBySide(parts: readonly Part[]): Part[][] {
  const rows: Part[][] = []
  for (const part of parts) {
    const last = rows.at(-1)
    if (part.type === 'card' && last?.[0]?.type === 'card') last.push(part)
    else rows.push([part])
  }
  return rows
}

/** Whether a file can be played where it stands. */
export function isPlayable({ contentType }: Extract<Part, { type: 'file' }>): boolean {
  return /^(?:video|audio)\//.test(contentType)
}
