/** A contact on a channel of its own: a program passes on what it says, and asks again until it is answered. */
import { markOf } from '../script.ts'
import { type Actor, type ActorParts, callerFor, mayContactHear, pause, programHeaders } from './actor.ts'

/** One in so many is sent twice at once, as an impatient client does, over two nodes. */
const impatience = 12

export function contact(parts: ActorParts, name: string): Actor {
  const { place, chance, recent, words, isOver } = parts
  const mayHear = mayContactHear(name)
  const [caller, other] = [1, 2].map(() =>
    callerFor(parts, `${place.name}-${name}`, programHeaders(place), mayHear),
  ) as [ReturnType<typeof callerFor>, ReturnType<typeof callerFor>]
  const path = `/bots/${place.bot}/contacts/${name}/messages`
  let number = 0
  return {
    name: `${place.name}-${name}`,
    isSteady: true,
    async step() {
      number += 1
      const word = words[chance.below(words.length)] ?? 'say'
      const text = `${word} ${number} ${markOf(place.name, name)}`
      const key = `${place.name}-${name}:${number}`
      const call = { method: 'POST' as const, path, body: { text, clientMessageId: key, wait: chance.below(2) } }
      const wish = { type: 'send' as const, key, text }
      const twins = chance.below(impatience) === 0 ? [caller, other] : [caller]
      const [answer] = await Promise.all(twins.map((one) => one.call(wish, call, isOver)))
      if (answer?.outcome.kind === 'ok' && answer.outcome.conversation !== null) recent.add(answer.outcome.conversation)
      await pause(parts)
    },
  }
}
