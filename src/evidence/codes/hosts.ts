import type { CodeTable } from './entry.ts'

/** Proof of health on hosts, before they get traffic. */
export const HOST_CODES = {
  'deployment/validated-before-traffic': {
    title: 'Every host was validated before it got traffic',
    meaning:
      'On each target behind a load balancer a hook of this revision (ValidateService or BeforeAllowTraffic) succeeded before AllowTraffic began, by its lifecycle events.',
    outcomes: ['pass'],
  },
  'deployment/not-validated': {
    title: 'Hosts got traffic without a proof of their health',
    meaning:
      'The group has a load balancer, and the AppSpec has no hook of ValidateService or BeforeAllowTraffic; or AllowTraffic began on a target before such a hook had succeeded.',
    outcomes: ['inconclusive', 'fail'],
    next: 'Add a `service` check with `on: hosts`, or a ValidateService hook that fails where the service is not healthy.',
  },
  'deployment/no-health-proof': {
    title: 'A deployment without a proof of health on its hosts',
    meaning:
      'The AppSpec has no hook of ValidateService or BeforeAllowTraffic. The group has no load balancer, so traffic does not wait for a hook.',
    outcomes: ['noted'],
    next: 'Add a `service` check with `on: hosts`, or a ValidateService hook.',
  },
  'appspec/checks-join': {
    title: 'Checks on hosts are added to a revision',
    meaning:
      'The revision is deployed with one more script, which has the checks with `on: hosts`, and with the AppSpec that the finding shows. Both are part of the release, and the same for all environments.',
    outcomes: ['noted'],
    next: 'Read the AppSpec as it is deployed, and the checks that are added to it.',
  },
} as const satisfies CodeTable
