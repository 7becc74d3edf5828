import type { Channel } from '../channel.ts'

/** Programs speak for their contacts over HTTP (api.md §3), and read what is said from the events: everything can be shown. */
export const custom: Channel = {
  type: 'custom',
  title: 'Custom (HTTP)',
  help: 'A program passes messages on over HTTP and shows the answers as it likes.',
  can: ['push', 'image', 'quick_replies', 'buttons', 'card', 'file', 'location'],
}
