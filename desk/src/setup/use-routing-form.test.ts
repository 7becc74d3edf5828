import { expect, test } from 'vitest'
import { isSameFor, type RoutingForm } from './use-routing-form.ts'

const form = (part: Partial<RoutingForm>): RoutingForm => ({ ...usual, ...part }) as RoutingForm
const usual = { errors: [], teams: [], defaults: {}, isReadOnly: false, own: {}, shown: {} }

test('[U-04] a part is drawn anew for a setting that it shows, and for no other', () => {
  const isSame = isSameFor('pick')
  const before = form({})
  const withPick = form({ own: { pick: 'random' }, shown: { pick: 'random' } })
  const withLimit = form({ own: { limit: 3 }, shown: { limit: 3 } })
  expect([isSame({ form: before }, { form: withPick }), isSame({ form: before }, { form: withLimit })]).toEqual([
    false,
    true,
  ])
})

test('[U-04] a part is drawn anew when something is refused, and when another part is meant', () => {
  const isSame = isSameFor<{ form: RoutingForm; name: string }>('hours')
  const refused = form({ errors: [{ path: 'calendar', code: 'no_date', message: '' }] })
  expect(isSame({ form: form({}), name: 'Support' }, { form: refused, name: 'Support' })).toBe(false)
  expect(isSame({ form: form({}), name: 'Support' }, { form: form({}), name: 'Sales' })).toBe(false)
})
