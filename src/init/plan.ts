import { dirname } from 'node:path/posix'
import { isRecord } from '../support/records.ts'
import type { Options } from './arguments.ts'
import type { Found, FoundAppSpec, FoundTemplate } from './found.ts'

/** What will be written, before it is text. */
export interface Plan {
  readonly name: string
  /** OWNER/NAME */
  readonly repository: string
  readonly branch: string
  readonly region: string
  readonly accounts: Readonly<Record<'preprod' | 'production', string>>
  readonly reviewers: readonly string[]
  readonly ambient: boolean
  readonly stacks: readonly PlannedStack[]
  readonly deployments: readonly PlannedDeployment[]
  readonly checks: readonly PlannedCheck[]
  /** The command that builds, for the workflow. */
  readonly build?: string
  /** What a person has to fill in, as sentences. */
  readonly todo: readonly string[]
}

export interface PlannedStack {
  readonly id: string
  /** With {environment}. */
  readonly name: string
  /** The folder of a cloud assembly, whose stacks these are. */
  readonly cdk?: string
  /** The folder that `sam build` writes. */
  readonly sam?: string
  /** Names in AWS of the stacks of an assembly. */
  readonly awsNames?: readonly string[]
  readonly template: string
  readonly parameters?: string | Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  /** Parameters whose values belong to one account, such as a VPC: they differ between the environments. */
  readonly ofAccount: readonly string[]
  /** Types of its resources, for the service role of CloudFormation. */
  readonly types: readonly string[]
}

export interface PlannedDeployment {
  readonly id: string
  readonly platform: FoundAppSpec['platform'] | 'local'
  readonly application?: string
  readonly group?: string
  readonly appspec?: string
  readonly directory?: string
  readonly bucket?: string
  readonly taskDefinition?: string
}

export interface PlannedCheck {
  readonly why: string
  readonly entry: Readonly<Record<string, unknown>>
}

const SERVERLESS = 'AWS::Serverless-2016-10-31'
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
const EXAMPLES = { preprod: '111111111111', production: '222222222222' }
const ENVIRONMENT_NAMES = /^(Environment|EnvironmentName|Env|EnvName|Stage|StageName)$/
const URLS = /url|endpoint|address/i
/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html, with the words of the configuration. */
const CODEDEPLOY_NAME = /^[\w.+=,@{}-]+$/
const REVISIONS = /releas|revision|deploy|artifact/i
/** Scripts of package.json that test a running service, by the kind that they prove. */
const TESTS: readonly (readonly [script: RegExp, kind: string])[] = [
  [/^(test:)?(functional|e2e|end-to-end|smoke|acceptance)$/, 'functional'],
  [/^(test:)?integration$/, 'integration'],
  [/^(test:)?security$/, 'security'],
  [/^(test:)?regression$/, 'regression'],
]

/** Pure. */
export function planFrom(found: Found, options: Options): Plan {
  const todo: string[] = []
  const repository = options.repository ?? found.repository ?? 'OWNER/REPOSITORY'
  if (repository === 'OWNER/REPOSITORY') todo.push('Name the repository: `--repository OWNER/NAME`.')
  const name = options.name ?? nameOf(repository)
  const region = options.region ?? found.sam?.region ?? found.cdk?.region
  if (region === undefined) todo.push('Name the region: `--region REGION`.')
  const stacks = stacksOf(found, name, todo)
  const deployments = found.appspecs.map((appspec, index) =>
    deploymentOf(appspec, index, { found, name, stacks, todo }),
  )
  const hasAws = stacks.length > 0 || deployments.some(({ platform }) => platform !== 'local')
  const { preprodAccount, productionAccount } = options
  if (hasAws && !options.ambient && (preprodAccount === undefined || productionAccount === undefined)) {
    todo.push(
      'Name both accounts: `--preprod-account ID --production-account ID`; the numbers in the files are examples.',
    )
  }
  if (stacks.length === 0 && deployments.length === 0)
    todo.push('Declare what is released under `stacks` or `deployments`: no template and no AppSpec was found.')
  if (options.reviewers.length === 0) todo.push('Name who approves: `--reviewer LOGIN`.')
  const checks = checksOf(found, stacks, deployments)
  if (checks.length === 0)
    todo.push('Add a check under `verify`: production stays closed until one has passed on pre-prod.')
  const build = buildOf(found, stacks)
  return {
    name,
    repository,
    branch: found.branch ?? 'main',
    region: region ?? 'eu-west-1',
    accounts: {
      preprod: preprodAccount ?? EXAMPLES.preprod,
      production: productionAccount ?? EXAMPLES.production,
    },
    reviewers: options.reviewers,
    ambient: options.ambient,
    stacks,
    deployments,
    checks,
    ...(build !== undefined && { build }),
    todo,
  }
}

