/** What of live bots cannot work as things are now; all of it was well, or was known, when they were published. */
import { catalogue } from '@baton/actions/catalogue'
import { channels } from '@baton/channels/catalogue'
import { type Problem, validateBot } from '@baton/core/flow'
import type { LiveBot } from '../store/moving/inspect-workspaces.ts'
import type { Check, Facts, Found } from './finding.ts'
import { listed } from './places.ts'

/** [HO-11] */
export const nobodyBranchMissing: Check = {
  id: 'nobody_branch_missing',
  means: 'When nobody is online the contact gets no answer at all.',
  find: perBot(['nobody_branch_missing'], (paths) => ({
    says: `Nothing stands below the takeover for when nobody is online: ${paths}.`,
    advice: 'Add below it what the bot says then, for example a text that asks for an e-mail address, and publish.',
  })),
}

export const botNamesNobody: Check = {
  id: 'bot_names_nobody',
  means: 'The bot asks for a group or an operator that is not there: nobody is found, and the next action runs.',
  find: perBot(['unknown_group', 'unknown_operator'], (_, messages) => ({
    says: `The live version names what is not there: ${messages}.`,
    advice: 'Name another one and publish, or add it again under the same name.',
  })),
}

/** [HO-21] */
export const packageLapsed: Check = {
  id: 'package_lapsed',
  means: 'The settings of the package do not count any more: the bot asks everybody instead of whom it should.',
  find: perBot(['package_missing'], (paths, messages) => ({
    says: `The live version uses what the workspace has no more (${messages}): ${paths}.`,
    advice: 'Turn the package on again under Set-up, or take the settings out and publish.',
  })),
}

export const botUnreadable: Check = {
  id: 'bot_unreadable',
  means: 'The bot answers nobody.',
  find: ({ liveBots }) =>
    liveBots
      .filter(({ document }) => document === null)
      .map((bot) => ({
        places: [placeOf(bot)],
        says: `Version ${bot.version} is live and is not there, or cannot be read.`,
        repair: null,
        advice: 'Publish the draft: that makes a version that is there.',
      })),
}

type Words = { says: string; advice: string }

/** One finding per bot, however many places of it have the problem. */
function perBot(codes: readonly string[], words: (paths: string, messages: string) => Words): Check['find'] {
  return (facts) =>
    facts.liveBots.flatMap((bot): Found[] => {
      const problems = problemsOf(bot, facts).filter(({ code }) => codes.includes(code))
      if (problems.length === 0) return []
      const paths = listed(problems.map(({ path }) => path))
      const messages = listed([...new Set(problems.map(({ message }) => message))])
      return [{ places: [placeOf(bot)], ...words(paths, messages), repair: null }]
    })
}

function problemsOf({ document }: LiveBot, { workspace, operators, groups }: Facts): Problem[] {
  if (document === null) return []
  const { errors, warnings } = validateBot(document, {
    catalogue,
    packages: new Set(workspace?.packages),
    hasGroup: (named) => groups.some(({ id, name }) => id === named || name === named),
    hasOperator: (named) => operators.some(({ id, email }) => id === named || email === named.toLowerCase()),
    channels,
  })
  return [...errors, ...warnings]
}

function placeOf({ id, name }: LiveBot) {
  return { kind: 'bot' as const, id, name }
}
