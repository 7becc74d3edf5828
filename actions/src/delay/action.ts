import { defineAction, next, step } from '@baton/core/flow'
import { Type } from 'typebox'

export const delay = defineAction({
  type: 'delay',
  title: 'Delay',
  help: 'Waits before the next action.',
  group: 'content',
  schema: Type.Object(
    {
      seconds: Type.Number({
        minimum: 0,
        maximum: 3_600,
        default: 1,
        title: 'Seconds',
        description: 'How long to wait, at most an hour. Half a second is 0.5.',
      }),
    },
    { additionalProperties: false },
  ),
  triggers: [],
  placement: 'anywhere',
  needs: [],
  run: ({ seconds }) => {
    const milliseconds = Math.round(seconds * 1_000)
    return step(milliseconds === 0 ? next : { kind: 'wait', work: { kind: 'delay', milliseconds } })
  },
  resume: () => step(next),
})