function nameOf(repository: string): string {
  const name = (repository.split('/')[1] ?? '').toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')
  return /^[a-z]/.test(name) ? name.slice(0, 32).replace(/-+$/, '') : 'app'
}

function stacksOf(found: Found, name: string, todo: string[]): PlannedStack[] {
  const { templates, sam, cdk } = found
  if (cdk && templates.length === 0) {
    const stack = { id: 'cdk', name, cdk: cdk.folder, awsNames: cdk.stacks, template: cdk.folder }
    return [{ ...stack, capabilities: [], ofAccount: [], types: [] }]
  }
  return templates.map((each) => {
    const { id, path, template } = each
    const needed = Object.entries(template.parameters).filter(([, parameter]) => parameter.default === undefined)
    const parameters = parametersOf(each, found)
    const given = typeof parameters === 'object' ? Object.keys(parameters) : undefined
    const lacking =
      typeof parameters === 'string' ? [] : needed.flatMap(([each2]) => (given?.includes(each2) ? [] : [each2]))
    if (lacking.length > 0) todo.push(`Give the parameters ${lacking.join(', ')} of ${path} under \`parameters\`.`)
    const isServerless = template.transforms.includes(SERVERLESS)
    if (isServerless)
      todo.push(
        `Name the bucket for the code of ${path} under \`asset-bucket\`, unless samconfig.toml has \`s3_bucket\`.`,
      )
    const base = sam?.stackName ?? (templates.length === 1 ? name : `${name}-${id}`)
    return {
      id,
      name: `${base.replace(/-?(preprod|production|dev|prod|staging)$/, '')}-{environment}`,
      template: path,
      ...(isServerless && { sam: SAM_BUILD }),
      ...(parameters !== undefined && { parameters }),
      capabilities: capabilitiesOf(each),
      ofAccount: differing(each, parameters, found, todo),
      types: [...new Set(Object.values(template.resources).flatMap(({ type }) => EXPANDED[type] ?? [type]))].toSorted(),
    }
  })
}

