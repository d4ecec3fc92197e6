import type { Finding } from '../evidence/finding.ts'
import type { AlarmFacts } from './read.ts'
import type { WatchedAlarm } from './watch.ts'

/** An alarm whose actions are not taken. Pure. */

const UNKNOWN = 'CloudWatch does not say whether its actions are enabled'

/** Why the actions of an alarm are not taken: `its actions are disabled`. Empty where they are taken. */
function reasonsOf({ state, actionsEnabled, suppressedBy }: AlarmFacts): string[] {
  if (state === 'missing') return []
  return [
    ...(actionsEnabled === false ? ['its actions are disabled'] : []),
    ...(actionsEnabled === undefined ? [UNKNOWN] : []),
    ...(suppressedBy === undefined ? [] : [`its actions are suppressed by ${suppressedBy}`]),
  ]
}

/**
 * That the actions of an alarm are not taken, or were not when the watch began, by its definition and by the mute rules that
 * apply to it.
 */
export function judgeSilenced(
  subject: string,
  { first, alarm }: Pick<WatchedAlarm, 'first' | 'alarm'>,
  mutes: readonly string[],
): Finding[] {
  const now = reasonsOf(alarm)
  const atFirst = reasonsOf(first).filter((reason) => !now.includes(reason))
  const reasons = [
    ...now,
    ...atFirst.map((reason) => `when the watch began: ${reason}`),
    ...mutes.map((rule) => `it is muted by the rule ${rule}`),
  ]
  if (reasons.length === 0) return []
  const { name, state } = alarm
  return [
    {
      code: 'check/alarm/silenced',
      outcome: 'inconclusive',
      title: reasons.every((reason) => reason.endsWith(UNKNOWN))
        ? `whether the actions of ${name} are taken is not known: ${UNKNOWN}`
        : `the actions of ${name} are not taken: ${reasons.join(', ')}`,
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
