import { expect, test } from 'vitest'
import { parseDocument } from '../../setup/bot-document.ts'
import { readClip, writeClip } from './clipboard.ts'
import { fileNameOf, writeSource } from './source.ts'
import { behavior, bot, go, offer, say } from './testing.ts'

test('what is copied comes back as it was', () => {
  for (const clip of [
    { kind: 'actions', items: [say('a: "b"\n# c'), offer({ label: 'yes', on_click: [go('no')] })] },
    { kind: 'interactions', items: [{ name: '1', actions: [say('null')] }] },
  ] as const)
    expect(readClip(writeClip(clip))).toEqual(clip)
})

test('YAML and JSON are read, a list or one; anything else is not', () => {
  expect(readClip('{"type":"text","text":"x"}')).toEqual({ kind: 'actions', items: [say('x')] })
  expect(readClip('- { name: a, actions: [] }')).toEqual({ kind: 'interactions', items: [{ name: 'a', actions: [] }] })
  for (const text of [
    '',
    'words',
    '[]',
    '{',
    'a: [',
    '42',
    'actions: []',
    '[{"type":"text"},{"name":"a","actions":[]}]',
  ])
    expect(readClip(text)).toBeNull()
})

const odd = bot(
  behavior('main', {
    'yes: no': [
      say('null'),
      say('1e3'),
      say('2001-12-14'),
      say('  two\n lines \n'),
      say('# none\t"quoted" \'too\' \\ \u0007 😀 {{ x | default: "y" }}'),
      { type: 'set_variable', variable: 'x', value: [1, -0.5, true, null, '', {}, []], 'a.b': { '': 1 } },
    ],
  }),
)

test.each(['yaml', 'json'] as const)('[FL-1] a bot that is exported as %s comes back exactly', (form) => {
  const shared = say('twice')
  const draft = { ...odd, operations: [shared, shared] }
  const read = parseDocument(writeSource(draft, form))
  expect(read).toEqual({ kind: 'document', document: draft })
  expect(JSON.stringify(read.kind === 'document' ? read.document : null)).toBe(JSON.stringify(draft))
})

test('a file is named after its bot', () => {
  expect(fileNameOf('Häfen & Räder!', 'yaml')).toBe('hafen-rader.yaml')
  expect(fileNameOf('日本', 'json')).toBe('bot.json')
})