/** A file for each environment, or the parameter that names the environment. */
function parametersOf({ path, template }: FoundTemplate, { files }: Found): PlannedStack['parameters'] {
  const folder = dirname(path) === '.' ? '' : `${dirname(path)}/`
  const stem = path.slice(folder.length).replace(/\.\w+$/, '')
  const patterns = [
    `${folder}parameters.{environment}.json`,
    `${folder}${stem}.{environment}.json`,
    `${folder}{environment}.json`,
  ]
  const file = patterns.find((pattern) =>
    ['preprod', 'production'].every((environment) => files.has(pattern.replace('{environment}', environment))),
  )
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
  { parameters }: Found,
  todo: string[],
): string[] {
  if (typeof file !== 'string') return []
  const [preprod, production] = ['preprod', 'production'].map((key) =>
    parameters.get(file.replace('{environment}', key)),
  )
  const names = Object.keys(template.parameters).filter(
    (name) => preprod?.[name] !== production?.[name] && !ENVIRONMENT_NAMES.test(name),
  )
  const own = names.filter((name) => OF_ACCOUNT.test(template.parameters[name]?.type ?? ''))
  const others = names.filter((name) => !own.includes(name))
  if (others.length > 0)
    todo.push(
      `${others.join(', ')} of ${id} differ between the environments: make them the same, or allow it with a reason under \`precheck.parity.allow\` where precheck asks for it.`,
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

interface Surrounding {
  readonly found: Found
  readonly name: string
  readonly stacks: readonly PlannedStack[]
  readonly todo: string[]
}

function deploymentOf(
  { path, platform }: FoundAppSpec,
  index: number,
  { found, name, stacks, todo }: Surrounding,
): PlannedDeployment {
  const id = index === 0 ? 'app' : `app-${index + 1}`
  const groups = groupsOf(found, stacks, platform)
  const known = groups.filter((each) => each.application !== undefined && each.group !== undefined)
  const names = known[index] ?? known[0]
  const [unnamed] = groups
  if (names === undefined)
    todo.push(
      `Correct \`application\` and \`group\` of the deployment ${id}: ${
        unnamed === undefined
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
    const [taskDefinition] = platform === 'ecs' ? found.taskDefinitions : []
    return { ...common, appspec: path, ...(taskDefinition !== undefined && { taskDefinition }) }
  }
  const bucket = bucketOf(found, stacks)
  if (bucket === undefined) todo.push(`Name the bucket for the revisions of ${id} under \`revision.bucket\`.`)
  return { ...common, directory: dirname(path), bucket: bucket ?? `${name}-releases-{environment}` }
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

/** A name of a template as the configuration writes it. */
function nameText(value: unknown, stackName: string | undefined): string | undefined {
  const fill = (text: string): string | undefined => {
    let known = true
    const filled = text.replaceAll(/\$\{([^}]+)\}/g, (_, variable: string) => {
      if (ENVIRONMENT_NAMES.test(variable)) return '{environment}'
      if (variable === 'AWS::StackName' && stackName !== undefined) return stackName
      if (variable === 'AWS::AccountId') return '{account}'
      known = false
      return ''
    })
    return known ? filled : undefined
  }
  const sub = isRecord(value)
    ? (value['Fn::Sub'] ?? (typeof value['Ref'] === 'string' ? `\${${value['Ref']}}` : ''))
    : value
  const name = typeof sub === 'string' ? fill(sub) : undefined
  return name !== undefined && CODEDEPLOY_NAME.test(name) ? name : undefined
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

function checksOf(
  found: Found,
  stacks: readonly PlannedStack[],
  deployments: readonly PlannedDeployment[],
): PlannedCheck[] {
  const health = found.appspecs.find((each) => each.health !== undefined)?.health ?? ''
  const urls = found.templates.flatMap(({ id, template }) =>
    stacks.some((stack) => stack.id === id)
      ? Object.entries(template.outputs).flatMap(([output, declared]) =>
          URLS.test(output) && isAddress(declared) ? [`{stack.${id}.outputs.${output}}`] : [],
        )
      : [],
  )
  const [url] = urls
  const tests = Object.keys(found.scripts).flatMap((script) => {
    const kind = TESTS.find(([pattern]) => pattern.test(script))?.[1]
    return kind === undefined ? [] : [{ script, kind }]
  })
  return [
    ...urls.map((each) => ({
      why: 'the service answers, five times, a second apart',
      entry: { http: `${each}${health}`, every: '1s', count: 5 },
    })),
    ...tests.map(({ script, kind }) => ({
      why: `your script ${script} of package.json; it finds the address in URL`,
      entry: { name: script, run: `npm run ${script}`, kind, ...(url !== undefined && { env: { URL: url } }) },
    })),
    ...(urls.length === 0 && tests.length === 0 ? localChecks(found, deployments) : []),
  ]
}

/** Where nothing has an address: the hosts ask the service themselves, before they get traffic. */
function localChecks({ appspecs }: Found, deployments: readonly PlannedDeployment[]): PlannedCheck[] {
  const health = appspecs.find((each) => each.health !== undefined)?.health
  if (health === undefined || !deployments.some(({ platform }) => platform === 'server')) return []
  return [
    {
      why: 'each host asks its own service before it gets traffic',
      entry: { http: `http://127.0.0.1${health}`, on: 'hosts' },
    },
  ]
}

/** Whether an output is a URL: its text begins with a scheme, or it has none that could be read. */
function isAddress(declared: unknown): boolean {
  const value = isRecord(declared) ? declared['Value'] : undefined
  const text = typeof value === 'string' ? value : isRecord(value) ? JSON.stringify(value) : ''
  return /https?:\/\//.test(text) || (isRecord(value) && 'Fn::GetAtt' in value && /ApiEndpoint|FunctionUrl/.test(text))
}

/** A build that is declared, or that of the CDK or SAM; its output must not be checked in. */
function buildOf({ scripts, hasLockFile, cdk }: Found, stacks: readonly PlannedStack[]): string | undefined {
  const steps = [
    ...(hasLockFile ? ['npm ci'] : []),
    ...(scripts['build'] === undefined ? [] : ['npm run build']),
    ...(cdk && stacks.some((stack) => stack.cdk !== undefined) ? ['npx cdk synth'] : []),
    ...(stacks.some((stack) => stack.sam !== undefined) ? ['sam build'] : []),
  ]
  return steps.some((step) => step !== 'npm ci') ? steps.join(' && ') : undefined
}
