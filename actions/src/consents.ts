// What a contact has agreed to: one flag per purpose, with when it was said.
import { type ActionContext, type Effect, hasTemplate, type Problem } from '@baton/core/flow'
import { toRfc3339 } from '@baton/core/time'
import { Type } from 'typebox'

export type Consent = 'granted' | 'refused' | 'not_asked'

export const flagField = Type.String({
  minLength: 1,
  maxLength: 64,
  title: 'Flag',
  description: 'What it is about, in snake_case: newsletter, analysis. Kept in privacy.newsletter.',
})

export function checkFlag(flag: string): Problem[] {
  if (!hasTemplate(flag) && /^[a-z][a-z0-9_]*$/.test(flag) && flag !== 'constructor' && flag !== 'prototype') return []
  return [{ path: 'flag', code: 'invalid', message: 'write it in snake_case, like newsletter' }]
}

export function consentTo(flag: string, context: ActionContext): Consent {
  const granted = context.variable(`${variableOf(flag)}.granted`)
  if (granted === undefined || granted === null) return 'not_asked'
  return granted === true ? 'granted' : 'refused'
}

export function keepConsent(flag: string, granted: boolean, context: ActionContext): Effect {
  return { kind: 'set_variable', variable: variableOf(flag), value: { granted, at: toRfc3339(context.now) } }
}

function variableOf(flag: string): string {
  return `privacy.${flag}`
}
