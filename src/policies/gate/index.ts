import type { Finding } from '../../evidence/finding.ts'
import { messageOf } from '../../support/errors.ts'
import { rule as adminBypass } from './protection/admin-bypass.ts'
import { rule as allowedBranches } from './protection/allowed-branches.ts'
import { rule as approvalDemanded } from './protection/approval-demanded.ts'
import { rule as approved } from './protection/approved.ts'
import { rule as calendar } from './calendar.ts'
import type { GateFacts, GateRule, ProtectionFacts, ProtectionRule } from './contract.ts'
import { rule as enforcedRules } from './protection/enforced-rules.ts'
import { rule as environmentExists } from './protection/environment-exists.ts'
import { rule as evidenceComplete } from './evidence-complete.ts'
import { rule as inside } from './protection/inside.ts'
import { rule as manual } from './manual.ts'
import { rule as mirrors } from './mirrors.ts'
import { rule as order } from './order.ts'
import { rule as otherRules } from './protection/other-rules.ts'
import { rule as requiredReviewers } from './protection/required-reviewers.ts'
import { rule as reviewed } from './protection/reviewed.ts'
import { rule as selfReview } from './protection/self-review.ts'
import { rule as unchanged } from './unchanged.ts'
import { rule as verifiedState } from './verified-state.ts'

/** What the release must prove. */
const EVIDENCE_RULES: readonly GateRule[] = [
  evidenceComplete,
  order,
  verifiedState,
  unchanged,
  calendar,
  mirrors,
  manual,
]

/** What protects an environment, and who let this job start. */
const PROTECTION_RULES: readonly ProtectionRule[] = [
  inside,
  approvalDemanded,
  environmentExists,
  requiredReviewers,
  selfReview,
  approved,
  reviewed,
  allowedBranches,
  enforcedRules,
  adminBypass,
  otherRules,
]

/** Every rule of the gate, in the order of its report. None can be switched off. */
export const GATE_RULES: readonly GateRule[] = [...EVIDENCE_RULES, ...PROTECTION_RULES]

/**
 * Judges everything: what is wrong with the evidence, what could not be asked, and the rules, those about protection for
 * each environment. A rule that throws is an error.
 */
export function judgeGate(facts: GateFacts, rules: readonly GateRule[] = EVIDENCE_RULES): Finding[] {
  return [
    ...facts.chain.findings,
    ...facts.problems,
    ...rules.flatMap((rule) => judgeBy(rule, facts)),
    ...[...facts.before, facts].flatMap(judgeProtection),
  ]
}

/** Judges the protection of one environment alone. */
export function judgeProtection(facts: ProtectionFacts): Finding[] {
  return PROTECTION_RULES.flatMap((rule) => judgeBy(rule, facts))
}

function judgeBy<F>(rule: GateRule<F>, facts: F): Finding[] {
  try {
    return rule.judge(facts)
  } catch (error) {
    return [
      {
        code: 'gate/rule-failed',
        outcome: 'error',
        title: `the rule ${rule.meta.code} failed: ${messageOf(error)}`,
        subject: `rule/${rule.meta.code}`,
        advice: 'This is a mistake in the action: please report it with the log.',
      },
    ]
  }
}
