import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, test, vi } from 'vitest'
import { Problem, Unreachable } from '../api/problem.ts'
import { readIn } from '../sentences/reading.ts'
import { startTexts } from '../texts/index.ts'
import { Failure, type Labels, useFailureText } from './Failure.tsx'

beforeAll(async () => {
  vi.stubGlobal('document', { documentElement: {} })
  await startTexts('de')
  vi.unstubAllGlobals()
  await readIn('de')
})

/** What a reader sees of it, with what marks a path, a line or another language. */
function shown(error: Error, labels: Labels = {}): string {
  const page = renderToStaticMarkup(
    <MantineProvider>
      <Failure error={error} labels={labels} />
    </MantineProvider>,
  )
  return page
    .slice(page.indexOf('role="alert"'))
    .replace(/^[^>]*>/, '')
    .replace(/<li\b[^>]*>/g, ' | ')
    .replace(/<(?!\/?(?:code|bdi)\b)[^>]*>/g, '')
    .trim()
}

/** The same where there is only one line. */
function lineOf(error: Error): string {
  return renderToStaticMarkup(<Line error={error} />)
}

function Line({ error }: { error: Error }) {
  return useFailureText()(error)
}

function refused(status: number, code: string, detail: string, more: object = {}): Problem {
  return new Problem(status, { code, detail, title: 'Conflict', ...more })
}

test('[U-19] a conflict is told with the name of who was faster', () => {
  const owner = { id: 'op_1', name: 'Ana "the boss" Tors' }
  const problem = refused(409, 'owned', 'Ana "the boss" Tors holds this conversation.', { owner })
  expect(shown(problem)).toBe('Ana &quot;the boss&quot; Tors hat diese Unterhaltung.')
  expect(lineOf(problem)).toBe('Ana &quot;the boss&quot; Tors hat diese Unterhaltung.')
})

test.each([
  [404, 'not_found', 'There is no such group.', 'Diese Gruppe gibt es nicht.'],
  [403, 'forbidden', 'This needs the role admin.', 'Dafür braucht es diese Rolle: Administrator.'],
  [403, 'forbidden', 'You cannot delete yourself.', 'Du kannst dich nicht selbst löschen.'],
  [429, 'too_many', 'Too many of these. Try again in 12 s.', 'Das war zu oft. Versuche es in 12 s noch einmal.'],
])('[U-19] %i %s is said in German', (status, code, detail, said) => {
  expect(shown(refused(status, code, detail))).toBe(said)
  expect(lineOf(refused(status, code, detail))).toBe(said)
})

test('[U-19] a server that cannot be reached, and one that is not understood', () => {
  expect(shown(new Unreachable())).toBe('Der Server ist nicht erreichbar. Versuche es gleich noch einmal.')
  expect(shown(new Error('x'))).toBe('Diese Seite versteht die Antwort des Servers nicht. Lade die Seite neu.')
})

const short = { path: 'name', code: 'invalid', message: 'must not have fewer than 1 characters' }
const wrong = { path: 'items[3].wait', code: 'wrong_type', message: 'must be integer' }

test('[U-19] what is wrong at a field is said with its label, else with its path', () => {
  const problem = refused(422, 'invalid', `name: ${short.message}`, { errors: [short] })
  expect(shown(problem, { name: 'Anzeigename' })).toBe('Anzeigename: zu kurz; kleinste Zahl der Zeichen: 1')
  expect(shown(problem)).toBe('<code>name</code> zu kurz; kleinste Zahl der Zeichen: 1')
  expect(lineOf(problem)).toBe('name: zu kurz; kleinste Zahl der Zeichen: 1')
})

test('[U-19] several fields are listed; a label of a list counts for each of its lines', () => {
  const problem = refused(422, 'invalid', `name: ${short.message}`, { errors: [short, wrong] })
  expect(shown(problem, { 'items.wait': 'Wartezeit' })).toBe(
    'So geht es nicht: | <code>name</code> zu kurz; kleinste Zahl der Zeichen: 1 | Wartezeit: muss von dieser Art sein: ganze Zahl',
  )
})

test('[U-19] a refusal that is a sentence of its own is said once', () => {
  const message = 'There is a filter "VIP" already.'
  const problem = refused(422, 'invalid', message, { errors: [{ path: 'name', code: 'name_taken', message }] })
  expect(shown(problem, { name: 'Name' })).toBe('Es gibt schon einen Filter „VIP“.')
})

test('[U-19] a sentence of another server stays English, and is marked as such', () => {
  expect(shown(refused(409, 'owned', 'The moon holds this.'))).toBe('<bdi lang="en">The moon holds this.</bdi>')
  const unknown = { path: 'name', code: 'invalid', message: 'must be blue' }
  const problem = refused(422, 'invalid', 'name: must be blue', { errors: [unknown] })
  expect(shown(problem)).toBe('<code>name</code> <bdi lang="en">must be blue</bdi>')
  expect(shown(problem, { name: 'Anzeigename' })).toBe('Anzeigename: <bdi lang="en">must be blue</bdi>')
})
