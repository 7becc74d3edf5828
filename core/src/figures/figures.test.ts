import { expect, test } from 'vitest'
import { day, settings } from './fixtures/day.ts'
import { at, factsFrom, figuresOf, online } from './testing.ts'

const second = 1_000

test('one day, every figure worked out by hand', () => {
  const share = (part: number, whole: number) => ({ part, whole, value: part / whole })
  const durations = (count: number, mean: number, median: number, p90: number, p95: number) => ({
    ...{ count, meanMs: mean * second, medianMs: median * second, p90Ms: p90 * second, p95Ms: p95 * second },
    isExact: true,
  })
  expect(figuresOf(day, settings)).toEqual({
    // 18 in all: not nia, who never wrote; not sam, of the day before.
    conversations: { value: 16 },
    // carl, dora twice, emil, fay, gus, hal, kim, ole, pia, quin. Not ida: nobody asked.
    requests: { value: 11 },
    // carl 18 s, dora 60 s and 40 s, ole 45 s, pia 10 s, quin 10 s
    answered: { value: 6 },
    // emil 3 s, fay 15 s, gus 120 s
    abandoned: { value: 3 },
    short_abandoned: { value: 1 },
    // hal; kim
    dismissed: { value: 1 },
    waiting: { value: 1 },
    // 0 dora, 0 quin, 5 pia, 10 carl, 10 hal, 30 fay, 40 dora, 40 ole: together 135 s, of 8. Ranks 4, 8 (7.2), 8 (7.6).
    assignment_wait: durations(8, 16.875, 10, 40, 40),
    // 10, 10, 18, 40, 45, 60: together 183 s, of 6. Ranks 3, 6 (5.4), 6 (5.7).
    speed_of_answer: durations(6, 30.5, 18, 60, 60),
    // 4 pia, 10 dora, 13 carl; the others wrote nothing between. Ranks 2 (1.5), 3 (2.7), 3 (2.85).
    first_response: durations(3, 9, 10, 13, 13),
    // Within 20 s: answered carl, pia, quin; abandoned emil, fay.
    service_level_f1: share(3 + 2, 6 + 3),
    service_level_f2: share(3, 6),
    service_level_f3: share(3, 6 + 3),
    service_level_f4: share(3, 6 + 1),
    service_level_f5: share(3 + 1, 6 + 3),
    // Online: Ana 3 h + 4 h = 25 200 s, Bo 6 h = 21 600 s.
    // Ana owned carl 600, dora 560, fay 60, ida 900 (since 13:00) and 600, ole 2100, pia 600: 5420 s.
    //   ole and pia together from 15:40:05 to 15:45:40, 335 s: busy 5085 s.
    // Bo owned dora 600 and 600, hal 60, ida 300, quin 600 (to 16:00): 2160 s, never two at once.
    occupancy: share((5_085 + 2_160) * second, (25_200 + 21_600) * second),
    // Only Ana has a limit.
    utilisation: share(5_420 * second, 2 * 25_200 * second),
    concurrency: share((5_420 + 2_160) * second, (5_085 + 2_160) * second),
    // carl, dora twice, fay, hal, ida, ole, pia, quin
    handled: { value: 9 },
    // With 30 s of wrap-up where an operator's conversation closed: fay 60 + 30, hal 60 + 30, carl 600 + 30, dora 600 + 30,
    // pia 600 + 30, dora 560 + 600, ole 2100, ida 1200 + 300 + 600 + 30. quin is not over.
    // 90, 90, 630, 630, 630, 1160, 2100, 2130: together 7460 s, of 8. Ranks 4, 8, 8.
    handle_time: durations(8, 932.5, 630, 2_130, 2_130),
    // dora 1, ida 2
    transfers_per_handling: share(3, 9),
    // ida: Ana, Bo, Ana
    bounce_rate: share(1, 9),
    // dora: 10:00:40 to 10:25:00
    ping_pong_rate: share(1, 9),
    // ole: Ana declined, Bo missed, Ana accepted. pia: taken away from Bo.
    missed_offer_rate: share(1, 3),
    decline_rate: share(1, 3),
    // kim in the morning, jan, lea, max, rob
    deflection: share(5, 16),
    // Of the 15 without rob only jan: kim asked 6.5 h later, lea in vain, max was not pleased.
    strict_containment: share(1, 15),
    // 5 carl, 4 jan, 1 max, none of dora
    csat: share(2, 3),
    csat_response_rate: share(3, 4),
  })
})

