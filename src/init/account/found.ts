import { withoutCommands } from '../../support/text/runner-text.ts'
import { listed, oneLine } from '../../support/text/text.ts'
import type { FoundTemplate } from '../found.ts'
import type { AccountFacts, DeployedFunction, DeployedGroup, DeployedService } from './facts.ts'
import { matchStacks, type MatchedStack } from './match.ts'
import { OWN_WORDS, withTwins, wordsOf, type EnvironmentWords, type Named } from './twins.ts'

/** What an account has, under the names that a configuration writes. Pure. */
export interface FoundAccount {
  readonly facts: AccountFacts
  /** What {environment} stands for in its names. */
  readonly words: EnvironmentWords
  readonly stacks: readonly MatchedStack[]
  readonly groups: readonly Named<DeployedGroup>[]
  readonly services: readonly Named<DeployedService>[]
  readonly functions: readonly Named<DeployedFunction>[]
  /** Whether both environments are in this account. */
  readonly hasBoth: boolean
}

const MOST_LISTED = 20

const stackNames = ({ name }: { readonly name: string }): string[] => [name]
const groupNames = ({ application, group }: DeployedGroup): string[] => [application, group]
const serviceNames = ({ cluster, service }: DeployedService): string[] => [cluster, service]

export function foundAccount(
  facts: AccountFacts,
  templates: readonly FoundTemplate[],
  {
    plannedName,
    name: repositoryName,
  }: { readonly plannedName: (template: FoundTemplate) => string; readonly name: string },
): FoundAccount {
  const { stacks, groups, services, functions } = facts
  const all = [...stacks.map(stackNames), ...groups.map(groupNames), ...services.map(serviceNames)]
  // Names of other repositories in the account decide only where this one has none.
  const own = all.filter((names) => names.some((each) => each.includes(repositoryName)))
  const twins = wordsOf(own) ?? wordsOf(all) ?? wordsOf(functions.map(stackNames))
  const words = twins ?? OWN_WORDS
  return {
    facts,
    words,
    stacks: matchStacks(withTwins(stacks, stackNames, twins), templates, plannedName, words),
    groups: withTwins(groups, groupNames, twins),
    services: withTwins(services, serviceNames, twins),
    functions: withTwins(functions, stackNames, twins),
    hasBoth: twins !== undefined,
  }
}

/** What was found and what was not read, for people. */
export function accountText({ facts, words, hasBoth, stacks, groups, services, functions }: FoundAccount): string {
  const line = (what: string, texts: readonly string[]): string =>
    `  ${what}: ${texts.length === 0 ? 'none' : listed(texts.map(shown), MOST_LISTED)}`
  const unwritable = facts.groups.filter((each) => !groupNames(each).every((name) => /^[\w.+=,@-]+$/.test(name)))
  return [
    `account ${facts.account ?? 'unknown'} in ${facts.region}, read only:`,
    ...(hasBoth ? [`  both environments are here: {environment} is ${words.preprod} or ${words.production}`] : []),
    line(
      'stacks',
      stacks.map(
        ({ name, template, byName }) =>
          `${name} (${template ?? 'no template here'}${byName === true ? ', by its name alone' : ''})`,
      ),
    ),
    line(
      'deployment groups',
      groups.map(({ names, item }) => `${names.join(' / ')} (${item.platform})`),
    ),
    line(
      'services that ECS deploys',
      services.map(({ names }) => names.join(' / ')),
    ),
    line(
      'functions with aliases',
      functions.map(({ names, item }) => `${names.join('')}:${item.aliases.join(',')}`),
    ),
    ...(unwritable.length > 0
      ? [
          line(
            'not proposed, for the signs in their names',
            unwritable.map((each) => groupNames(each).join(' / ')),
          ),
        ]
      : []),
    ...facts.notRead.map((sentence) => `  not read: ${shown(sentence)}`),
  ].join('\n')
}

/** A text from outside: invisible and reordering signs, and commands for the runner, are data. */
export function shown(text: string): string {
  const visible = oneLine(text).replaceAll(
    /[\p{Cf}\p{Co}\p{Cn}]/gu,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return withoutCommands(visible)
}
