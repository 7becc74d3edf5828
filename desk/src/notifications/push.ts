/** What the server pushes: see `PushMessage` there. A push must always show something, so what cannot be read is plain. */
export type Push = { conversation: string | null; title: string; text: string }

export function readPush(source: string): Push {
  try {
    const { conversation, title, text } = JSON.parse(source) as Record<string, unknown>
    if (typeof title !== 'string' || title === '') return plain
    return {
      conversation: typeof conversation === 'string' ? conversation : null,
      title,
      text: typeof text === 'string' ? text : '',
    }
  } catch {
    return plain
  }
}

const plain: Push = { conversation: null, title: 'Baton', text: '' }
