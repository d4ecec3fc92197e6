import type { AccountFacts } from '../account/facts.ts'
import { foundAccount } from '../account/found.ts'
import { accountTodo } from '../account/todo.ts'
import { OWN_WORDS } from '../account/twins.ts'
import { checksOf } from './checks.ts'
import { deploymentOf } from './deployments.ts'
import type { Options } from '../arguments.ts'
import type { Found } from '../found.ts'
import type { Plan, PlannedStack } from './planned.ts'
import { deployedServicesOf, servicesOf } from './services.ts'
import { plannedName, stacksOf } from './stacks.ts'

const EXAMPLES = { preprod: '111111111111', production: '222222222222' }

/** Pure. */
export function planFrom(found: Found, options: Options & Pick<Plan, 'driftUntil'>, facts?: AccountFacts): Plan {
  const todo: string[] = []
  const repository = options.repository ?? found.repository ?? 'OWNER/REPOSITORY'
  if (repository === 'OWNER/REPOSITORY') todo.push('Name the repository: `--repository OWNER/NAME`.')
  const name = options.name ?? nameOf(repository)
  const region = options.region ?? found.sam?.region ?? found.cdk?.region
  if (region === undefined) todo.push('Name the region: `--region REGION`.')
  const account =
    facts &&
    foundAccount(facts, found.templates, { name, plannedName: (template) => plannedName(template, found, name) })
  const stacks = stacksOf(found, name, todo, account)
  const byCodeDeploy = found.appspecs.map((appspec, index) =>
    deploymentOf(appspec, index, { found, name, stacks, todo, account }),
  )
  const taken = byCodeDeploy.map(({ taskDefinition }) => taskDefinition)
  const declared = [...byCodeDeploy, ...servicesOf(found, stacks, { taken, todo })]
  const deployments = [...declared, ...(account ? deployedServicesOf(account, found, declared) : [])]
  if (account) todo.push(...accountTodo(account, found, name, deployments))
  const own = account?.hasBoth === true ? account.facts.account : undefined
  const hasAws = stacks.length > 0 || deployments.some(({ platform }) => platform !== 'local')
  const preprodAccount = options.preprodAccount ?? found.cdk?.accounts.preprod ?? own
  const productionAccount = options.productionAccount ?? found.cdk?.accounts.production ?? own
  if (hasAws && !options.ambient && (preprodAccount === undefined || productionAccount === undefined)) {
    todo.push(
      'Name both accounts: `--preprod-account ID --production-account ID`; the numbers in the files are examples.',
    )
  }
  for (const { path, why } of found.unreadable)
    todo.push(`Correct ${path}, which looks like a template, and run init again: ${why}`)
  if (found.cdk?.problem !== undefined) todo.push(found.cdk.problem)
  else if (stacks.length === 0 && deployments.length === 0)
    todo.push('Declare what is released under `stacks` or `deployments`: no template and no AppSpec was found.')
  if (options.reviewers.length === 0) todo.push('Name who approves: `--reviewer LOGIN`.')
  const checks = checksOf(found, stacks, deployments)
  if (checks.length === 0)
    todo.push('Add a check under `verify`: production stays closed until one has passed on pre-prod.')
  const types = [...stacks.flatMap((stack) => stack.types), ...(found.cdk?.types ?? [])]
  const hasFunctions = types.includes('AWS::Lambda::Function')
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
    environments: account?.words ?? OWN_WORDS,
    ...(account && { account }),
    reviewers: options.reviewers,
    ambient: options.ambient,
    stacks,
    deployments,
    checks,
    hasFunctions,
    driftUntil: options.driftUntil,
    ...(build !== undefined && { build }),
    todo,
  }
}

function nameOf(repository: string): string {
  const name = (repository.split('/')[1] ?? '').toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')
  return /^[a-z]/.test(name) ? name.slice(0, 32).replace(/-+$/, '') : 'app'
}

function buildOf({ scripts, hasLockFile, cdk }: Found, stacks: readonly PlannedStack[]): string | undefined {
  const steps = [
    ...(hasLockFile ? ['npm ci'] : []),
    ...(scripts['build'] === undefined ? [] : ['npm run build']),
    ...(cdk && stacks.some((stack) => stack.cdk !== undefined) ? ['npx cdk synth'] : []),
    ...(stacks.some((stack) => stack.sam !== undefined) ? ['sam build'] : []),
  ]
  return steps.some((step) => step !== 'npm ci') ? steps.join(' && ') : undefined
}
