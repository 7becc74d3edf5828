import type { EventView } from '@baton/core/protocol'
import { viewForContact } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { channelContract } from '../contract.ts'
import { web } from './channel.ts'

/** The widget is given what a contact may see. */
channelContract(web, viewForContact)

test('[HO-22] the widget can be told something at any time: it holds a live connection', () => {
  expect(web.can).toContain('push')
})

test('[I-40] a note never goes over the widget, whatever parts it has', () => {
  const note = { type: 'message', data: { text: 'only us', parts: [{ type: 'text', text: 'only us' }], note: true } }
  expect(
    viewForContact({ ...note, seq: 1, id: 'evt_1', at: '', epoch: 0, actor: { kind: 'system' } } as EventView),
  ).toBeNull()
})
