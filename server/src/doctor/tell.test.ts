import { asId } from '@baton/core/ids'
import { describe, expect, test } from 'vitest'
import type { Diagnosis } from './doctor.ts'
import type { Finding } from './finding.ts'
import { inOrder } from './repairs.ts'
import { documentOf, linesOf } from './tell.ts'

const main = { id: 'ws_main', name: 'Main' }

function finding(fields: Partial<Finding> = {}): Finding {
  return {
    id: 'load_differs',
    workspace: { id: asId('ws_main'), name: 'Main' },
    means: 'It means this.',
    places: [{ kind: 'operator', id: 'op_ben', name: 'Ben' }],
    says: 'It is so.',
    repair: { says: 'Count them again.', how: { kind: 'recount', operator: asId('op_ben') } },
    advice: 'Do this.',
    ...fields,
  }
}

function diagnosis(fields: Partial<Diagnosis> = {}): Diagnosis {
  return { workspaces: [main, { id: 'ws_other', name: 'Other' }], repaired: [], left: [], ...fields }
}

const looking = { isRepairing: false }
const repairing = { isRepairing: true }

describe('what people read', () => {
  test('[RO-52] where nothing is wrong that is all', () => {
    expect(linesOf(diagnosis(), looking)).toEqual(['Nothing is wrong in 2 workspaces.'])
  })

  test('[RO-52] findings stand under their workspace, with what they mean and what would be done', () => {
    const left = [
      { ...finding(), refused: null },
      { ...finding({ id: 'limit_zero', repair: null }), refused: null },
      { ...finding({ id: 'database_damaged', workspace: null, repair: null, places: [] }), refused: null },
    ]
    expect(linesOf(diagnosis({ left }), looking)).toEqual([
      'Main (ws_main)',
      '  load_differs  operator op_ben (Ben)',
      '    It is so.',
      '    Means     It means this.',
      '    Repair    Count them again.',
      '  limit_zero  operator op_ben (Ben)',
      '    It is so.',
      '    Means     It means this.',
      '    To do     Do this.',
      '',
      'The database',
      '  database_damaged  ',
      '    It is so.',
      '    Means     It means this.',
      '    To do     Do this.',
      '',
      '3 findings in 2 workspaces. `baton doctor --repair` makes 1 repair; an embedded database needs its server stopped.',
    ])
  })

  test('[RO-52] what was repaired, what was refused and what is left are told apart', () => {
    const left = [{ ...finding({ id: 'record_differs' }), refused: 'its log cannot be folded' }]
    const lines = linesOf(diagnosis({ repaired: [finding()], left }), repairing)
    expect(lines).toContain('    Repaired  Count them again.')
    expect(lines).toContain('    Refused   its log cannot be folded')
    expect(lines.at(-1)).toBe('1 repaired, 1 left in 2 workspaces.')
    expect(linesOf(diagnosis({ repaired: [finding()] }), repairing).at(-1)).toBe(
      '1 repaired, 0 left in 2 workspaces. Nothing is wrong now.',
    )
  })
})

test('[RO-52] programs read one document, with an entry for each workspace', () => {
  const left = [{ ...finding({ id: 'limit_zero', repair: null }), refused: null }]
  expect(documentOf(diagnosis({ repaired: [finding()], left }))).toEqual({
    workspaces: [
      {
        ...main,
        findings: [
          {
            id: 'load_differs',
            state: 'repaired',
            places: [{ kind: 'operator', id: 'op_ben', name: 'Ben' }],
            says: 'It is so.',
            means: 'It means this.',
            repair: 'Count them again.',
            refused: null,
            advice: 'Do this.',
          },
          {
            id: 'limit_zero',
            state: 'found',
            places: [{ kind: 'operator', id: 'op_ben', name: 'Ben' }],
            says: 'It is so.',
            means: 'It means this.',
            repair: null,
            refused: null,
            advice: 'Do this.',
          },
        ],
      },
      { id: 'ws_other', name: 'Other', findings: [] },
    ],
    found: 2,
    repaired: 1,
    left: 1,
  })
})

test('[RO-52] records are right before loads, and both before anything is decided on them', () => {
  const how = (kind: 'rebuild' | 'recount' | 'forget' | 'drop_works') => ({ how: { kind } as never })
  expect(inOrder([how('forget'), how('recount'), how('drop_works'), how('rebuild')])).toEqual([
    how('rebuild'),
    how('recount'),
    how('forget'),
    how('drop_works'),
  ])
})
