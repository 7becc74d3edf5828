import { expect, test } from 'vitest'
import { fittingPeople, mentionedIn, namingIn } from './mentions.ts'

const person = (id: string, name: string, enabled = true) => ({ id, name, enabled })
const people = [person('1', 'Ana'), person('2', 'Ana Ribeiro'), person('3', 'Zoë Brandt'), person('4', 'Gone', false)]
const namesOf = (found: readonly { name: string }[]) => found.map(({ name }) => name)

test('[U-13] a name is looked for behind an at sign that begins a word', () => {
  expect(namingIn('Hi @an', 6)).toEqual({ from: 3, to: 6, query: 'an' })
  expect(namingIn('@Ana Ri', 7)).toEqual({ from: 0, to: 7, query: 'Ana Ri' })
  expect([namingIn('mail@an', 7), namingIn('@Ana Ribeiro please', 19), namingIn('Hi', 2)]).toEqual([null, null, null])
})

test('[U-13] whoever has the conversation stands first, and who is disabled is not offered', () => {
  expect(namesOf(fittingPeople(people, '', '3'))).toEqual(['Zoë Brandt', 'Ana', 'Ana Ribeiro'])
  expect(namesOf(fittingPeople(people, 'rib', null))).toEqual(['Ana Ribeiro'])
  expect(namesOf(fittingPeople(people, 'zoe', null))).toEqual(['Zoë Brandt'])
})

test('[U-13] the longest name is meant, each is named once, and an address names nobody', () => {
  expect(namesOf(mentionedIn('@Ana Ribeiro and @zoë brandt, @Zoë Brandt', people))).toEqual([
    'Ana Ribeiro',
    'Zoë Brandt',
  ])
  expect(namesOf(mentionedIn('@Ana: look', people))).toEqual(['Ana'])
  expect(namesOf(mentionedIn('@Anabel, @Gone', people))).toEqual([])
})
