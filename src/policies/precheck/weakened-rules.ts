import type { Finding } from '../../evidence/finding.ts'
import { canonical } from '../../evidence/digest.ts'
import { matchesGlob } from '../../support/glob.ts'
import type { Facts, Rule } from '../contract.ts'
import { changesOf, type Change } from '../rule-changes.ts'

/** The release does not make the rules weaker by which it is judged. */
export const rule: Rule = {
  meta: {
    code: 'rules',
    title: 'The release does not make the rules weaker by which it is judged',
    docs:
      'Compares the configuration and the intent with those of the last run of the workflow on this branch that ended ' +
      'well, or of the commit before where there is none; a pull request with those of its base. Exceptions, ' +
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
          outcome: baseUnknown === undefined ? 'skipped' : 'inconclusive',
          title: 'It is not known what this release changes in the rules',
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
          outcome: 'skipped',
          title: 'The commit before had no configuration: all rules are new',
          subject: 'config',
          expected: 'the configuration of the commit before',
          observed: `none at ${base.sha.slice(0, 12)}`,
        },
      ]
    }
    const changes = [...changesOf(before, facts.config, facts.today), ...intentChanges(facts), ...knownMore(facts)]
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

function asFinding(change: Change, facts: Facts, sha: string): Finding {
  const declared = facts.intent?.rules.find(
    (entry) => matchesGlob(entry.path, change.path) && entry.until >= facts.today,
  )
  return {
    code: change.weaker ? 'rules/weakened' : 'rules/changed',
    outcome: change.weaker ? 'fail' : 'skipped',
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
      declared && { waived: { reason: declared.reason, owner: declared.owner, until: declared.until } }),
  }
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
  const before = new Set(base.baseline.known.map((entry) => canonical(entry)))
  const more = baseline.known.filter((entry) => !before.has(canonical(entry)))
  if (more.length === 0) return []
  const shown = more.slice(0, SHOWN).map(({ code, subject }) => `${code} of ${subject}`)
  return [
    {
      path: 'observe/baseline',
      weaker: true,
      before: `${before.size} known findings`,
      after: `${more.length} more: ${shown.join(', ')}${more.length > SHOWN ? ', …' : ''}`,
    },
  ]
}
