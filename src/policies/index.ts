import type { Finding } from '../evidence/finding.ts'
import { blocks } from '../evidence/verdict.ts'
import { messageOf } from '../support/errors.ts'
import { didYouMean } from '../support/text/nearest.ts'
import type { Facts, Rule } from './contract.ts'
import { rule as assets } from './precheck/assets.ts'
import { rule as images } from './precheck/images.ts'
import { rule as beforeStart } from './precheck/before-start.ts'
import { rule as bootstrapped } from './precheck/bootstrapped.ts'
import { rule as broadensAccess } from './precheck/broadens-access.ts'
import { rule as checkPhases } from './precheck/check-phases.ts'
import { rule as deployableService } from './precheck/deployable-service.ts'
import { rule as drift } from './precheck/drift.ts'
import { rule as dynamicReferences } from './precheck/dynamic-references.ts'
import { rule as templateExports } from './precheck/exports.ts'
import { rule as fitsGroup } from './precheck/fits-group.ts'
import { rule as groupProtection } from './precheck/group-protection.ts'
import { rule as hasTargets } from './precheck/has-targets.ts'
import { rule as hooks } from './precheck/hooks.ts'
import { rule as intent } from './precheck/intent.ts'
import { rule as knownChanges } from './precheck/known-changes.ts'
import { rule as macros } from './precheck/macros.ts'
import { rule as parity } from './precheck/parity.ts'
import { rule as names } from './precheck/names.ts'
import { rule as quotas } from './precheck/quotas.ts'
import { rule as permitted } from './precheck/permitted.ts'
import { rule as place } from './precheck/place.ts'
import { rule as references } from './precheck/references.ts'
import { rule as sameContent } from './precheck/same-content.ts'
import { rule as replacesState } from './precheck/replaces-state.ts'
import { rule as roleTrust } from './precheck/role-trust.ts'
import { rule as rollbackMode } from './precheck/rollback-mode.ts'
import { rule as runnableHooks } from './precheck/runnable-hooks.ts'
import { rule as stackPolicy } from './precheck/stack-policy.ts'
import { rule as takesEffect } from './precheck/takes-effect.ts'
import { rule as vanished } from './precheck/vanished.ts'
import { offSwitch } from './off-switch.ts'
import { rule as wayBack } from './precheck/way-back.ts'
import { rule as weakenedRules } from './precheck/weakened-rules.ts'

/** Every rule that precheck judges by, in the order of its report. */
export const RULES: readonly Rule[] = [
  weakenedRules,
  vanished,
  place,
  roleTrust,
  macros,
  bootstrapped,
  assets,
  images,
  templateExports,
  references,
  sameContent,
  permitted,
  drift,
  knownChanges,
  replacesState,
  names,
  quotas,
  wayBack,
  takesEffect,
  broadensAccess,
  dynamicReferences,
  rollbackMode,
  stackPolicy,
  hooks,
  intent,
  parity,
  fitsGroup,
  hasTargets,
  runnableHooks,
  groupProtection,
  checkPhases,
  beforeStart,
  deployableService,
]

/**
 * Judges the facts by all rules. A rule that is switched off is judged all the same and its findings are shown as
 * waived; an expired switch counts for nothing. A rule that throws is an `error` finding, and the others still judge.
 */
export function judgeAll(facts: Facts, rules: readonly Rule[] = RULES): Finding[] {
  return [...rules.flatMap((rule) => judgeBy(rule, facts)), ...judgeSwitches(facts, rules)]
}

function judgeBy(rule: Rule, facts: Facts): Finding[] {
  let findings: Finding[]
  try {
    findings = rule.judge(facts)
  } catch (error) {
    return [
      {
        code: 'rule/failed',
        outcome: 'error',
        title: `The rule ${rule.meta.code} failed: ${messageOf(error)}`,
        subject: `rule/${rule.meta.code}`,
        advice: `Report it with the log; until then switch the rule off: \`precheck.rules: { ${rule.meta.code}: { off: true, … } }\`.`,
      },
    ]
  }
  const setting = offSwitch(facts, rule.meta.code)
  if (setting === undefined) return findings
  const { reason, owner, until } = setting
  return findings.map((finding) => (blocks(finding) ? { ...finding, waived: { reason, owner, until } } : finding))
}

function judgeSwitches(facts: Facts, rules: readonly Rule[]): Finding[] {
  return Object.entries(facts.config.precheck.rules).flatMap(([code, setting]): Finding[] => {
    const subject = `config/precheck/rules/${code}`
    if (!rules.some((rule) => rule.meta.code === code)) {
      return [
        {
          code: 'rule/unknown',
          outcome: 'fail',
          title: `There is no rule ${code}${didYouMean(
            code,
            rules.map((rule) => rule.meta.code),
          )}`,
          subject,
          expected: rules.map((rule) => rule.meta.code).join(', '),
          observed: code,
          advice: `Correct or remove precheck.rules.${code}.`,
        },
      ]
    }
    if (setting === 'on' || setting.until >= facts.today) return []
    return [
      {
        code: 'rule/off-expired',
        outcome: 'fail',
        title: `The rule ${code} was off until ${setting.until} and is on again`,
        subject,
        expected: `a day not after ${setting.until}`,
        observed: facts.today,
        advice: `Ask ${setting.owner} whether the reason still holds (${setting.reason}); remove the entry or set a new \`until\`.`,
      },
    ]
  })
}
