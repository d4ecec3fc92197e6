import { oneLine } from '../support/text.ts'

/** What to do next, by CodeDeploy's error codes. */

const SCRIPTS: Readonly<Record<string, string>> = {
  ScriptMissing: 'The AppSpec names a script that is not in the revision: correct its `location`, or add the file.',
  ScriptNotExecutable:
    'The script could not be run: give it an interpreter line (`#!/bin/sh`), Unix line ends and the right to be executed.',
  ScriptTimedOut:
    'The script ran longer than its `timeout` in the AppSpec: find what it waits for, or allow more time.',
  ScriptFailed:
    'Read the last lines of the script in the evidence, correct what they name, and start the release again.',
  UnknownError: 'Read the message and /var/log/aws/codedeploy-agent/codedeploy-agent.log on the instance.',
}

/** The next step for what an agent reported about one event. */
export function adviceForScript(errorCode: string | undefined, event: string): string {
  const known = errorCode === undefined ? undefined : SCRIPTS[errorCode]
  if (event === 'ApplicationStop') {
    return `${known ?? SCRIPTS['UnknownError']} ApplicationStop comes from the revision that is installed, not from this one: if it can never succeed, set \`ignore-application-stop-failures: true\` for one release.`
  }
  if (event === 'Install' && errorCode === 'UnknownError') {
    return 'Look in the message for files that exist already (`file-exists` says what becomes of them), for missing sources and for permissions.'
  }
  return known ?? 'Read the message and the log of the target, correct what they name, and start the release again.'
}

/** The next step where a function of an AppSpec reported a failure, or nothing. */
export function adviceForFunction(nameOrArn: string): string {
  const name = oneLine(nameOrArn.split(':function:').at(-1) ?? nameOrArn)
  return `Read what the function ${name} logged (/aws/lambda/${name.split(':')[0]} in CloudWatch Logs), correct what it found, and start the release again.`
}

/** The next step where an event failed that CodeDeploy itself carries out. */
export function adviceForShift(event: string): string {
  return event === 'Install'
    ? 'Look at the events of the service and at the stopped tasks (`aws ecs describe-services`, `aws ecs list-tasks --desired-status STOPPED`): the new tasks did not become healthy.'
    : 'Look at the alarms of the group and at the metrics of both versions for the time of the shift, correct what they show, and start the release again.'
}

/** AWS's own number for outputs that something kept open; the API has no name for it. */
const OUTPUTS_LEFT_OPEN = 6

/** The same for an agent that is this action itself: its log is the job's. */
export function adviceHere(
  diagnostics: { readonly errorCode: string; readonly agentCode: number } | undefined,
  event: string,
): string {
  if (diagnostics?.agentCode === OUTPUTS_LEFT_OPEN) {
    return 'The script ended, but something that it started in the background kept its output until the timeout: redirect it, as in `server >/dev/null 2>&1 &`.'
  }
  const advice = adviceForScript(diagnostics?.errorCode, event)
  return advice.replace(SCRIPTS['UnknownError'] ?? '', 'Correct what the message names, and start again.')
}

const DEPLOYMENTS: Readonly<Record<string, string>> = {
  ALARM_ACTIVE: 'An alarm of the group went off: look at its history for the time of the deployment.',
  NO_INSTANCES:
    'No instance matches: let the tags or Auto Scaling groups of the group {group} name instances that run.',
  HEALTH_CONSTRAINTS: 'Too many instances failed: look at the events of each target.',
  HEALTH_CONSTRAINTS_INVALID:
    'The group has fewer instances than the deployment configuration keeps healthy: add instances, or use another configuration.',
  IAM_ROLE_MISSING: 'The group {group} has no service role: set one.',
  IAM_ROLE_PERMISSIONS: 'The service role of the group {group} lacks permissions: attach AWSCodeDeployRole.',
  REVISION_MISSING: 'The revision is not in the bucket any more: run the job again, which uploads it.',
  DEPLOYMENT_GROUP_MISSING: 'The group {group} was removed meanwhile: correct the configuration or make it again.',
  APPLICATION_MISSING: 'The application was removed meanwhile: correct the configuration or make it again.',
  MANUAL_STOP: 'Somebody stopped it: CloudTrail tells who (StopDeployment).',
  TIMEOUT: 'A target did not report in time: look whether its agent runs.',
  AGENT_ISSUE: 'An agent reported trouble: look at its log on the instance.',
  THROTTLED: 'CodeDeploy was throttled by another service: run the job again.',
  OVER_MAX_INSTANCES: 'The group has more instances than one deployment may have: split it.',
  ELASTIC_LOAD_BALANCING_INVALID:
    'The load balancer or target group of the group {group} is not as it must be: compare them.',
}

/** The next step for the error of a whole deployment. */
export function adviceForDeployment(errorCode: string | undefined, group: string): string {
  const known = errorCode === undefined ? undefined : DEPLOYMENTS[errorCode]
  return (
    known ?? 'Look at the deployment and its targets in the console, correct what they name, and start again.'
  ).replaceAll('{group}', group)
}
