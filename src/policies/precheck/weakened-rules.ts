import { acceptedMore } from '../baseline.ts'
import { planChecks } from '../../checks/engine/select.ts'
import type { Finding } from '../../evidence/finding.ts'
import { canonical } from '../../evidence/digest.ts'
import type { Config } from '../../config/schema/index.ts'
import { matchesGlob } from '../../support/files/glob.ts'
import type { Facts, Rule } from '../contract.ts'
import { changesOf } from '../configuration-changes/rules.ts'
import { checkPath, NO_CHECK } from '../configuration-changes/checks.ts'
import { type Change } from '../configuration-changes/change.ts'
import { vanishedParts } from '../configuration-changes/vanished-parts.ts'

/** The release does not weaken its own rules. */
export const rule: Rule = {
  meta: {
    code: 'rules',
    title: 'The release does not weaken its own rules',
    docs:
      'Compares the configuration and the intent with those of the last successful run of the workflow on this branch, ' +
      'or of the commit before where there is none; a pull request with those of its base. Exceptions, ' +
      'allowances, switched-off rules, fewer required kinds, other roles and the like block until the intent file ' +
      'declares them under `rules`, with a reason, an owner and an end date; reviewers see them first.',
    codes: ['rules/weakened', 'rules/changed', 'rules/unchanged', 'rules/base-unknown', 'rules/no-base'],
  },
  judge(facts) {
    const { base, baseUnknown } = facts
    if (base === undefined) {
      return [
        {
          code: baseUnknown === undefined ? 'rules/no-base' : 'rules/base-unknown',
          outcome: baseUnknown === undefined ? 'noted' : 'inconclusive',
          title: 'The changes of this release to its rules are unknown',
          subject: 'config',
          expected: 'the configuration of the commit before',
          observed: baseUnknown ?? 'there is no commit before',
          ...(baseUnknown !== undefined && {
            advice:
              'Give the job `permissions: { contents: read, actions: read }`, or check out with `fetch-depth: 0`.',
          }),
        },
      ]
    }
    const before = base.config
    if (before === undefined) {
      return [
        {
          code: 'rules/no-base',
          outcome: 'noted',
          title: 'The commit before had no configuration: all rules are new',
          subject: 'config',
          expected: 'the configuration of the commit before',
          observed: `none at ${base.sha.slice(0, 12)}`,
        },
      ]
    }
    const told = vanishedChecks(before, facts)
    const changes = [
      ...changesOf(before, facts.config, facts.today).filter(
        ({ path, after }) => !(after === NO_CHECK && told.has(path)),
      ),
      ...intentChanges(facts),
      ...knownMore(facts),
    ]
    const findings = changes.map((change) => asFinding(change, facts, base.sha))
    if (findings.some((finding) => finding.outcome === 'fail')) return findings
    return [
      ...findings,
      {
        code: 'rules/unchanged',
        outcome: 'pass',
        title: 'The rules are not weaker than before',
        subject: 'config',
        expected: `the rules of ${base.sha.slice(0, 12)}`,
        observed: findings.length === 0 ? 'the same' : `${findings.length} changes, none of them weaker`,
      },
    ]
  },
}

/** Paths of the checks that the rule `vanished` reports: each is reported once. */
function vanishedChecks(before: Config, { lastRelease, composition }: Facts): ReadonlySet<string> {
  if (lastRelease.kind !== 'found') return new Set()
  const missing = vanishedParts(lastRelease.release.composition, composition).filter(({ kind }) => kind === 'check')
  const names = new Set(missing.map(({ id }) => id))
  return new Set(
    planChecks(before.verify).flatMap(({ name }, index) =>
      names.has(name) ? [checkPath(before.verify[index]?.name, index)] : [],
    ),
  )
}

function asFinding(change: Change, facts: Facts, sha: string): Finding {
  const declared =
    facts.intent?.rules.find((entry) => matchesGlob(entry.path, change.path) && entry.until >= facts.today) ??
    removalOf(change, facts)
  return {
    code: change.weaker ? 'rules/weakened' : 'rules/changed',
    outcome: change.weaker ? 'fail' : 'noted',
    title: change.weaker
      ? `This release weakens a rule: ${change.path}`
      : `This release changes a rule: ${change.path}`,
    subject: `config/${change.path}`,
    expected: `${change.before} (as at ${sha.slice(0, 12)})`,
    observed: change.after,
    ...(change.weaker && {
      advice:
        `Undo it, or declare it in ${facts.config.precheck.intent ?? 'the intent file (precheck.intent)'}: ` +
        `rules: [{ path: ${change.path}, reason: …, owner: …, until: … }].`,
    }),
    ...(change.weaker &&
      declared && {
        waived: {
          reason: declared.reason,
          owner: declared.owner,
          ...(declared.until !== undefined && { until: declared.until }),
        },
      }),
  }
}

/** `precheck.removed` declares that a check goes, and that an environment is at another place. */
function removalOf(
  { path, after }: Change,
  { config, today }: Facts,
): { readonly reason: string; readonly owner: string; readonly until?: string | undefined } | undefined {
  const [, key] = /^environments\/([^/]+)\/(?:name|region)$/.exec(path) ?? []
  const check = after === NO_CHECK ? path.replace(/^verify\//, '') : undefined
  return config.precheck.removed.find(
    (entry) =>
      (entry.until === undefined || entry.until >= today) &&
      ((key !== undefined && entry.environment !== undefined && matchesGlob(entry.environment, key)) ||
        (check !== undefined && entry.check !== undefined && matchesGlob(entry.check, check))),
  )
}

/** An intent changes with every release; that it forbids less is what reviewers must know. */
function intentChanges({ base, intent }: Facts): Change[] {
  const now = new Set((intent?.forbid ?? []).map((entry) => canonical(entry)))
  return (base?.intent?.forbid ?? [])
    .filter((entry) => !now.has(canonical(entry)))
    .map((entry) => ({
      path: `intent/forbid/${entry.resource ?? entry.type ?? ''}`,
      weaker: true,
      before: `forbidden: ${canonical(entry)}`,
      after: 'not forbidden',
    }))
}

const SHOWN = 5

/** What is written into the baseline later was not there before the rules. */
function knownMore({ base, baseline }: Facts): Change[] {
  if (base?.baseline === undefined || baseline === undefined) return []
  const more = acceptedMore(baseline, base.baseline)
  if (more.length === 0) return []
  const shown = more.slice(0, SHOWN).map(({ code, subject }) => `${code} of ${subject}`)
  return [
    {
      path: 'observe/baseline',
      weaker: true,
      before: `${base.baseline.known.length} known findings`,
      after: `${more.length} more: ${shown.join(', ')}${more.length > SHOWN ? ', …' : ''}`,
    },
  ]
}
