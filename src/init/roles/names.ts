import { PROJECT } from '../../support/project.ts'
import type { Plan } from '../plan/planned.ts'

/** The documents of docs/iam under the names of a plan. Pure. */

export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: object
}
export interface PolicyDocument {
  readonly Version: string
  readonly Statement: readonly Statement[]
}

const WORKFLOWS = `${PROJECT.repository}/.github/workflows/`
/** The file differs: pre-prod and production are deployed to by jobs of different files. */
const DEPLOYING_WORKFLOW = {
  'Fn::Sub': [
    `${WORKFLOWS}\${File}@\${WorkflowRef}`,
    { File: { 'Fn::FindInMap': ['Workflows', { Ref: 'Environment' }, 'File'] } },
  ],
}

/** What the documents call the bootstrap stack of the CDK. */
const QUALIFIER = 'hnb659fds'
const BOOTSTRAP = `cdk-${QUALIFIER}-`
const OF_THE_CDK = /cdk-bootstrap\/|-cfn-exec-role-/

/** A name of the configuration as a template writes it. */
export function inTemplate(name: string): string {
  return name.replaceAll('{environment}', '${Environment}').replaceAll('{account}', '${AWS::AccountId}')
}

/** The names of the documents replaced by those of this plan. */
export function ownNames({ Statement: statements, ...document }: PolicyDocument, plan: Plan): object {
  const hasCdk = plan.stacks.some(({ cdk }) => cdk !== undefined)
  const kept = statements.filter((each) => hasCdk || !OF_THE_CDK.test(JSON.stringify(each.Resource ?? '')))
  const one = (text: string): string[] => namesFor(text, plan)
  return mapTexts({ ...document, Statement: kept }, (text) => {
    if (text.startsWith(WORKFLOWS)) return DEPLOYING_WORKFLOW
    const texts = one(text)
    return texts.length === 1 ? sub(texts[0] ?? '') : texts.map(sub)
  }) as object
}

/** A text of a document under the own names; several where a name of the documents stands for several. */
function namesFor(text: string, plan: Plan): string[] {
  const { repository, name } = plan
  const placed = text
    .replaceAll('org@1234567/shop@7654321', `${repository.replace('/', '@${OwnerId}/')}@\${RepositoryId}`)
    .replaceAll(/(?<![\w-])org\/shop(?![\w-])/g, repository)
    .replaceAll('7654321', '${RepositoryId}')
    .replaceAll('1234567', '${OwnerId}')
    .replaceAll('111111111111', '${AWS::AccountId}')
    .replaceAll(/^arn:aws:/g, 'arn:${AWS::Partition}:')
    .replaceAll(/(?<![\w-])preprod(?![\w-])/g, '${Environment}')
    .replaceAll('role/shop-cloudformation', `role/${name}-\${Environment}-cloudformation`)
  const environment = (pattern: string): string =>
    pattern.replaceAll('{environment}', '${Environment}').replaceAll('{account}', '${AWS::AccountId}')
  if (placed.includes(QUALIFIER)) return bootstrapNames(placed, plan, environment)
  if (!placed.startsWith('arn:') || !/(?<![\w-])shop(?![a-z])/.test(placed)) return [placed]
  const stackNames = plan.stacks.flatMap((stack) => (stack.awsNames ?? [stack.name]).map(environment))
  const groups = plan.deployments.filter(({ platform }) => platform !== 'local' && platform !== 'ecs-native')
  const containers = containerNames(placed, plan)
  if (containers.length > 0) return containers.map(environment)
  if (placed.includes(':application:shop'))
    return unique(
      groups.map(({ application = name }) =>
        placed.replace(':application:shop', `:application:${environment(application)}`),
      ),
      placed,
      name,
    )
  if (placed.includes(':deploymentgroup:shop/shop-*'))
    return unique(
      groups.map(({ application = name, group = name }) =>
        placed.replace('shop/shop-*', `${environment(application)}/${environment(group)}*`),
      ),
      placed,
      name,
    )
  if (placed.includes(':stack/shop-*'))
    return unique(
      stackNames.map((stack) => placed.replace('shop-*', `${stack}*`)),
      placed,
      name,
    )
  // Other resources are named after their stack, or begin with the name.
  return unique(
    [`${name}-`, ...stackNames.filter((stack) => !stack.startsWith(`${name}-`))].map((prefix) =>
      placed.replaceAll(/(?<![\w-])shop-?/g, prefix),
    ),
    placed,
    name,
  )
}

/** Resources of ECS under the names of its services; none for other resources, and where no name is known. */
function containerNames(placed: string, { stacks, deployments }: Plan): string[] {
  const texts = (own: readonly (string | undefined)[], pattern: RegExp): string[] => [
    ...new Set(own.flatMap((each) => (each === undefined ? [] : [placed.replace(pattern, each)]))),
  ]
  if (/:task-definition\/shop\*:/.test(placed))
    return texts(
      deployments.map(({ family }) => family),
      /shop\*/,
    )
  if (/:role\/shop-task(-execution)?$/.test(placed))
    return texts(
      stacks.flatMap(({ taskRoles }) => taskRoles),
      /shop-task(-execution)?$/,
    )
  // A service that CodeDeploy replaces has a cluster that its AppSpec does not name.
  if (!/:ecs:.*\/shop\*\//.test(placed) || deployments.some(({ platform }) => platform === 'ecs')) return []
  return texts(
    deployments.map(({ cluster }) => cluster),
    /shop\*/,
  )
}

/** Resources of the bootstrap stack of the CDK, under its qualifiers; a bucket of SAM takes the place of its bucket. */
function bootstrapNames(placed: string, { stacks }: Plan, environment: (pattern: string) => string): string[] {
  const qualifiers = stacks.flatMap(({ cdk, qualifiers: own }) => (cdk === undefined ? [] : (own ?? [QUALIFIER])))
  const buckets = placed.includes(':s3:') ? stacks.flatMap(({ assets }) => assets?.name ?? []) : []
  return [
    ...new Set([
      ...qualifiers.map((each) => placed.replace(QUALIFIER, each)),
      ...buckets.map((each) => environment(placed.replace(`${BOOTSTRAP}assets-*`, each))),
    ]),
  ]
}

function unique(texts: readonly string[], otherwise: string, name: string): string[] {
  const found = [...new Set(texts)]
  return found.length > 0 ? found : [otherwise.replaceAll(/(?<![\w-])shop(?=[-/:]|$)/g, name)]
}

export function sub(text: string): unknown {
  return text.includes('${') ? { 'Fn::Sub': text } : text
}

/** Replaces each text; a text that becomes several is spread in its list. */
export function mapTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.flatMap((item) => mapTexts(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, change)]))
}
