import type { Platform } from './appspec/types.ts'

const COMPUTE_PLATFORMS: Readonly<Record<string, string>> = {
  server: 'Server',
  lambda: 'Lambda',
  ecs: 'ECS',
} satisfies Readonly<Record<Platform, string>>

/** The name of a platform in CodeDeploy's API; undefined for one that CodeDeploy does not have. */
export function computePlatform(platform: string): string | undefined {
  return COMPUTE_PLATFORMS[platform]
}

/**
 * Lifecycle events in the order in which CodeDeploy runs them; a deployment may have a part of them:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const LIFECYCLES: Readonly<Record<Platform, readonly string[]>> = {
  server: [
    'BeforeBlockTraffic',
    'BlockTraffic',
    'AfterBlockTraffic',
    'ApplicationStop',
    'DownloadBundle',
    'BeforeInstall',
    'Install',
    'AfterInstall',
    'ApplicationStart',
    'ValidateService',
    'BeforeAllowTraffic',
    'AllowTraffic',
    'AfterAllowTraffic',
  ],
  lambda: ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'],
  ecs: [
    'BeforeInstall',
    'Install',
    'AfterInstall',
    'AllowTestTraffic',
    'AfterAllowTestTraffic',
    'BeforeAllowTraffic',
    'AllowTraffic',
    'AfterAllowTraffic',
  ],
}

/** The lifecycle of an instance without the events of the service itself, which blocks and allows traffic. */
export const AGENT_EVENTS = LIFECYCLES.server.filter((event) => event !== 'BlockTraffic' && event !== 'AllowTraffic')

/** The lifecycle of an instance without a load balancer. */
export const AGENT_EVENTS_WITHOUT_LOAD_BALANCER = AGENT_EVENTS.filter((event) => !event.endsWith('Traffic'))

/** Events at which an instance runs scripts. */
export const SCRIPTED_EVENTS = AGENT_EVENTS.filter((event) => event !== 'DownloadBundle' && event !== 'Install')
