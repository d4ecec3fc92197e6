import type { LocalRequest } from '../../src/codedeploy/local/local-request.ts'

/** A deployment of the folder `app` to this host. */
export const REQUEST: LocalRequest = {
  id: 'app',
  application: 'shop',
  group: 'preprod',
  revision: '/app',
  revisionName: 'app',
  environmentKey: 'preprod',
  root: '/root',
  deploymentId: 'd-1',
  ignoreApplicationStopFailures: false,
  agentCompatible: false,
  environment: {},
  timeout: 10_000,
}
