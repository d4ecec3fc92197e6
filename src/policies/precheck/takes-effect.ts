import { resourcesIn } from '../../cloudformation/exports.ts'
import type { TemplateResource } from '../../cloudformation/template/template.ts'
import type { ResourceChange } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { EnvironmentFacts, Rule, StackFacts } from '../contract.ts'

/** A changed function, API or launch template is also what serves: its version, deployment or group follows. */
export const rule: Rule = {
  meta: {
    code: 'change/takes-effect',
    title: 'What is changed is also what serves',
    docs:
      'Lambda publishes a version, and API Gateway a deployment, only when the resource is created or replaced: a ' +
      'changed function behind an alias, or a changed API behind a stage, is otherwise green without an effect. ' +
      'The same is true of a launch template whose version is a fixed number in its Auto Scaling group.',
    codes: ['change/no-effect'],
  },
  judge: ({ environments }) =>
    environments.flatMap((environment) => environment.stacks.flatMap((stack) => judgeStack(environment, stack))),
}

/** Properties without an effect on what a version holds. */
const OUTSIDE_OF_VERSIONS = /^\/?(Properties\/)?(Tags|ReservedConcurrentExecutions|RecursiveLoop)(\/|$)/

/** Parts of an API of which a deployment is a snapshot. */
const PARTS_OF_APIS: Readonly<Record<string, RegExp>> = {
  'AWS::ApiGateway::Deployment':
    /^AWS::ApiGateway::(RestApi|Resource|Method|Authorizer|Model|RequestValidator|GatewayResponse)$/,
  'AWS::ApiGatewayV2::Deployment':
    /^AWS::ApiGatewayV2::(Api|Route|Integration|Authorizer|Model|RouteResponse|IntegrationResponse)$/,
}

type Entry = readonly [id: string, resource: TemplateResource]

function judgeStack(environment: EnvironmentFacts, stack: StackFacts): Finding[] {
  const changes = stack.plan?.changes ?? []
  if (changes.length === 0) return []
  const { template } = stack.source
  const all = Object.entries(template.resources)
  const ofType = (type: string): Entry[] => all.filter(([, resource]) => resource.type === type)
  const refersTo = (value: unknown, id: string): boolean => resourcesIn(template, value).includes(id)
  const isMade = (id: string): boolean =>
    changes.some((change) => change.logicalId === id && (change.action === 'Add' || change.replacement !== 'False'))
  const { key } = environment.environment
  const finding = (
    changed: ResourceChange,
    server: Entry,
    how: { title: string; observed: string; advice: string },
  ): Finding => ({
    code: 'change/no-effect',
    outcome: 'fail',
    title: `${key}: ${how.title}`,
    subject: `stack/${stack.stack.id}/resource/${changed.logicalId}/effect/${server[0]}`,
    expected: 'what serves is what is changed',
    observed: how.observed,
    advice: how.advice,
    source: server[1].source,
    details: { environment: key },
  })

  const functions = changes
    .filter(({ type, action, replacement, properties }) => {
      if (type !== 'AWS::Lambda::Function' || action !== 'Modify' || replacement !== 'False') return false
      return properties.length === 0 || properties.some(({ path }) => !OUTSIDE_OF_VERSIONS.test(path))
    })
    .flatMap((change): Finding[] => {
      const versions = ofType('AWS::Lambda::Version').filter(([, { properties }]) =>
        refersTo(properties['FunctionName'], change.logicalId),
      )
      if (versions.some(([id]) => isMade(id))) return []
      const served = versions.flatMap(([version]) =>
        ofType('AWS::Lambda::Alias')
          .filter(([, { properties }]) => refersTo(properties['FunctionVersion'], version))
          .map((alias) => ({ alias, version })),
      )
      return served.map(({ alias, version }) =>
        finding(change, alias, {
          title: `${change.logicalId} changes, and the alias ${alias[0]} goes on serving the old version`,
          observed: `${version} is not made again: Lambda publishes a version only when the resource is created or replaced`,
          advice: `Give ${version} another logical id with each change of ${change.logicalId} (\`AutoPublishAlias\` of SAM and \`currentVersion\` of the CDK do so), and let ${alias[0]} refer to it.`,
        }),
      )
    })

  const apis = Object.entries(PARTS_OF_APIS).flatMap(([type, parts]) =>
    ofType(type).flatMap((deployment): Finding[] => {
      const [id, { properties }] = deployment
      const api = properties['RestApiId'] ?? properties['ApiId']
      const changed = changes.find(
        (change) =>
          parts.test(change.type) &&
          change.action !== 'Unknown' &&
          isOfApi(change, api, template.resources[change.logicalId], refersTo),
      )
      const stages = ofType(type.replace('Deployment', 'Stage')).filter(
        ([, stage]) => refersTo(stage.properties['DeploymentId'], id) && stage.properties['AutoDeploy'] !== true,
      )
      const others = ofType(type).filter(([other]) => other !== id)
      if (changed === undefined || isMade(id) || others.some(([other]) => isMade(other))) return []
      return stages.map((stage) =>
        finding(changed, stage, {
          title: `${changed.logicalId} changes, and the stage ${stage[0]} goes on serving the old API`,
          observed: `${id} is not made again: a deployment is a snapshot of the API at its creation`,
          advice: `Give ${id} another logical id with each change of the API, and let ${stage[0]} refer to it.`,
        }),
      )
    }),
  )

  const templates = changes
    .filter(({ type, action }) => type === 'AWS::EC2::LaunchTemplate' && action === 'Modify')
    .flatMap((change) =>
      ofType('AWS::AutoScaling::AutoScalingGroup').flatMap((group): Finding[] => {
        const used = group[1].properties['LaunchTemplate'] as { readonly Version?: unknown } | undefined
        const version = used?.Version
        const isFixed = /^\d+$/.test(
          typeof version === 'number' ? String(version) : typeof version === 'string' ? version : '',
        )
        if (!isFixed || !refersTo(used, change.logicalId)) return []
        return [
          finding(change, group, {
            title: `${change.logicalId} changes, and the group ${group[0]} goes on starting version ${String(version)}`,
            observed: `LaunchTemplate.Version of ${group[0]} is a fixed number`,
            advice: `Write \`Version: !GetAtt ${change.logicalId}.LatestVersionNumber\` into ${group[0]}.`,
          }),
        ]
      }),
    )
  return [...functions, ...apis, ...templates]
}

/** Whether a part belongs to the API that the deployment is of. A removed part has no properties any more. */
function isOfApi(
  change: ResourceChange,
  api: unknown,
  part: TemplateResource | undefined,
  refersTo: (value: unknown, id: string) => boolean,
): boolean {
  if (/::(RestApi|Api)$/.test(change.type)) {
    const isContent = ({ path }: { readonly path: string }): boolean => /(^|\/)(Body|BodyS3Location)(\/|$)/.test(path)
    return refersTo(api, change.logicalId) && change.properties.some(isContent)
  }
  const own = part?.properties['RestApiId'] ?? part?.properties['ApiId']
  return part === undefined || JSON.stringify(own) === JSON.stringify(api)
}
