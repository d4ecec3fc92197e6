import type { Finding } from '../../evidence/finding.ts'
import { messageOf } from '../../support/errors.ts'
import { rule as adminBypass } from './admin-bypass.ts'
import { rule as allowedBranches } from './allowed-branches.ts'
import { rule as approved } from './approved.ts'
import type { GateFacts, GateRule } from './contract.ts'
import { rule as enforcedRules } from './enforced-rules.ts'
import { rule as environmentExists } from './environment-exists.ts'
import { rule as evidenceComplete } from './evidence-complete.ts'
import { rule as inside } from './inside.ts'
import { rule as mirrors } from './mirrors.ts'
import { rule as otherRules } from './other-rules.ts'
import { rule as requiredReviewers } from './required-reviewers.ts'
import { rule as selfReview } from './self-review.ts'

/** Every rule of the gate, in the order of its report. None can be switched off. */
export const GATE_RULES: readonly GateRule[] = [
  evidenceComplete,
  mirrors,
  inside,
  environmentExists,
  requiredReviewers,
  selfReview,
  approved,
  allowedBranches,
  enforcedRules,
  adminBypass,
  otherRules,
]

/** Judges everything: what is wrong with the evidence, what could not be asked, and the rules. A rule that throws is an error. */
export function judgeGate(facts: GateFacts, rules: readonly GateRule[] = GATE_RULES): Finding[] {
  return [...facts.chain.findings, ...facts.problems, ...rules.flatMap((rule) => judgeBy(rule, facts))]
}

function judgeBy(rule: GateRule, facts: GateFacts): Finding[] {
  try {
    return rule.judge(facts)
  } catch (error) {
    return [
      {
        code: 'gate/rule-failed',
        outcome: 'error',
        title: `the rule ${rule.meta.code} could not judge: ${messageOf(error)}`,
        subject: `rule/${rule.meta.code}`,
        advice: 'This is a mistake in the action: please report it with the log.',
      },
    ]
  }
}
