import { expect, test } from 'vitest'
import { countsByBehavior, countsByNode, problemsAt } from './problems.ts'
import { searched } from './search.ts'
import { behavior, bot, offer, say } from './testing.ts'

const found = (path: string, level: string | null = 'error') => ({ path, code: 'x', message: path, level })

test('[FL-2] problems are counted where they are shown', () => {
  const problems = [
    found('startBehavior'),
    found('behaviors[0].interactions[1].actions[0].text'),
    found('behaviors[0].interactions[1]', 'warning'),
    found('behaviors[0].interactions[10]', null),
    found('behaviors[1].operations[0]', 'warning'),
    found('operations[0].tag'),
  ]
  expect(Object.fromEntries(countsByNode(problems))).toEqual({
    '': { errors: 1, warnings: 0 },
    'behaviors[0].interactions[1]': { errors: 1, warnings: 1 },
    'behaviors[0].interactions[10]': { errors: 1, warnings: 0 },
    'behaviors[1].operations': { errors: 0, warnings: 1 },
    operations: { errors: 1, warnings: 0 },
  })
  expect([...countsByBehavior(problems).keys()]).toEqual(['', '0', '1'])
  expect(problemsAt(problems, ['behaviors', 0, 'interactions', 1])).toHaveLength(1)
})

test('search finds names, keywords and texts, whatever the case and accents', () => {
  const draft = bot(
    behavior('main', { Größe: [say('Which size?'), offer({ label: 'Über', on_click: [say('deep down')] })] }),
  )
  const at = (wanted: string) => searched(draft, wanted).map(({ path }) => path.slice(4).join(' '))
  expect(at('größe')).toEqual(['name'])
  expect(at('grö')).toEqual(['name'])
  expect(at('gro')).toEqual(['name'])
  expect(at('uber')).toEqual(['actions 1 replies 0 label'])
  expect(at('DOWN')).toEqual(['actions 1 replies 0 on_click 0 text'])
  expect(at('quick_replies')).toEqual([])
  expect(at('  ')).toEqual([])
})

test('names come before texts', () => {
  const draft = bot(behavior('main', { a: [say('menu')], menu: [] }))
  expect(searched(draft, 'menu').map(({ interaction }) => interaction)).toEqual(['menu', 'a'])
})

test('search gives up at some number', () => {
  const many = bot(behavior('main', Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`a${index}`, []]))))
  expect(searched(many, 'a')).toHaveLength(50)
})
