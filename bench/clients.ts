/** Contacts of the widget, as many as wanted: each seems to come from an address of its own, since the limits count per address. */
import { once } from 'node:events'
import { Agent } from 'undici'
import { WebSocket } from 'ws'

export type WidgetContact = { token: string; conversation: string }

const agent = new Agent({ connections: 32, pipelining: 1 })
const atOnce = 32

/** Opens sessions and conversations. The server must trust 127.0.0.1 as its proxy. */
export function openContacts(url: string, bot: string, count: number): Promise<WidgetContact[]> {
  return inParallel(count, async (index) => {
    const from = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
    const { token } = await post<{ token: string }>(url, '/widget/sessions', { bot }, { 'x-forwarded-for': from })
    const { conversation } = await post<{ conversation: { id: string } }>(url, '/widget/messages', {}, bearer(token))
    return { token, conversation: conversation.id }
  })
}

/** Each opens its socket with a ticket and follows its conversation. */
export function connectContacts(url: string, contacts: readonly WidgetContact[]): Promise<WebSocket[]> {
  return inParallel(contacts.length, async (index) => {
    const { token, conversation } = contacts[index] ?? { token: '', conversation: '' }
    const { ticket } = await post<{ ticket: string }>(url, '/widget/tickets', {}, bearer(token))
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live?ticket=${ticket}`, {
      perMessageDeflate: false,
    })
    await once(socket, 'open')
    const caughtUp = new Promise<void>((resolve) => {
      const hear = (content: Buffer) => {
        if (!content.toString().includes('"caught_up"')) return
        socket.off('message', hear)
        resolve()
      }
      socket.on('message', hear)
    })
    socket.send(JSON.stringify({ type: 'follow', conversation, after: 0 }))
    await caughtUp
    return socket
  })
}

async function post<Answer>(
  url: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await agent.request({
    origin: url,
    path: `/api/v1${path}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const text = await response.body.text()
  if (response.statusCode >= 300) throw new Error(`POST ${path}: ${response.statusCode} ${text}`)
  return JSON.parse(text)
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

export async function inParallel<Item>(count: number, work: (index: number) => Promise<Item>): Promise<Item[]> {
  const results: Item[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next++
      results[index] = await work(index)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}
