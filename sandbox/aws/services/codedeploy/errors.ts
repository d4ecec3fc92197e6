import { ServiceError } from '../../../contract.ts'

export const failure = (code: string, message: string): ServiceError => new ServiceError(code, message)

/** AWS's messages for failed deployments. Sources: sandbox/SPEC.md. */
export const MESSAGES = {
  NO_INSTANCES:
    'The deployment failed because no instances were found for your deployment group. Check your deployment group settings to make sure the tags for your Amazon EC2 instances or Auto Scaling groups correctly identify the instances you want to deploy to, and then try again.',
  HEALTH_CONSTRAINTS:
    'The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.',
  HEALTH_CONSTRAINTS_INVALID:
    'The deployment failed because the minimum number of healthy instances that the deployment configuration requires is not available.',
  REVISION_MISSING: 'The deployment failed because the revision was deleted after the deployment was created.',
  ALARM_ACTIVE:
    'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: ',
  MANUAL_STOP: 'The deployment was stopped by a user.',
  HOOK_EXECUTION_FAILURE: 'The deployment failed because a lifecycle event hook failed: ',
  TIMEOUT: 'The deployment timed out while waiting for a notification to continue.',
} as const

/** The service's message when an agent does not receive an event. */
export const AGENT_SILENT =
  'CodeDeploy agent was not able to receive the lifecycle event. Check the CodeDeploy agent logs on your host and make sure the agent is running and can connect to the CodeDeploy server.'
