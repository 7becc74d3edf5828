import { factsOf, lineOfEvent, readable, timesIn, variablesOf, type Written } from './download-words.ts'

/** Plain text: what is known, then the log; lines that go on are set in, so that nobody can write a line of somebody else. */
export function writtenAsText(timeZone: string): Written {
  const time = timesIn(timeZone)
  let contactName = ''
  return {
    begin(view) {
      contactName = view.contactName
      const pairs = (all: [string, string][]) => all.map(([name, value]) => `${one(name)}: ${one(value)}\n`).join('')
      return `${pairs(factsOf(view))}\nVariables\n${pairs(variablesOf(view))}\nLog (times: ${timeZone})\n\n`
    },
    events: (events) =>
      events
        .flatMap((event) => lineOfEvent(event, contactName) ?? [])
        .map(({ kind, at, who, text }) => {
          const head = `${time(at)}  ${one(who)}`
          const words = readable(text)
            .split(/[\n\u2028\u2029]/)
            .map((line) => `    ${line}\n`)
          if (kind === 'event') return `${time(at)}  * ${one(who)}: ${one(text)}\n`
          return `${head}${kind === 'note' ? ' [INTERNAL NOTE]' : ''}\n${words.join('')}`
        })
        .join(''),
    end: () => '',
  }
}

/** In one line. */
export function one(text: string): string {
  return readable(text).replaceAll(/\s+/g, ' ')
}
