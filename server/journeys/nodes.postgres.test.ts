/** Two real nodes on PostgreSQL and Redis of their own, and the faults that every change must survive. The rest: `npm run lab`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Rig } from '../../lab/rig.ts'
import { type PostgresServer, type RedisServer, startPostgres, startRedis } from '../../lab/servers.ts'

const seed = 20_260_118
const answers = 60

describe(`two nodes under traffic (seed ${seed})`, () => {
  let postgres: PostgresServer
  let redis: RedisServer
  let rig: Rig

  beforeAll(async () => {
    ;[postgres, redis] = await Promise.all([startPostgres(), startRedis()])
    // Calls of bots that a killed node had begun are made again only when its claim on them has ended.
    rig = await Rig.open({ seed, nodes: 2, postgres, redis, words: ['say', 'say', 'person'] })
    rig.traffic.start()
    await rig.answers(answers)
  })
  afterAll(async () => {
    await rig.remove()
    await Promise.all([postgres.remove(), redis.remove()])
  })

  test('[F1] one is killed: its clients are served by the other, and by it again', async () => {
    const { node } = rig.someMember()
    node.order({ do: 'kill', at: 'before ack', time: 3 })
    expect(await node.hasEnded(10_000)).toBe(true)
    const served = rig.everybodyServed(performance.now())
    await node.start()
    expect(await served).not.toBeNull()
    await rig.answers(answers)
  })

  test('[F7] [I-50] Redis is killed and comes back empty', async () => {
    await redis.kill()
    expect(await rig.everybodyServed(performance.now())).not.toBeNull()
    await redis.start()
    await rig.answers(answers)
  })

  test('[F3] PostgreSQL is restarted, with recovery', async () => {
    await postgres.restart('immediate')
    expect(await rig.everybodyServed(performance.now())).not.toBeNull()
  })

  test('[F3] [F7] both are gone at once', async () => {
    await Promise.all([redis.kill(), postgres.restart('fast')])
    expect(await rig.everybodyServed(performance.now())).not.toBeNull()
    await redis.start()
    await rig.answers(answers)
  })

  test('[I-01] [I-15] [I-26] [I-30] nothing is lost, doubled, mixed up or shown to anybody wrongly', async () => {
    const { violations, operations } = await rig.judgeCalm()
    expect(violations).toEqual([])
    expect(operations).toBeGreaterThan(4 * answers)
  })
})
