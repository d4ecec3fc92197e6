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
  const place = found.appspecs.filter((each) => each.platform === platform).findIndex((each) => each.path === path)
  const names =
    known[place] ?? (groups.length === 1 ? known[0] : undefined) ?? (deployed.length === 1 ? deployed[0] : undefined)
  // Of several groups, the one at the place of this AppSpec among the AppSpecs of its platform.
  const unnamed = groups[place] ?? (groups.length === 1 ? groups[0] : undefined)
  const suffix = place === 0 ? '' : `-${id}`
  const stackName = stacks.find((each) => each.id === unnamed?.stack)?.name
  if (names === undefined) {
    const correct = `Correct \`application\` and \`group\` of the deployment ${id}: `
    if (deployed.length > 1) {
      const all = deployed.map((each) => `${each.application} / ${each.group}`)
      todo.push(`${correct}the account has several: ${listed(all, MOST_LISTED)}.`)
    } else if (unnamed === undefined) {
      const local =
        platform === 'server'
          ? ` To deploy it to the host of the job instead, replace the entry by \`{ platform: local, revision: { directory: ${dirname(path)} }, destination-root: ./host }\`, and take the workflow of examples/local, whose steps are in one job: each job has another host (docs/guide.md, Without AWS).`
          : ''
      todo.push(`${correct}no template declares a deployment group of CodeDeploy for it.${local}`)
    } else
      todo.push(
        namesToGive(unnamed, suffix) ??
          `${correct}${unnamed.logicalId} in ${unnamed.template} names an application that is not in it.`,
      )
  }
  if (platform === 'lambda')
    todo.push(
      `Name the folder with the code of the deployment ${id} under \`revision: { directory: … }\`, unless ${path} names the version.`,
    )
  const common = {
    id,
    platform,
    application: names?.application ?? unnamed?.application ?? stackName ?? name,
    group: names?.group ?? unnamed?.group ?? `${stackName ?? `${name}-{environment}`}${suffix}`,
  }
  if (platform !== 'server') {
    const [definition] = platform === 'ecs' ? found.taskDefinitions : []
    if (definition === undefined) return { ...common, appspec: path }
    const { path: taskDefinition, family } = definition
    return { ...common, appspec: path, taskDefinition, ...(family !== undefined && { family }) }
  }
  const bucket = bucketOf(found, stacks)
  if (bucket !== undefined) return { ...common, directory: dirname(path), bucket }
  const own = bucketsIn(found, stacks)
  const [only] = own
  if (only === undefined || own.length > 1) {
    const wanted = `${name}-releases-{environment}`
    todo.push(
      `Name the bucket for the revisions of ${id} under \`revision.bucket\`: it is ${wanted} there, which no template declares.`,
    )
    return { ...common, directory: dirname(path), bucket: wanted }
  }
  const todoOutput = `Add to Outputs of ${only.path}: \`Releases: { Value: { Ref: ${only.logicalId} } }\`. It is the bucket for the revisions of ${id}.`
  if (!todo.includes(todoOutput)) todo.push(todoOutput)
  return { ...common, directory: dirname(path), bucket: `{stack.${only.stack}.outputs.Releases}` }
}

/** What a template lacks for the names that the configuration has; undefined where the application is not its own. */
function namesToGive(
  { logicalId, template, stack, application, group, applicationId }: GroupInTemplate,
  suffix: string,
): string | undefined {
  if (application === undefined && applicationId === undefined) return undefined
  const lines = [
    ...(application === undefined && applicationId !== undefined
      ? [`\`ApplicationName: { Ref: AWS::StackName }\` of ${applicationId}`]
      : []),
    ...(group === undefined
      ? [
          `\`DeploymentGroupName: ${suffix === '' ? '{ Ref: AWS::StackName }' : `{ Fn::Sub: '\${AWS::StackName}${suffix}' }`}\` of ${logicalId}`,
        ]
      : []),
  ]
  return (
    `Set ${lines.join(' and ')} in ${template}: the configuration has these names, and the template has none that init can read. ` +
    `Where the stack exists already, this would replace them: add outputs instead, and write '{stack.${stack}.outputs.OUTPUT}' for \`application\` and \`group\`.`
  )
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
  /** Logical id of the application, where the template declares it. */
  readonly applicationId?: string | undefined
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
      const applicationId = isRecord(own) && typeof own['Ref'] === 'string' ? own['Ref'] : undefined
      const referred = applicationId === undefined ? undefined : template.resources[applicationId]
      if ((referred?.properties['ComputePlatform'] ?? 'Server') !== compute) return []
      const application = nameText(referred === undefined ? own : referred.properties['ApplicationName'], name)
      return [
        {
          logicalId,
          template: path,
          stack: id,
          application,
          group: nameText(properties['DeploymentGroupName'], name),
          ...(referred && { applicationId }),
        },
      ]
    })
  })
}

/** The buckets that templates of stacks declare. */
function bucketsIn({ templates }: Found, stacks: readonly PlannedStack[]) {
  return templates
    .filter(({ id }) => stacks.some((stack) => stack.id === id))
    .flatMap(({ id, path, template }) =>
      Object.entries(template.resources).flatMap(([logicalId, { type }]) =>
        type === 'AWS::S3::Bucket' ? [{ stack: id, path, logicalId }] : [],
      ),
    )
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
