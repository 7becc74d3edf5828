import { expect, test } from 'vitest'
import { botSchema } from './bot-schema.ts'
import { catalogueForTests } from './testing.ts'

type Schema = { properties?: Record<string, Schema>; items?: Schema; $ref?: string; oneOf?: Schema[] }

const { $defs = {} } = botSchema(catalogueForTests) as { $defs?: Record<string, Schema> }
const list = { type: 'array', items: { $ref: '#/$defs/action' } }

test('[FL-12] the published schema knows every action with its triggers', () => {
  expect($defs.action?.oneOf?.map(({ $ref }) => $ref)).toEqual(
    [...catalogueForTests.keys()].map((type) => `#/$defs/${type}`),
  )
  expect($defs.ask?.properties?.on_give_up).toEqual(list)
})

test('[FL-12] and the operations that items carry, also those within items', () => {
  expect($defs.offer?.properties?.choices?.items?.properties?.on_click).toEqual(list)
  expect($defs.draw?.properties?.ways?.items?.properties?.on_chosen).toEqual(list)
  const cards = $defs.deal?.properties?.cards?.items?.properties
  expect(cards?.choices?.items?.properties?.on_click).toEqual(list)
})
