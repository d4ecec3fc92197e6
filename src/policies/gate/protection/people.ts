import type { Finding } from '../../../evidence/finding.ts'
import { listed } from '../../../support/text/text.ts'
import { demandedOf, sameLogin, type ProtectionFacts } from '../contract.ts'

/** Why a person's approval does not count. */
export type Disqualification = 'nobody' | 'trigger' | 'author' | 'bot'

const MOST_NAMES = 5

/** Whether who approved may not, by what the configuration demands; undefined where nothing speaks against it. */
export function disqualified(
  { user, userType }: { readonly user?: string; readonly userType?: string },
  facts: ProtectionFacts,
): Disqualification | undefined {
  if (user === undefined) return 'nobody'
  const demanded = demandedOf(facts)
  const is = (login: string): boolean => sameLogin(login, user)
  if (demanded?.notTrigger && facts.triggers.some(is)) return 'trigger'
  // An absent or unknown type is not that of a person.
  if (demanded?.notBots && (userType !== 'User' || user.endsWith('[bot]'))) return 'bot'
  return demanded?.notAuthors && facts.authors?.logins.some(is) ? 'author' : undefined
}

/** Commits of the release have authors without an account, so it is not known whether one of them approved. */
export function authorsUnknown({ environment }: ProtectionFacts, unknown: readonly string[]): Finding {
  return {
    code: 'gate/authors-unknown',
    outcome: 'inconclusive',
    title: `whether the approver wrote commits of this release is not known: ${listed(unknown, MOST_NAMES)}`,
    subject: `environment/${environment}/approval`,
    expected: 'an account for each author and co-author',
    observed: listed(unknown, MOST_NAMES),
    advice:
      'Add the addresses to the accounts on GitHub, or commit with the addresses that GitHub gives (ID+NAME@users.noreply.github.com).',
  }
}

/** Who may approve and who not, as far as the settings tell; the members of a team are not visible to the job. */
export interface Approvers {
  readonly environment: string
  readonly may: readonly string[]
  readonly not: readonly string[]
  /** ISO 8601. */
  readonly until?: string
}

export function approversOf(facts: ProtectionFacts): Approvers {
  const { github, triggers, authors, validUntil } = facts
  const required = (github?.environment?.rules ?? []).flatMap((one) =>
    one.kind === 'required-reviewers' ? one.reviewers : [],
  )
  const people = required.filter(({ type }) => type === 'User').map(({ name }) => name)
  const excluded = (user: string): boolean => disqualified({ user, userType: 'User' }, facts) !== undefined
  const others = [...triggers, ...(authors?.logins ?? [])].filter(excluded)
  return {
    environment: facts.environment,
    may: [
      ...people.filter((user) => !excluded(user)),
      ...required.filter(({ type }) => type === 'Team').map(({ name }) => `team ${name}`),
    ],
    not: [...new Set(others)].map(
      (user) => `${user} (${triggers.some((one) => sameLogin(one, user)) ? 'started the run' : 'wrote commits'})`,
    ),
    ...(validUntil !== undefined && { until: validUntil }),
  }
}
