import { kindOfState, showState } from '../../alarms/judge.ts'
import type { AlarmFacts } from '../../alarms/read.ts'
import { evaluationOf, shortestWatch } from '../../alarms/window.ts'
import type { GroupFacts } from '../../codedeploy/group/group.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { showDuration } from '../../support/text/durations.ts'
import { plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, Rule } from '../contract.ts'

/** Nothing is wrong and nothing is running before the start. */
export const rule: Rule = {
  meta: {
    code: 'deployment/start',
    title: 'No alarm is in ALARM and no deployment runs before the start',
    docs:
      'A deployment that starts while one of its alarms is in ALARM is stopped at once, or its alarm cannot be judged; and ' +
      'CodeDeploy runs one deployment for a group at a time. An alarm without data is noted: whether it proves anything ' +
      'is decided after the deployment.',
    codes: [
      'deployment/alarm-active',
      'deployment/alarm-missing',
      'deployment/alarm-no-data',
      'deployment/alarm-unknown',
      'deployment/alarm-slow',
      'deployment/running',
      'deployment/ready',
    ],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) => [
      // Another rule reports a running deployment of ECS.
      ...(environment.services ?? []).flatMap(({ alarms, deployment, cluster, service }) =>
        alarms.flatMap((alarm) =>
          judgeAlarm(
            alarm,
            { deployment, group: `${cluster}/${service}` },
            environment.environment.key,
            environment.environment.region,
          ),
        ),
      ),
      ...environment.groups.flatMap((group): Finding[] => {
        if (group.info === undefined) return []
        const name = environment.environment.key
        const region = environment.environment.region
        const details = { environment: name }
        const findings = group.alarms.flatMap((alarm) => [
          ...judgeAlarm(alarm, group, name, region),
          ...judgeNeeds(alarm, group, environment),
        ])
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
        if (findings.some(blocks)) return findings
        const count = group.alarms.length
        const silent = findings.length
        return [
          ...findings,
          {
            code: 'deployment/ready',
            outcome: 'pass',
            title:
              count === 0
                ? `${name}: no deployment to ${group.group} runs`
                : `${name}: no alarm of ${group.group} is in ALARM and no deployment runs`,
            subject: `deployment/${group.deployment}/group`,
            expected: 'no alarm in ALARM, no deployment running',
            observed: `${plural(count, 'alarm')}${count === 0 ? '' : ', none in ALARM'}${silent === 0 ? '' : `, ${silent} without data`}; no deployment`,
            details,
          },
        ]
      }),
    ])
  },
}

/** Pure: what an alarm of a group, or of a service, says before the start. */
function judgeAlarm(
  alarm: AlarmFacts,
  group: Pick<GroupFacts, 'deployment' | 'group'>,
  environment: string,
  region: string,
): Finding[] {
  const about = {
    subject: `deployment/${group.deployment}/alarm/${alarm.name}`,
    expected: 'OK',
    observed: showState(alarm),
    advice: `See \`aws cloudwatch describe-alarms --alarm-names ${alarm.name} --region ${region}\`.`,
    details: { environment },
  }
  switch (kindOfState(alarm.state)) {
    case 'ok':
      return []
    case 'active':
      return [
        {
          ...about,
          code: 'deployment/alarm-active',
          outcome: 'fail',
          title: `${environment}: the alarm ${alarm.name} is in ALARM before the start`,
        },
      ]
    case 'missing':
      return [
        {
          ...about,
          code: 'deployment/alarm-missing',
          outcome: 'fail',
          title: `${environment}: ${group.group} names an alarm that does not exist: ${alarm.name}`,
          advice: `Correct the alarms of ${group.group}, or create this one.`,
        },
      ]
    case 'no-data':
      // Not blocked: the release may be what gives it data.
      return [
        {
          ...about,
          code: 'deployment/alarm-no-data',
          outcome: 'noted',
          title: `${environment}: the alarm ${alarm.name} has no data, so it would not stop a deployment now`,
          advice:
            'Send requests to the environment while it is deployed to, or add an alarm to the group whose metric always has data: the watch after the deployment is inconclusive without data.',
        },
      ]
    case 'unknown':
      return [
        {
          ...about,
          code: 'deployment/alarm-unknown',
          outcome: 'inconclusive',
          title: `${environment}: the alarm ${alarm.name} is in an unknown state`,
        },
      ]
  }
}

/** An alarm that cannot be watched for long enough is found before the deployment, not after it. */
function judgeNeeds(alarm: AlarmFacts, group: GroupFacts, { environment }: EnvironmentFacts): Finding[] {
  const evaluation = alarm.metric && evaluationOf(alarm.metric)
  const deployment = environment.deployments.find(({ id }) => id === group.deployment)
  if (evaluation === undefined || deployment === undefined) return []
  const needed = shortestWatch(evaluation)
  if (needed <= deployment.timeout) return []
  return [
    {
      code: 'deployment/alarm-slow',
      outcome: 'inconclusive',
      title: `${environment.key}: the alarm ${alarm.name} needs longer than the timeout of ${deployment.id}`,
      subject: `deployment/${group.deployment}/alarm/${alarm.name}`,
      expected: `a watch of at most ${showDuration(deployment.timeout)}`,
      observed: `${plural(evaluation.periods, 'period')} of ${showDuration(evaluation.period)}: at least ${showDuration(needed)}`,
      advice: `Give the deployment ${deployment.id} a \`timeout\` that is as long, or let ${group.group} use an alarm with shorter periods instead.`,
      details: { environment: environment.key },
    },
  ]
}
