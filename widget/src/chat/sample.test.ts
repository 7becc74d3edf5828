import { completeWidgetSettings, type FormField, type PreviewState, type PreviewWish } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { currentStanding } from '../state/view.ts'
import { sampleModel } from './sample.ts'

const email: FormField = { variable: 'user_email', label: 'E-mail', kind: 'email', isRequired: true }
const at = '2026-11-23T09:00:00.000Z'

function wish(state: PreviewState, change: Parameters<typeof completeWidgetSettings>[0] = {}): PreviewWish {
  return {
    mark: 'baton-preview-1',
    type: 'show',
    settings: completeWidgetSettings(change),
    botName: 'Juno',
    state,
    scheme: 'light',
    locale: 'en',
    samples: { question: 'Is it open?', answer: 'Until six.', operator: 'Ana', reply: 'Hello' },
  }
}

test('[V-09] the preview shows who holds the conversation in each state', () => {
  const states = (['talking', 'waiting', 'taken_over', 'offline'] as const).map(
    (state) => currentStanding(sampleModel(wish(state), at).view).chatState,
  )
  expect(states).toEqual(['chatbot_controlled', 'operator_requested', 'taken_over', 'operator_requested'])
  expect(sampleModel(wish('waiting'), at).place?.place.position).toBe(2)
})

test('[A-14] the preview shows a form where and when it will be asked, and none that is off', () => {
  const fields = [email]
  expect(sampleModel(wish('pre_chat', { preChat: { isOn: true, fields } }), at)).toMatchObject({
    form: { kind: 'start', fields },
    view: { threads: [] },
  })
  const meanwhile = { preChat: { isOn: true, when: 'before_operator' as const, fields } }
  const model = sampleModel(wish('pre_chat', meanwhile), at)
  expect(model.form?.kind).toBe('meanwhile')
  expect(currentStanding(model.view).chatState).toBe('operator_requested')
  expect(sampleModel(wish('pre_chat', { preChat: { isOn: false, fields } }), at).form).toBeNull()
  expect(sampleModel(wish('offline', { offline: { isOn: true, text: 'Later' } }), at).form).toMatchObject({
    kind: 'leave',
    text: 'Later',
  })
})
