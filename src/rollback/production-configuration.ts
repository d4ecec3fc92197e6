import { isByCodeDeploy, type Environment } from '../config/model/environment.ts'
import type { Chain } from '../evidence/chain/chain.ts'
import type { Finding } from '../evidence/finding.ts'

/** Configurations of CodeDeploy's own, which every account has. */
const PREDEFINED = /^CodeDeployDefault\./

/**
 * Pure: the environment with the deployment configurations that production has, as precheck read them, so that the
 * rehearsal goes as production does. One that production alone has cannot be named here; a finding says so.
 */
export function asInProduction(
  environment: Environment,
  chain: Chain,
): { readonly environment: Environment; readonly findings: readonly Finding[] } {
  const states = chain.links.flatMap(({ evidence }) => evidence.states ?? [])
  const production = states.findLast((state) => state.environment === 'production')
  const own = states.findLast((state) => state.environment === environment.key)
  const findings: Finding[] = []
  const deployments = environment.deployments.map((deployment) => {
    if (!isByCodeDeploy(deployment) || deployment['deployment-config'] !== undefined) return deployment
    const path = `deployments/${deployment.id}/configuration`
    const [there, here] = [production?.values[path], own?.values[path]]
    if (there === here && typeof there === 'string') return deployment
    if (typeof there === 'string' && PREDEFINED.test(there)) return { ...deployment, 'deployment-config': there }
    findings.push(ofPreprod(environment, deployment.id, there))
    return deployment
  })
  return { environment: { ...environment, deployments }, findings }
}

function ofPreprod({ key }: Environment, id: string, there: string | null | undefined): Finding {
  const why =
    there === undefined
      ? 'production has no such deployment group, or precheck did not read it'
      : there === null
        ? 'precheck could not read the one of production'
        : `${there} may not exist in ${key}`
  return {
    code: 'rollback/own-configuration',
    outcome: 'noted',
    title: `the way back of ${id} is rehearsed with the deployment configuration of ${key}`,
    subject: `deployment/${id}/rollback/configuration`,
    expected: 'the deployment configuration of production',
    observed: why,
    advice: `Give the group in ${key} the deployment configuration that production has, or set \`deployment-config\` of ${id}.`,
  }
}
