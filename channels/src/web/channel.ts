import type { Channel } from '../channel.ts'

/** The widget on a web page: holds a live connection, and catches up by position after one was lost. */
export const web: Channel = {
  type: 'web',
  title: 'Web widget',
  help: 'A chat on a web page, added with one script tag.',
  can: ['push', 'image', 'quick_replies', 'buttons', 'card', 'file', 'location'],
}
