import { defineAction, next, step } from '@baton/core/flow'
import { Type } from 'typebox'

export const addNote = defineAction({
  type: 'add_note',
  title: 'Add note',
  help: 'Leaves a note that only operators see.',
  group: 'people',
  schema: Type.Object(
    {
      text: Type.String({
        minLength: 1,
        maxLength: 10_000,
        title: 'Note',
        description: 'What operators should know. Variables are filled in.',
        template: true,
        multiline: true,
      }),
    },
    { additionalProperties: false },
  ),
  triggers: [],
  placement: 'anywhere',
  needs: [],
  run: ({ text }) => {
    const isEmpty = text.trim() === ''
    return step(next, [isEmpty ? { kind: 'diagnostic', code: 'note_empty', message } : { kind: 'note', text }])
  },
})

const message = 'the note is empty and was not written'
