import { dirname } from 'node:path/posix'
import type { FoundAccount } from '../account/found.ts'
import { filled, OWN_WORDS } from '../account/twins.ts'
import type { Found, FoundTemplate } from '../found.ts'
import { ENVIRONMENT_NAMES, nameText } from '../names.ts'
import { listed } from '../../support/text/text.ts'
import type { PlannedStack } from './planned.ts'

/** The stacks of a release, from templates and from what the CDK and SAM build. Pure. */

const SERVERLESS = 'AWS::Serverless-2016-10-31'
const MOST_LISTED = 20
const TASKS = 'ecs-tasks.amazonaws.com'
const SAM_BUILD = '.aws-sam/build'
/** What AWS::Serverless makes of a resource: https://github.com/aws/serverless-application-model/blob/develop/docs/internals/generated_resources.rst */
const EXPANDED: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Function': [
    'AWS::Lambda::Function',
    'AWS::Lambda::Version',
    'AWS::Lambda::Alias',
    'AWS::Lambda::Permission',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Events::Rule',
    'AWS::IAM::Role',
    'AWS::CodeDeploy::Application',
    'AWS::CodeDeploy::DeploymentGroup',
  ],
  'AWS::Serverless::Api': ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Deployment', 'AWS::ApiGateway::Stage'],
  'AWS::Serverless::HttpApi': ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage'],
  'AWS::Serverless::SimpleTable': ['AWS::DynamoDB::Table'],
  'AWS::Serverless::LayerVersion': ['AWS::Lambda::LayerVersion'],
  'AWS::Serverless::StateMachine': ['AWS::StepFunctions::StateMachine', 'AWS::IAM::Role'],
}

/** The name that the stack of a template gets: that of samconfig.toml, or one made of the repository's. */
export function plannedName({ id }: FoundTemplate, { sam, templates }: Found, name: string): string {
  const base = sam?.stackName ?? (templates.length === 1 ? name : `${name}-${id}`)
  return `${base.replace(/-?(preprod|production|dev|prod|staging)$/, '')}-{environment}`
}

export function stacksOf(found: Found, name: string, todo: string[], account?: FoundAccount): PlannedStack[] {
  const { templates, sam, cdk } = found
  if (cdk) {
    if (templates.length > 0)
      todo.push(
        `Declare under \`stacks\`, beside those of the CDK, what is released of ${listed(
          templates.map(({ path }) => path),
          MOST_LISTED,
        )}; other templates stay as they are.`,
      )
    const { folder, stacks: awsNames, qualifiers, problem } = cdk
    // Without its output nothing is known, but that there will be one.
    const own = problem === undefined ? { awsNames, qualifiers } : {}
    const stack = { id: 'cdk', name, cdk: folder, ...own, template: folder }
    return [{ ...stack, capabilities: [], ofAccount: [], identities: [], taskRoles: [], types: [] }]
  }
  return templates.map((each) => {
    const { id, path, template } = each
    const needed = Object.entries(template.parameters).filter(([, parameter]) => parameter.default === undefined)
    const parameters = parametersOf(each, found, account)
    const given = typeof parameters === 'object' ? Object.keys(parameters) : undefined
    const lacking =
      typeof parameters === 'string' ? [] : needed.flatMap(([each2]) => (given?.includes(each2) ? [] : [each2]))
    if (lacking.length > 0) todo.push(`Give the parameters ${lacking.join(', ')} of ${path} under \`parameters\`.`)
    const isServerless = template.transforms.includes(SERVERLESS)
    const bucket = sam?.bucket ?? `${name}-{environment}-assets-{account}`
    const stackName = deployedName(each, plannedName(each, found, name), account, todo)
    return {
      id,
      name: stackName,
      template: path,
      ...(isServerless && { sam: SAM_BUILD, assets: { name: bucket, isNew: sam?.bucket === undefined } }),
      ...(parameters !== undefined && { parameters }),
      capabilities: capabilitiesOf(each),
      ofAccount: differing(each, parameters, { ...found, account }, todo),
      identities: identitiesOf(each, stackName),
      taskRoles: taskRolesOf(each, stackName),
      types: [...new Set(Object.values(template.resources).flatMap(({ type }) => EXPANDED[type] ?? [type]))].toSorted(),
    }
  })
}

