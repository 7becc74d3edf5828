import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '@baton/actions/catalogue'
import { describe, expect, test } from 'vitest'
import {
  type Catalogue,
  catalogueOf,
  type Description,
  type Field,
  type Served,
} from '../desk/src/designer/document/catalogue.ts'
import { fitsAction } from '../desk/src/designer/document/search.ts'
import { translated } from '../desk/src/designer/document/translated.ts'
import type { DesignerTexts, FieldsTexts, FieldTexts } from '../desk/src/designer/texts/shape.ts'

const folder = join(import.meta.dirname, '../desk/src/designer/texts')
const languages = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'pl', 'pt', 'tr']
const all = await Promise.all(
  languages.map(async (language) => {
    const { texts }: { texts: DesignerTexts } = await import(join(folder, `${language}.ts`))
    return [language, texts] as const
  }),
)

function textsFor(wanted: string): DesignerTexts {
  const [, texts] = all.find(([language]) => language === wanted) ?? []
  if (texts === undefined) throw new Error(`there are no texts in ${wanted}`)
  return texts
}

const english = catalogueOf(
  [...catalogue.values()].map(
    (action): Served => ({
      ...action,
      schema: { ...action.schema },
      packages: [],
      needs: [],
      availability: {},
    }),
  ),
  {},
)

/** Every text of a catalogue by its place: `card.buttons[].label help`. */
function textsOf(catalogue: Catalogue): Map<string, string> {
  return new Map([...catalogue.values()].flatMap(textsOfAction))
}

function textsOfAction({ type, title, help, fields }: Description): [string, string][] {
  return [
    [`${type} title`, title],
    [`${type} help`, help],
    ...fields.flatMap((field) => textsOfField(field, `${type}.${field.name}`)),
  ]
}

function textsOfField({ title, help, control }: Field, at: string): [string, string][] {
  const own: [string, string][] = [
    [`${at} title`, title],
    [`${at} help`, help],
  ]
  switch (control.kind) {
    case 'choice':
      return [...own, ...control.options.map((one): [string, string] => [`${at} option ${one.value}`, one.title])]
    case 'list':
      return [...own, ...textsOfField(control.item, `${at}[]`)]
    case 'pairs':
      return [...own, ...textsOfField(control.value, `${at}[]`)]
    case 'fields':
      return [...own, ...control.fields.flatMap((field) => textsOfField(field, `${at}.${field.name}`))]
    default:
      return own
  }
}

const said = textsOf(english)
const places = [...said].filter(([, text]) => text !== '').map(([place]) => place)

/** The same places, as the texts of a language have them. */
function placesIn({ actions }: DesignerTexts): [string, string][] {
  return Object.entries(actions).flatMap(([type, { title, help, fields }]) => [
    [`${type} title`, title] as [string, string],
    [`${type} help`, help] as [string, string],
    ...placesOfFields(fields, type),
  ])
}

function placesOfFields(fields: FieldsTexts = {}, base: string): [string, string][] {
  return Object.entries(fields).flatMap(([name, field]) => placesOfField(field, `${base}.${name}`))
}

function placesOfField({ title, help, options = {}, each, fields }: FieldTexts, at: string): [string, string][] {
  return [
    [`${at} title`, title],
    ...(help === undefined ? [] : [[`${at} help`, help] as [string, string]]),
    ...Object.entries(options).map(([value, text]): [string, string] => [`${at} option ${value}`, text]),
    ...(each === undefined ? [] : placesOfField(each, `${at}[]`)),
    ...placesOfFields(fields, at),
  ]
}

/** What is the same in every language: what stands in scripts and JSON, addresses, numbers. */
const kept =
  /\{\{[^}]*\}\}|`[^`]*`|https?:\/\/|[\w.]*\/[\w./[\]]+|\b[a-z]+(?:[._[][a-z0-9_\]]+)+|\bwhsec_|\bbase64\b|\d+(?:\.\d+)?/g
const keptIn = (text: string) =>
  [...new Set([...text.matchAll(kept)].map(([found]) => found.replace(/\.$/, '')))].sort()

test('[U-19] there are texts of the designer for every language but English', () => {
  const files = readdirSync(folder).filter((file) => /^..\.ts$/.test(file))
  expect(files.map((file) => file.slice(0, 2))).toEqual(languages)
})

describe.each(all)('[U-19] the designer in %s', (_, texts) => {
  const own = new Map(placesIn(texts))

  test('[U-19] has every title, help and option of the catalogue, and none besides', () => {
    expect(places.filter((place) => !own.has(place))).toEqual([])
    expect([...own.keys()].filter((place) => !places.includes(place))).toEqual([])
    expect([...own].filter(([, text]) => text.trim() === '' || /[!¡！]/.test(text))).toEqual([])
  })

  test('[U-19] shows each of them where the English one stands', () => {
    const shown = textsOf(translated(english, texts))
    expect([...shown].filter(([place, text]) => text !== (own.get(place) ?? ''))).toEqual([])
  })

  test('[U-19] keeps names of variables, addresses and numbers as they are', () => {
    const lost = [...said].map(([place, text]) => {
      const found = keptIn(own.get(place) ?? '')
      return [place, keptIn(text).filter((one) => !found.includes(one))] as const
    })
    expect(lost.filter(([, missing]) => missing.length > 0)).toEqual([])
  })
})

test('[U-19] an action, a setting or an option that these texts do not know is said as the server says it', () => {
  const german = textsFor('de')
  const properties = {
    text: { type: 'string', title: 'Text', description: 'What is said.' },
    colour: { enum: ['red'], title: 'Colour', optionTitles: { red: 'Red' } },
  }
  const of = (type: string): Served => ({
    ...{ type, title: 'Paint', help: 'Paints.', group: 'content', placement: 'anywhere' },
    ...{ schema: { type: 'object', properties }, needs: [], packages: [], availability: {} },
  })
  const shown = textsOf(translated(catalogueOf([of('constructor'), of('text')], {}), german))
  expect(shown.get('constructor title')).toBe('Paint')
  expect(shown.get('constructor.text help')).toBe('What is said.')
  expect(shown.get('text title')).toBe('Text')
  expect(shown.get('text help')).toBe('Sagt einen Text.')
  expect(shown.get('text.colour option red')).toBe('Red')
})

test('[U-19] an action is found by the words of the reader and by the English ones, however they are written', () => {
  const found = (language: string, wanted: string) =>
    [...translated(english, textsFor(language)).values()]
      .filter((one) => fitsAction(one, wanted))
      .map(({ type }) => type)
  expect(found('de', 'schaltfläche')).toContain('buttons')
  expect(found('de', ' SCHALTFLACHE ')).toContain('buttons')
  expect(found('de', 'Quick replies')).toEqual(['quick_replies'])
  expect(found('tr', 'IMAGE')).toContain('image')
  expect(found('tr', 'düğme')).toContain('buttons')
  expect(found('tr', 'kısı')).toContain('quick_replies')
  expect(found('ja', 'ボタン')).toContain('buttons')
  expect(found('ar', 'اجراء')).not.toEqual([])
  expect(found('fr', 'zzz')).toEqual([])
})
