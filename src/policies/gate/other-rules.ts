import type { Finding } from '../../evidence/finding.ts'
import type { GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'other-rules',
    title: 'What else the environment waits for is told.',
    docs: 'Wait timers, Apps behind custom rules, and rules of a kind that is not known are named, so that nobody wonders why the job waits. They never stand in for a reviewer.',
    codes: ['gate/wait-timer', 'gate/custom-rule', 'gate/unknown-rule'],
  },
  judge({ github, environment }) {
    const subject = `environment/${environment}`
    const tell = (code: string, title: string, observed: string): Finding => ({
      code: `gate/${code}`,
      outcome: 'skipped',
      title,
      subject,
      observed,
    })
    const rules = (github?.environment?.rules ?? []).flatMap((one) => {
      if (one.kind === 'wait-timer' && one.minutes > 0) {
        return [tell('wait-timer', `the job waits ${one.minutes} min before it starts`, `${one.minutes} min`)]
      }
      return one.kind === 'unknown'
        ? [tell('unknown-rule', `a rule of the unknown kind "${one.type}" guards ${environment}`, one.type)]
        : []
    })
    const custom = (github?.customRules ?? [])
      .filter(({ enabled }) => enabled)
      .map(({ app }) => tell('custom-rule', `the App ${app} must agree too`, app))
    return [...rules, ...custom]
  },
}