/** The name that the account has for the stack of a template; `planned` where it has none. */
function deployedName(
  { path }: FoundTemplate,
  planned: string,
  account: FoundAccount | undefined,
  todo: string[],
): string {
  const stacks = account?.stacks.filter(({ template }) => template === path) ?? []
  const words = Object.values(account?.words ?? OWN_WORDS)
  const isPlanned = (name: string): boolean => name === planned || words.some((word) => filled(planned, word) === name)
  const chosen =
    stacks.find(({ name }) => isPlanned(name)) ?? stacks.find(({ isTwin }) => isTwin) ?? stacks.find(({ name }) => name)
  if (chosen === undefined) return planned
  const others = stacks.filter(({ name }) => name !== chosen.name && !(isPlanned(name) && isPlanned(chosen.name)))
  if (others.length > 0)
    todo.push(
      `${path} is also deployed as ${listed(
        others.map(({ name }) => name),
        MOST_LISTED,
      )}: declare each that is part of the release under \`stacks\`, with an id of its own and the same template.`,
    )
  if (isPlanned(chosen.name)) return planned
  if (!chosen.isTwin)
    todo.push(
      `Write {environment} in the name of the stack ${chosen.name}, if it has another name in the other environment: this account has it once.`,
    )
  return chosen.name
}

const IDENTITY_NAMES = ['RoleName', 'InstanceProfileName', 'ManagedPolicyName']

function identitiesOf({ template }: FoundTemplate, stackName: string): string[] {
  return Object.values(template.resources).flatMap(({ type, properties }) =>
    type.startsWith('AWS::IAM::') ? IDENTITY_NAMES.flatMap((key) => nameText(properties[key], stackName) ?? []) : [],
  )
}

/** The roles that tasks of ECS take: their names, or what AWS makes of the name of their stack. */
function taskRolesOf({ template }: FoundTemplate, stackName: string): string[] {
  return Object.values(template.resources).flatMap(({ type, properties }) =>
    type === 'AWS::IAM::Role' && JSON.stringify(properties['AssumeRolePolicyDocument'] ?? '').includes(TASKS)
      ? [nameText(properties['RoleName'], stackName) ?? `${stackName}-*`]
      : [],
  )
}

/** A file for each environment, or the parameter that names the environment. */
function parametersOf(
  { path, template }: FoundTemplate,
  { files }: Found,
  account: FoundAccount | undefined,
): PlannedStack['parameters'] {
  const words = Object.values(account?.words ?? OWN_WORDS)
  const folder = dirname(path) === '.' ? '' : `${dirname(path)}/`
  const stem = path.slice(folder.length).replace(/\.\w+$/, '')
  const patterns = [
    `${folder}parameters.{environment}.json`,
    `${folder}${stem}.{environment}.json`,
    `${folder}{environment}.json`,
  ]
  const file = patterns.find((pattern) => words.every((environment) => files.has(filled(pattern, environment))))
  if (file !== undefined) return file
  const environment = Object.keys(template.parameters).find((parameter) => ENVIRONMENT_NAMES.test(parameter))
  return environment === undefined ? undefined : { [environment]: '{environment}' }
}

/** Types of parameters whose values are things of one account. */
const OF_ACCOUNT = /AWS::EC2::(VPC|Subnet|SecurityGroup|KeyPair|Volume|Instance)|AWS::Route53::HostedZone/

/** The parameters of an account whose values differ; a difference of another parameter is for a person to explain. */
function differing(
  { id, template }: FoundTemplate,
  file: PlannedStack['parameters'],
  { parameters, account }: Pick<Found, 'parameters'> & { readonly account?: FoundAccount | undefined },
  todo: string[],
): string[] {
  if (typeof file !== 'string') return []
  const [preprod, production] = Object.values(account?.words ?? OWN_WORDS).map((word) =>
    parameters.get(filled(file, word)),
  )
  const names = Object.keys(template.parameters).filter(
    (name) => preprod?.[name] !== production?.[name] && !ENVIRONMENT_NAMES.test(name),
  )
  const own = names.filter((name) => OF_ACCOUNT.test(template.parameters[name]?.type ?? ''))
  const others = names.filter((name) => !own.includes(name))
  if (others.length > 0)
    todo.push(
      `${others.join(', ')} of ${id} ${others.length === 1 ? 'differs' : 'differ'} between the environments: give both the same value, or allow it with a reason under \`precheck.parity.allow\` where precheck asks for it.`,
    )
  return own
}

function capabilitiesOf({ template }: FoundTemplate): string[] {
  const iam = Object.values(template.resources).filter(({ type }) => type.startsWith('AWS::IAM::'))
  const isNamed = iam.some(({ properties }) =>
    ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName', 'InstanceProfileName'].some((key) => key in properties),
  )
  const own = isNamed ? ['CAPABILITY_NAMED_IAM'] : iam.length > 0 ? ['CAPABILITY_IAM'] : []
  const serverless = template.transforms.includes(SERVERLESS)
  return [
    ...(own.length === 0 && serverless ? ['CAPABILITY_IAM'] : own),
    ...(template.transforms.length > 0 ? ['CAPABILITY_AUTO_EXPAND'] : []),
  ]
}
