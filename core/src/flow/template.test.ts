import { expect, test } from 'vitest'
import { instant } from '../time.ts'
import { fillIn, fillingProblem, hasTemplate, render, renderWithin, templateProblem } from './template.ts'

const now = instant(Date.UTC(2026, 4, 31, 9, 30))
const rendered = (source: string, scope: Record<string, unknown> = {}) => render(source, scope, now)

test('[FL-9] variables are filled in, inside JSON too, and what is missing is empty', () => {
  const scope = { user_name: 'Ana', favorite: { color: 'red', list: [1, 2] } }
  expect(rendered('{{ user_name }}: {{ favorite.color }} {{ favorite.list[1] }} {{ gone.too }}.', scope)).toEqual({
    text: 'Ana: red 2 .',
    problem: null,
  })
  expect(rendered("Hi {{ user_name | default: 'there' }}", { user_name: '' }).text).toBe('Hi there')
})

test.each(['{{ name', '{% if x %}', '{{ 1 | no_such_filter }}', "{% include 'file' %}", '{% layout "x" %}'])(
  '[FL-9] the broken template %s is empty and says why',
  (source) => {
    const { text, problem } = rendered(source)
    expect(text).toBe('')
    expect(problem).toEqual(expect.any(String))
  },
)

test('[FL-9] what has no end is stopped', () => {
  const { text, problem } = rendered('{% for i in (1..100000000) %}x{% endfor %}')
  expect(text).toBe('')
  expect(problem).toContain('limit')
})

test('[FL-9] a template reaches only what a variable itself holds', () => {
  expect(rendered('{{ a.constructor }}{{ a.__proto__ }}{{ a.toString }}', { a: {} }).text).toBe('')
})

test('[FL-4] now is the moment of the turn in UTC, and nothing is left to chance', () => {
  expect(rendered("{{ 'now' | date: '%Y-%m-%d %H:%M' }}").text).toBe('2026-05-31 09:30')
  expect(rendered("{{ 'today' | date_to_long_string }}").text).toBe('31 May 2026')
  expect(rendered('{{ list | sample }}', { list: [1, 2] }).text).toBe('')
})

test('[FL-9] values are rendered at any depth; only texts change', () => {
  const problems: string[] = []
  const value = { a: ['{{ x }}', 1, null, true], '{{ x }}': { b: '{{ broken' } }
  const done = renderWithin(value, { x: 'y' }, now, (problem) => problems.push(problem))
  expect(done).toEqual({ a: ['y', 1, null, true], '{{ x }}': { b: '' } })
  expect(problems).toHaveLength(1)
})

test('[FL-9] whether a text is a template, and whether it can be read', () => {
  expect(['{{ a }}', '{% if a %}', '{ a }'].map(hasTemplate)).toEqual([true, true, false])
  expect([templateProblem('{{ a }}'), templateProblem('{ a }')]).toEqual([null, null])
  expect(templateProblem('{{ a')).toEqual(expect.any(String))
})

test('[U-09] a text is filled in piece by piece, and what has no value stays as it is written', () => {
  const scope = { first_name: 'Ida', order: { number: 7 }, empty: '' }
  const filled = (source: string) => fillIn(source, scope, instant(0))
  expect(filled('Hello {{ first_name | upcase }}!')).toEqual([
    { text: 'Hello ', isMissing: false },
    { text: 'IDA', isMissing: false },
    { text: '!', isMissing: false },
  ])
  expect(filled('{{ order.number }} {{ order.date }} {{ empty }}').filter(({ isMissing }) => isMissing)).toEqual([
    { text: '{{ order.date }}', isMissing: true },
    { text: '{{ empty }}', isMissing: true },
  ])
  expect(filled('{{ nobody | default: "you" }}')).toEqual([{ text: 'you', isMissing: false }])
  expect(filled('{{ broken')).toEqual([{ text: '{{ broken', isMissing: true }])
})

test('[U-09] a text to be filled in takes variables and filters, no tags', () => {
  expect(fillingProblem('Hello {{ first_name | upcase }} { }')).toBeNull()
  for (const source of ['{% if x %}y{% endif %}', '{{ first_name', '{{ x | no_such_filter }}'])
    expect(fillingProblem(source)).not.toBeNull()
})
