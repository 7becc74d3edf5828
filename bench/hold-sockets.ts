/** Holds sockets in a process of its own: told where on its input, it opens contacts, then connects them when asked. */
import { createInterface } from 'node:readline'
import { connectContacts, openContacts, type WidgetContact } from './clients.ts'

let contacts: WidgetContact[] = []
let url = ''
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'connect') {
    const sockets = await connectContacts(url, contacts)
    console.log(`connected ${sockets.length}`)
  } else {
    const job: { url: string; bot: string; count: number } = JSON.parse(line)
    url = job.url
    contacts = await openContacts(url, job.bot, job.count)
    console.log(`contacts ${contacts.length} have opened a conversation`)
  }
}
