import type { Finding } from '../../evidence/finding.ts'
import type { Rule } from '../contract.ts'

/** Nothing is wrong and nothing is running before the start. */
export const rule: Rule = {
  meta: {
    code: 'deployment/start',
    title: 'No alarm rings and no deployment runs before the start',
    docs:
      'A deployment that starts while one of its alarms is in ALARM is stopped at once, or its alarm proves nothing; and ' +
      'CodeDeploy runs one deployment for a group at a time.',
    codes: [
      'deployment/alarm-active',
      'deployment/alarm-missing',
      'deployment/alarm-silent',
      'deployment/running',
      'deployment/quiet',
    ],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) =>
      environment.groups.flatMap((group): Finding[] => {
        if (group.info === undefined) return []
        const name = environment.environment.key
        const region = environment.environment.region
        const details = { environment: name }
        const findings: Finding[] = group.alarms.flatMap((alarm): Finding[] => {
          if (alarm.state === 'OK') return []
          const silent = alarm.state === 'INSUFFICIENT_DATA'
          const missing = alarm.state === 'missing'
          return [
            {
              code: missing
                ? 'deployment/alarm-missing'
                : silent
                  ? 'deployment/alarm-silent'
                  : 'deployment/alarm-active',
              // Without data an alarm stops nothing; whether that is so by night only is not known here.
              outcome: silent ? 'skipped' : 'fail',
              title: missing
                ? `${name}: the group ${group.group} names an alarm that does not exist: ${alarm.name}`
                : silent
                  ? `${name}: the alarm ${alarm.name} has no data, so it would not stop a deployment now`
                  : `${name}: the alarm ${alarm.name} is in ${alarm.state} before the start`,
              subject: `deployment/${group.deployment}/alarm/${alarm.name}`,
              expected: 'OK',
              observed: alarm.reason === '' ? alarm.state : `${alarm.state}: ${alarm.reason}`,
              advice: missing
                ? `Correct the AlarmConfiguration of ${group.group}.`
                : `Look at \`aws cloudwatch describe-alarms --alarm-names ${alarm.name} --region ${region}\`.`,
              details,
            },
          ]
        })
        for (const id of group.running) {
          findings.push({
            code: 'deployment/running',
            outcome: 'fail',
            title: `${name}: a deployment to ${group.group} is already running`,
            subject: `deployment/${group.deployment}/group`,
            expected: 'no deployment',
            observed: id,
            advice: `Wait for it, or stop it: \`aws deploy stop-deployment --deployment-id ${id} --region ${region}\`.`,
            details,
          })
        }
        if (findings.some((finding) => finding.outcome === 'fail')) return findings
        const count = group.alarms.length
        const silent = findings.length
        return [
          ...findings,
          {
            code: 'deployment/quiet',
            outcome: 'pass',
            title:
              count === 0
                ? `${name}: no deployment to ${group.group} runs; it has no alarm`
                : `${name}: no alarm of ${group.group} rings and no deployment runs`,
            subject: `deployment/${group.deployment}/group`,
            expected: 'no alarm in ALARM, no deployment running',
            observed: `${count} ${count === 1 ? 'alarm' : 'alarms'}${count === 0 ? '' : ', none in ALARM'}${silent === 0 ? '' : `, ${silent} without data`}; no deployment`,
            details,
          },
        ]
      }),
    )
  },
}
