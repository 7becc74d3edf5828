import { listDefinitions, type Unit } from './definitions.ts'
import { exactUpTo } from './durations.ts'

const units: Record<Unit, string> = {
  count: 'count',
  share: 'share, 0 to 1',
  number: 'number',
  duration: 'milliseconds: mean, median, p90, p95',
}

/** The definitions as a page of Markdown: docs/figures.md, and what the desk links to. */
export function definitionsAsMarkdown(): string {
  const rows = listDefinitions().map(
    ({ key, name, unit, formula, counts }) => `| ${name}<br>\`${key}\` | ${units[unit]} | ${formula} | ${counts} |`,
  )
  return `${introduction}\n| figure | unit | formula | what counts |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n${conclusion}`
}

const introduction = `# Figures

Worked out by \`core/src/figures\` from the log, the presence of operators and, where there are any, ratings. This page is
written from the definitions in \`definitions.ts\`; a test keeps it so.

r: an operator was asked for. a: an operator first became the owner. f: the first message a person wrote to the contact. d: the
contact left. T: 20 s unless set otherwise.
`

const conclusion = `
## How it is counted

- **Handling.** One time that people were asked for or took part, from the moment the bot no longer has the conversation alone
  until it has it again or the conversation closes. A takeover for which an operator was picked is a request that was assigned
  at once (a = r). An operator who comes unasked begins a handling without a request: in handle time and occupancy, not in waits.
- **Who is human** is told by the actor of the message alone. What a program sends in an operator's name is the operator's. What
  the bot says is the bot's, also when an operator started the interaction. A note is no answer.
- **When the contact left.** The log has no event for it. Where the channel knows, the moment is given beside the log, and a
  message of the contact after it shows that they came back. Otherwise it is when the request ended without an answer, unless an
  operator ended it: then it is dismissed.
- **Bounce.** Ana to Bo and back to Ana, or sales to support and back to sales. Ana to her group and again Ana is none.
- **Ping-pong.** Bot, human, bot, human: counted on the second handling, when its first owner came within 30 minutes of the first
  owner of the one before.
- **Offers.** Accepted: that operator became the owner in time. Declined: the next was asked, or the request no longer named them,
  before the time was over. Missed: the time was over. Withdrawn: somebody else took it, it went to another group, or it ended.
- **Period.** A conversation, handling, offer or rating counts whole in the period in which it began. Occupancy, utilisation and
  concurrency look at the time inside the period, and only while the operator was online.
- **Percentiles** are by nearest rank: the smallest value that at least p per cent of all do not pass; the median of an even count
  is the lower of the two in the middle. Up to ${exactUpTo.toLocaleString('en')} durations per figure they are exact, past that
  within 0.3 %; counts and means always are exact.
- **Nothing to divide by** gives no figure (null), never 0.
`
