import { catalogue } from '@baton/actions/catalogue'
import { validateBot } from '@baton/core/flow'
import { packageOfRouting } from '@baton/core/handoff'
import { randomBots, worldOf } from '@baton/core/random-bots'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { writeSource } from '../desk/src/designer/document/source.ts'
import { parseDocument } from '../desk/src/setup/bot-document.ts'

const world = worldOf(catalogue, [packageOfRouting])

test.each(['yaml', 'json'] as const)(
  '[FL-2] a bot exported as %s is the same when it is imported, at the desk and by the command',
  (form) => {
    const property = fc.property(randomBots(catalogue, world).bots, (bot) => {
      const source = writeSource(bot, form)
      expect(parseDocument(source)).toStrictEqual({ kind: 'document', document: bot })
      const imported: unknown = parse(source)
      expect(imported).toStrictEqual(bot)
      expect(validateBot(imported, world)).toEqual(validateBot(bot, world))
    })
    fc.assert(property, { seed: 20_261_122, numRuns: 25 })
  },
)
