import { oneLine } from '../support/text/text.ts'

/** Next steps by CodeDeploy's error codes. */

const SCRIPTS: Readonly<Record<string, string>> = {
  ScriptMissing: 'The AppSpec names a script that is not in the revision: correct its `location`, or add the file.',
  ScriptNotExecutable:
    'The script could not be run: give it an interpreter line (`#!/bin/sh`), Unix line ends and permission to execute.',
  ScriptTimedOut:
    'The script ran longer than its `timeout` in the AppSpec: find what it waits for, or raise the timeout.',
  ScriptFailed:
    'Read the last lines of the script, which begin with `|` in the log of this step and stand under Log on the page; correct what they name, and start the release again.',
  UnknownError: 'Read the message and /var/log/aws/codedeploy-agent/codedeploy-agent.log on the instance.',
}

/** The next step for what an agent reported about one event. */
export function adviceForScript(errorCode: string | undefined, event: string): string {
  const known = errorCode === undefined ? undefined : SCRIPTS[errorCode]
  if (event === 'ApplicationStop') {
    return `${known ?? SCRIPTS['UnknownError']} ApplicationStop comes from the revision that is installed, not from this one: if it cannot succeed, set \`ignore-application-stop-failures: true\` for one release.`
  }
  if (event === 'Install' && errorCode === 'UnknownError') {
    return 'Check the message for files that already exist (`file-exists` sets what happens to them), for missing sources and for permissions; correct them and start the release again.'
  }
  return known ?? 'Read the message and the log of the target, correct what they name, and start the release again.'
}

/** The next step where a hook function of an AppSpec reported a failure, or did not report. */
export function adviceForFunction(nameOrArn: string): string {
  const name = oneLine(nameOrArn.split(':function:').at(-1) ?? nameOrArn)
  return `Read what the function ${name} logged (/aws/lambda/${name.split(':')[0]} in CloudWatch Logs), correct the cause, and start the release again.`
}

/** The next step for a failed event that CodeDeploy itself performs. */
export function adviceForShift(event: string): string {
  return event === 'Install'
    ? 'Read the events of the service and its stopped tasks (`aws ecs describe-services`, `aws ecs list-tasks --desired-status STOPPED`): the new tasks did not become healthy. Correct the cause, and start the release again.'
    : 'Check the alarms of the group and the metrics of both versions for the time of the shift, correct the cause, and start the release again.'
}

/** AWS's error number for outputs that a process kept open; the API has no name for it. */
const OUTPUTS_LEFT_OPEN = 6

/** The next step for a local deployment, whose log is the job's. */
export function adviceHere(
  diagnostics: { readonly errorCode: string; readonly agentCode: number } | undefined,
  event: string,
): string {
  if (diagnostics?.agentCode === OUTPUTS_LEFT_OPEN) {
    return 'The script ended, but a background process of it kept its output open until the timeout: redirect that output, as in `server >/dev/null 2>&1 &`.'
  }
  const advice = adviceForScript(diagnostics?.errorCode, event)
  return advice.replace(SCRIPTS['UnknownError'] ?? '', 'Correct what the message names, and start again.')
}

const DEPLOYMENTS: Readonly<Record<string, string>> = {
  ALARM_ACTIVE:
    'An alarm of the group went into ALARM: read its history for the time of the deployment, correct the cause, and start the release again.',
  NO_INSTANCES:
    'No instance matches: change the tags or Auto Scaling groups of the group {group} so that they select running instances.',
  HEALTH_CONSTRAINTS:
    'Too many instances failed: read the events of each target, correct the cause, and start the release again.',
  HEALTH_CONSTRAINTS_INVALID:
    'The group has fewer instances than the deployment configuration keeps healthy: add instances, or use another configuration.',
  IAM_ROLE_MISSING: 'The group {group} has no service role: set one.',
  IAM_ROLE_PERMISSIONS: 'The service role of the group {group} lacks permissions: attach AWSCodeDeployRole.',
  REVISION_MISSING: 'The revision no longer exists in the bucket: run the job again, which uploads it.',
  DEPLOYMENT_GROUP_MISSING:
    'The group {group} was deleted meanwhile: correct the configuration or create the group again.',
  APPLICATION_MISSING:
    'The application was deleted meanwhile: correct the configuration or create the application again.',
  MANUAL_STOP: 'The deployment was stopped: CloudTrail records by whom (StopDeployment).',
  TIMEOUT: 'A target did not report in time: check whether its agent runs.',
  AGENT_ISSUE: 'An agent reported a problem: read its log on the instance.',
  THROTTLED: 'CodeDeploy was throttled by another service: run the job again.',
  OVER_MAX_INSTANCES: 'The group has more instances than one deployment may have: split it.',
  ELASTIC_LOAD_BALANCING_INVALID:
    'The load balancer or target group of the group {group} is misconfigured: compare its configuration with that of the group.',
}

/** The next step for the error of a whole deployment. */
export function adviceForDeployment(errorCode: string | undefined, group: string): string {
  const known = errorCode === undefined ? undefined : DEPLOYMENTS[errorCode]
  return (
    known ?? 'Check the deployment and its targets in the console, correct the cause, and start the release again.'
  ).replaceAll('{group}', group)
}
