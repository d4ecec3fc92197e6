import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { CodeDeploy } from '@aws-sdk/client-codedeploy'
import { ECS } from '@aws-sdk/client-ecs'
import { Lambda } from '@aws-sdk/client-lambda'
import { blocks } from '../../../src/evidence/verdict.ts'
import type { Evidence } from '../../../src/evidence/document.ts'

/** The state of AWS after the second attempt, read by clients of this check. */
export interface Standing {
  /** By what was made: `stack base-preprod CREATE_COMPLETE` or `deployment api Succeeded`, and how often. */
  readonly made: ReadonlyMap<string, number>
  /** Waiting or running operations that belong to no deployment. */
  readonly open: readonly { readonly what: string; readonly id: string }[]
}

export async function readStanding(endpoint: string, environment: string): Promise<Standing> {
  const access = {
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger-000000000000' },
    maxAttempts: 10,
  }
  const made = new Map<string, number>()
  const open: { what: string; id: string }[] = []
  const count = (what: string, times = 1): void => void made.set(what, (made.get(what) ?? 0) + times)

  const cloudformation = new CloudFormation(access)
  for (const name of [`base-${environment}`, `web-${environment}`]) {
    const { Stacks = [] } = await cloudformation.describeStacks({ StackName: name }).catch(() => ({ Stacks: [] }))
    const [stack] = Stacks
    if (stack?.StackId === undefined) continue
    if (stack.StackStatus?.endsWith('IN_PROGRESS'))
      open.push({ what: `${name} ${stack.StackStatus}`, id: stack.StackId })
    const { StackEvents = [] } = await cloudformation.describeStackEvents({ StackName: stack.StackId })
    for (const { PhysicalResourceId, ResourceStatus, ClientRequestToken } of StackEvents) {
      const ended = /^(CREATE|UPDATE)_COMPLETE$/.test(ResourceStatus ?? '')
      // The history of the scenario has no token of a run.
      if (PhysicalResourceId === stack.StackId && ended && ClientRequestToken?.startsWith('test-deployments-'))
        count(`stack ${name}`)
    }
    const { Summaries = [] } = await cloudformation.listChangeSets({ StackName: stack.StackId })
    for (const { ChangeSetId = '', ExecutionStatus } of Summaries) {
      if (!ExecutionStatus?.startsWith('EXECUTE_')) open.push({ what: `change set of ${name}`, id: ChangeSetId })
    }
  }
  const codedeploy = new CodeDeploy(access)
  for (const applicationName of ['functions', 'services']) {
    const input = { applicationName, deploymentGroupName: environment }
    const { deployments = [] } = await codedeploy.listDeployments(input)
    for (const deploymentId of deployments) {
      const { deploymentInfo: info } = await codedeploy.getDeployment({ deploymentId })
      if (info?.status === 'Succeeded' && info.rollbackInfo?.rollbackTriggeringDeploymentId === undefined)
        count(`deployment of ${applicationName}`)
      if (!['Succeeded', 'Failed', 'Stopped'].includes(info?.status ?? ''))
        open.push({ what: `deployment ${info?.status}`, id: deploymentId })
    }
  }
  const { taskDefinitionArns = [] } = await new ECS(access).listTaskDefinitions({ familyPrefix: `web-${environment}` })
  count('task definition', taskDefinitionArns.length - 1)
  const { Versions = [] } = await new Lambda(access).listVersionsByFunction({ FunctionName: `orders-${environment}` })
  count('function version', Versions.filter(({ Version }) => Version !== '$LATEST').length - 1)
  return { made, open }
}

export interface Verdict {
  readonly duplicates: readonly string[]
  readonly orphans: readonly string[]
  /** The reason why the second attempt neither succeeded nor reported the state. */
  readonly stuck: readonly string[]
  readonly ending: 'green' | 'stands' | 'stuck'
}

/** Codes of findings that report a person's next step; with them a second attempt may stop. */
const STANDS = new Set(['stack/not-ready'])

/** Pure. `documents`: the evidence of the attempts that wrote some. */
export function judge(
  standing: Standing,
  second: { readonly status: number | undefined; readonly evidence: Evidence | undefined },
  documents: readonly Evidence[],
): Verdict {
  const named = documents.flatMap(({ handles, findings }) => [
    ...handles.filter(({ state }) => state !== 'removed').map(({ id }) => id),
    ...findings.flatMap(({ observed = '', advice = '' }) => [observed, advice]),
  ])
  const blockers = second.evidence?.findings.filter(blocks) ?? []
  const stands = blockers.some(({ code }) => STANDS.has(code))
  const ending = second.status === 0 ? 'green' : stands ? 'stands' : 'stuck'
  const lacking = [...standing.made].filter(([, times]) => times < 1)
  return {
    duplicates: [...standing.made].filter(([, times]) => times > 1).map(([what, times]) => `${what}: ${times}`),
    orphans: standing.open
      .filter(({ id }) => !named.some((text) => text.includes(id)))
      .map(({ what, id }) => `${what} ${id}`),
    stuck:
      ending === 'stuck'
        ? blockers.map(({ code, subject, observed }) => `${code} ${subject}: ${observed}`)
        : ending === 'green'
          ? lacking.map(([what]) => `green without ${what}`)
          : [],
    ending,
  }
}
