import type { Finding } from '../evidence/finding.ts'
import type { AlarmFacts } from './read.ts'

/** An alarm whose actions are not taken. Pure. */

/** Why the actions of an alarm are not taken: `its actions are disabled`. Empty where they are taken. */
function reasonsOf({ actionsEnabled, suppressedBy }: AlarmFacts, mutes: readonly string[]): string[] {
  return [
    ...(actionsEnabled === false ? ['its actions are disabled'] : []),
    ...(suppressedBy === undefined ? [] : [`its actions are suppressed by ${suppressedBy}`]),
    ...mutes.map((rule) => `it is muted by the rule ${rule}`),
  ]
}

/** That the actions of an alarm are not taken, by its definition and by the mute rules that apply to it. */
export function judgeSilenced(subject: string, alarm: AlarmFacts, mutes: readonly string[]): Finding[] {
  const reasons = reasonsOf(alarm, mutes)
  if (reasons.length === 0) return []
  const { name, state } = alarm
  return [
    {
      code: 'check/alarm/silenced',
      outcome: 'inconclusive',
      title: `the actions of ${name} are not taken: ${reasons.join(', ')}`,
      subject: `${subject}/alarm/${name}`,
      expected: 'actions that are enabled, not muted and not suppressed',
      observed: `${state}; ${reasons.join(', ')}`,
      advice:
        reasons.length === 1 && alarm.actionsEnabled === false
          ? `Enable them: \`aws cloudwatch enable-alarm-actions --alarm-names ${name}\`; or write \`actions: ignored\` where only the state matters.`
          : 'Remove what mutes or suppresses the alarm before the verification; or write `actions: ignored` where only the state matters.',
    },
  ]
}
