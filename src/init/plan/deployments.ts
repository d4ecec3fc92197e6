import { dirname } from 'node:path/posix'
import { isRecord } from '../../support/records.ts'
import { listed } from '../../support/text/text.ts'
import type { FoundAccount } from '../account/found.ts'
import type { Found, FoundAppSpec } from '../found.ts'
import { nameText } from '../names.ts'
import type { PlannedDeployment, PlannedStack } from './planned.ts'

/** The deployments of a release, from AppSpecs and the deployment groups and services of templates. Pure. */

const MOST_LISTED = 20
const REVISIONS = /releas|revision|deploy|artifact/i

export interface Surrounding {
  readonly found: Found
  readonly name: string
  readonly stacks: readonly PlannedStack[]
  readonly todo: string[]
  readonly account?: FoundAccount | undefined
}

export function deploymentOf(
  { path, platform }: FoundAppSpec,
  index: number,
  { found, name, stacks, todo, account }: Surrounding,
): PlannedDeployment {
  const id = index === 0 ? 'app' : `app-${index + 1}`
  const groups = groupsOf(found, stacks, platform)
  const known = groups.filter((each) => each.application !== undefined && each.group !== undefined)
  const deployed = deployedGroups(platform, name, account)
  const names = known[index] ?? known[0] ?? (deployed.length === 1 ? deployed[0] : undefined)
  const [unnamed] = groups
  if (names === undefined)
    todo.push(
      `Correct \`application\` and \`group\` of the deployment ${id}: ${
        deployed.length > 1
          ? `the account has several: ${listed(
              deployed.map((each) => `${each.application} / ${each.group}`),
              MOST_LISTED,
            )}.`
          : unnamed === undefined
            ? 'no template declares a deployment group of CodeDeploy for it.'
            : `${unnamed.logicalId} in ${unnamed.template} has names that AWS makes. Give application and group names there, or name outputs of its stack: '{stack.${unnamed.stack}.outputs.OUTPUT}'.`
      }`,
    )
  if (platform === 'lambda')
    todo.push(
      `Name the folder with the code of the deployment ${id} under \`revision: { directory: … }\`, unless ${path} names the version.`,
    )
  const common = {
    id,
    platform,
    application: names?.application ?? name,
    group: names?.group ?? `${name}-{environment}`,
  }
  if (platform !== 'server') {
    const [definition] = platform === 'ecs' ? found.taskDefinitions : []
    if (definition === undefined) return { ...common, appspec: path }
    const { path: taskDefinition, family } = definition
    return { ...common, appspec: path, taskDefinition, ...(family !== undefined && { family }) }
  }
  const bucket = bucketOf(found, stacks)
  if (bucket === undefined) todo.push(`Name the bucket for the revisions of ${id} under \`revision.bucket\`.`)
  return { ...common, directory: dirname(path), bucket: bucket ?? `${name}-releases-{environment}` }
}

/** The groups that the account has for the platform; those alone that are named as the repository, if there are any. */
function deployedGroups(
  platform: FoundAppSpec['platform'],
  name: string,
  account: FoundAccount | undefined,
): { readonly application: string; readonly group: string }[] {
  const groups = (account?.groups ?? [])
    .filter(({ item }) => item.platform === platform)
    .map(({ names: [application = '', group = ''] }) => ({ application, group }))
  const own = groups.filter(({ application, group }) => [application, group].some((each) => each.includes(name)))
  return own.length > 0 ? own : groups
}

interface GroupInTemplate {
  readonly logicalId: string
  readonly template: string
  /** Id of the stack. */
  readonly stack: string
  /** Absent where the template does not fix the name. */
  readonly application?: string | undefined
  readonly group?: string | undefined
}

/** The deployment groups that templates declare for the platform, with {environment} for the parameter that names it. */
function groupsOf(
  { templates }: Found,
  stacks: readonly PlannedStack[],
  platform: FoundAppSpec['platform'],
): GroupInTemplate[] {
  const compute = { server: 'Server', lambda: 'Lambda', ecs: 'ECS' }[platform]
  return templates.flatMap(({ id, path, template }) => {
    const name = stacks.find((each) => each.id === id)?.name
    return Object.entries(template.resources).flatMap(([logicalId, { type, properties }]) => {
      if (type !== 'AWS::CodeDeploy::DeploymentGroup') return []
      const own = properties['ApplicationName']
      const referred = isRecord(own) && typeof own['Ref'] === 'string' ? template.resources[own['Ref']] : undefined
      if ((referred?.properties['ComputePlatform'] ?? 'Server') !== compute) return []
      const application = nameText(referred === undefined ? own : referred.properties['ApplicationName'], name)
      return [
        { logicalId, template: path, stack: id, application, group: nameText(properties['DeploymentGroupName'], name) },
      ]
    })
  })
}

/** An output that is a bucket of its template. */
function bucketOf({ templates }: Found, stacks: readonly PlannedStack[]): string | undefined {
  const buckets = templates.flatMap(({ id, template }) =>
    Object.entries(template.outputs).flatMap(([output, declared]) => {
      const value = isRecord(declared) ? declared['Value'] : undefined
      const target = isRecord(value) && typeof value['Ref'] === 'string' ? value['Ref'] : undefined
      return target !== undefined && template.resources[target]?.type === 'AWS::S3::Bucket' ? [{ id, output }] : []
    }),
  )
  const chosen = buckets.find(({ output }) => REVISIONS.test(output)) ?? (buckets.length === 1 ? buckets[0] : undefined)
  return chosen && stacks.some(({ id }) => id === chosen.id)
    ? `{stack.${chosen.id}.outputs.${chosen.output}}`
    : undefined
}
