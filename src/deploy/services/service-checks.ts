import { checksOf } from '../../checks/engine/run-checks.ts'
import { surroundingsOf } from '../../checks/engine/surroundings.ts'
import { checksFor } from '../../checks/engine/test-endpoint.ts'
import { accessTo, type EcsNativeDeployment } from '../../config/model/environment.ts'
import type { Outputs } from '../../config/model/references.ts'
import { waitOfService } from '../../ecs/pause.ts'
import type { ServiceRevision } from '../../ecs/service-deployment.ts'
import type { ServiceState } from '../../ecs/service.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { DeployContext } from '../contract.ts'
import type { BeforeTraffic } from '../traffic/before-traffic.ts'
import { testRoutes } from '../traffic/test-routes.ts'

/** The checks that a deployment of a service has to pass before traffic. */
export interface ServiceChecks {
  readonly with: (revision: ServiceRevision) => BeforeTraffic
}

/** Undefined where no check before traffic is about the deployment. */
export function serviceChecks(
  context: DeployContext,
  { id }: EcsNativeDeployment,
  { balancers }: ServiceState,
  outputs: Outputs,
): ServiceChecks | undefined {
  const { ports, record, environment, access, run } = context
  const checks = checksFor(checksOf(context.checks, ['before-traffic'], environment.words), id)
  if (checks.length === 0) return undefined
  const surroundings = surroundingsOf(environment, outputs, {
    access: accessTo(environment, 'verify', run.runId),
    deployed: undefined,
  })
  return {
    with: ({ targetGroups }) => ({
      checks,
      run: { ports, record, surroundings, outputs },
      endpoints: async () => testRoutes(await ports.connect.traffic(access), { id, balancers, targetGroups }),
    }),
  }
}

/** A service that cannot wait would move the traffic without the checks: nothing is deployed to it. */
export function judgeServiceWait(
  waiting: ServiceChecks | undefined,
  { configuration, cluster, name }: ServiceState,
  id: string,
): Finding | undefined {
  const wait = waiting && waitOfService(configuration)
  if (wait === undefined || wait.waits) return undefined
  return {
    code: 'phase/service-does-not-pause',
    outcome: 'fail',
    title: `${cluster}/${name} ${wait.why}: the checks before traffic could not run, and nothing was deployed`,
    subject: `deployment/${id}/service`,
    expected: wait.expected,
    observed: wait.observed,
    advice: `${wait.change}; or give the checks another \`phase\`.`,
  }
}