test('nothing happened: counts are 0, and what would be divided by 0 is null', () => {
  const results = Object.entries(figuresOf([]))
  const nothing = { count: 0, meanMs: null, medianMs: null, p90Ms: null, p95Ms: null, isExact: true }
  for (const [key, result] of results) {
    const expected = 'count' in result ? nothing : 'whole' in result ? { part: 0, whole: 0, value: null } : { value: 0 }
    expect([key, result]).toEqual([key, expected])
  }
})

test('within T is up to T, a short abandon is under 5 s', () => {
  const request = ['10:00:00 opened', '10:00:00 contact writes', '10:00:00 requested']
  const answeredAt = (time: string) => factsFrom([...request, `${time} taken by Ana`, `${time} Ana writes`])
  const abandonedAt = (time: string) => factsFrom([...request, `${time} closed by bot`])
  const day = [answeredAt('10:00:20'), answeredAt('10:00:20.001'), abandonedAt('10:00:04.999'), abandonedAt('10:00:05')]
  expect(figuresOf(day)).toMatchObject({
    service_level_f2: { part: 1, whole: 2 },
    service_level_f1: { part: 3, whole: 4 },
    short_abandoned: { value: 1 },
  })
  expect(figuresOf(day, { serviceLevelMs: 4_999 })).toMatchObject({
    service_level_f2: { part: 0, whole: 2 },
    service_level_f1: { part: 1, whole: 4 },
  })
})

test('what began outside the period is not counted, but its time inside is', () => {
  const overnight = factsFrom(
    [
      ...['23:50:00 opened', '23:50:00 contact writes', '23:50:00 requested', '23:55:00 taken by Ana'],
      '23:55:30 Ana writes',
    ],
    { day: '2026-01-04' },
  )
  expect(figuresOf([overnight], { presence: [online('Ana', '00:00:00', '01:00:00', 1)] })).toMatchObject({
    conversations: { value: 0 },
    requests: { value: 0 },
    handled: { value: 0 },
    occupancy: { value: 1 },
    utilisation: { part: 3_600_000, whole: 3_600_000 },
  })
})

test('an offer nobody has reacted to is missed once its time is over, and not known before', () => {
  const offered = factsFrom(['10:00:00 opened', '10:00:00 requested', '10:00:00 offered to Ana for 20'])
  expect(figuresOf([offered]).missed_offer_rate).toEqual({ part: 1, whole: 1, value: 1 })
  expect(figuresOf([offered], { knownUntil: at('10:00:20') }).missed_offer_rate.whole).toBe(0)
})

test('presence that is told twice is counted once, only online counts, and only of those who are there', () => {
  const facts = factsFrom(['10:00:00 opened', '10:00:00 assigned to Ana', '11:00:00 closed by Ana'])
  const presence = [
    online('Ana', '09:00:00', '10:30:00'),
    online('Ana', '10:00:00', '11:00:00'),
    { ...online('Ana', '11:00:00', '12:00:00'), status: 'busy' as const },
  ]
  expect(figuresOf([facts], { presence })).toMatchObject({
    occupancy: { part: 3_600_000, whole: 7_200_000 },
    utilisation: { value: null },
  })
  expect(figuresOf([facts], { presence: [online('Bo', '09:00:00', '10:00:00')] }).occupancy.value).toBe(0)
})
