import type { BotDocument } from '@baton/core/flow'
import { asId, type BotId } from '@baton/core/ids'
import { describe, expect, test } from 'vitest'
import { type Bot, type Bots, NotReady } from '../store/store.ts'
import { LiveBots } from './live-bots.ts'

const workspace = { id: asId<'workspace'>('ws_a'), packages: [] }
const neighbour = { id: asId<'workspace'>('ws_b'), packages: [] }
const acme = asId<'bot'>('bot_acme')

/** Bots as a store keeps them, with the reads that were made. */
function kept() {
  const bots = new Map<BotId, { live: number | null; versions: number[] }>([[acme, { live: 1, versions: [1] }]])
  const reads: string[] = []
  let isBroken = false
  const store = {
    async findAnywhere(id: BotId) {
      reads.push('live')
      const bot = bots.get(id)
      await null
      if (isBroken) throw new Error('gone')
      return bot === undefined ? null : ({ id, workspace: workspace.id, name: 'Acme', live: bot.live } as Bot)
    },
    async version(id: BotId, version: number) {
      reads.push(`version ${version}`)
      const has = bots.get(id)?.versions.includes(version)
      await null
      return has ? document : null
    },
  } as unknown as Bots
  const publish = (version: number) =>
    bots.set(acme, { live: version, versions: [...(bots.get(acme)?.versions ?? []), version] })
  const setBroken = (is: boolean) => {
    isBroken = is
  }
  return { lives: new LiveBots(store), reads, bots, publish, setBroken }
}

const document = {
  name: 'Acme',
  startBehavior: 'main',
  behaviors: [{ name: 'main', interactions: [{ name: 'welcome', start: true, actions: [] }] }],
} as unknown as BotDocument

/** As a store does with a decision: undo, load, ask again. */
async function decided<T>(decide: () => T): Promise<T> {
  for (;;) {
    try {
      return decide()
    } catch (error) {
      if (!(error instanceof NotReady)) throw error
      await error.load()
    }
  }
}

describe('bots in memory', () => {
  test('[HO-8] a decision never waits: what is not in memory is read, and then it is asked again', async () => {
    const { lives, reads } = kept()
    expect(() => lives.find(acme, workspace)).toThrow(NotReady)
    expect(reads).toEqual([])
    const live = await decided(() => lives.find(acme, workspace))
    expect(live).toMatchObject({ bot: { id: acme, name: 'Acme' }, flow: { live: { version: 1 } } })
    expect(reads).toEqual(['live', 'version 1'])
    expect(lives.find(acme, workspace)?.flow.live).toBe(live?.flow.live)
    expect((await lives.read(acme, workspace))?.flow.live).toBe(live?.flow.live)
    expect(reads.length).toBe(2)
  })

  test('what the store does not have is remembered too, until it is forgotten', async () => {
    const { lives, reads, bots, publish } = kept()
    const unknown = asId<'bot'>('bot_nobody')
    bots.set(acme, { live: null, versions: [] })
    for (let round = 0; round < 3; round += 1) {
      expect(await decided(() => lives.find(unknown, workspace))).toBeNull()
      expect(await decided(() => lives.find(acme, workspace))).toBeNull()
    }
    expect(reads).toEqual(['live', 'live'])
    publish(1)
    lives.forget(unknown)
    expect(await decided(() => lives.find(acme, workspace))).toBeNull()
    lives.forget(acme)
    expect(await decided(() => lives.find(acme, workspace))).not.toBeNull()
  })

  test('[I-38] a bot is found in its own workspace only', async () => {
    const { lives } = kept()
    expect(await lives.read(acme, neighbour)).toBeNull()
    expect(await lives.read(acme, workspace)).not.toBeNull()
  })

  test('[I-49] a conversation that stands in another version gets that one', async () => {
    const { lives, publish, reads } = kept()
    publish(2)
    const flow = (await lives.read(acme, workspace))?.flow
    expect(flow?.live.version).toBe(2)
    expect(() => flow?.version(1)).toThrow(NotReady)
    expect((await decided(() => flow?.version(1)))?.version).toBe(1)
    expect(await decided(() => flow?.version(9))).toBeNull()
    expect(flow?.version(9)).toBeNull()
    expect(reads.filter((read) => read.startsWith('version'))).toEqual(['version 2', 'version 1', 'version 9'])
  })

  test('[I-49] after a publish the new version is live, also when the old one was being read at that moment', async () => {
    const { lives, publish } = kept()
    const reading = lives.read(acme, workspace)
    publish(2)
    lives.forgetWorkspace(neighbour.id)
    lives.forgetWorkspace(workspace.id)
    await reading
    expect((await lives.read(acme, workspace))?.flow.live.version).toBe(2)
    publish(3)
    lives.forgetAll()
    expect((await lives.read(acme, workspace))?.flow.live.version).toBe(3)
    publish(4)
    expect((await lives.read(acme, workspace))?.flow.live.version).toBe(3)
    lives.forgetWorkspace(neighbour.id)
    expect((await lives.read(acme, workspace))?.flow.live.version).toBe(3)
  })

  test('many who need the same read it once; a read that fails is tried again by whoever asks next', async () => {
    const { lives, reads, setBroken } = kept()
    setBroken(true)
    await expect(lives.read(acme, workspace)).rejects.toThrow('gone')
    setBroken(false)
    await Promise.all(Array.from({ length: 50 }, () => lives.read(acme, workspace)))
    expect(reads).toEqual(['live', 'live', 'version 1'])
  })
})
