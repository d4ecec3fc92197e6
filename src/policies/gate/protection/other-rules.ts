import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { Finding } from '../../../evidence/finding.ts'
import type { ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'other-rules',
    title: 'Other rules that delay the job are listed.',
    docs: 'Wait timers, Apps behind custom rules, and rules of a kind that is not known are listed, because they explain why the job waits. They never replace a reviewer.',
    codes: ['gate/wait-timer', 'gate/custom-rule', 'gate/unknown-rule'],
  },
  judge({ github, environment }) {
    const subject = `environment/${environment}`
    const tell = (code: FindingCode, title: string, observed: string): Finding => ({
      code,
      outcome: 'noted',
      title,
      subject,
      observed,
    })
    const rules = (github?.environment?.rules ?? []).flatMap((one) => {
      if (one.kind === 'wait-timer' && one.minutes > 0) {
        return [tell('gate/wait-timer', `the job waits ${one.minutes} min before it starts`, `${one.minutes} min`)]
      }
      return one.kind === 'unknown'
        ? [tell('gate/unknown-rule', `a rule of the unknown kind "${one.type}" guards ${environment}`, one.type)]
        : []
    })
    const custom = (github?.customRules ?? [])
      .filter(({ enabled }) => enabled)
      .map(({ app }) => tell('gate/custom-rule', `the App ${app} must approve too`, app))
    return [...rules, ...custom]
  },
}
