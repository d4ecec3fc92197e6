import { checksOf } from './plan-checks.ts'
import { deploymentOf } from './plan-deployments.ts'
import type { Options } from './arguments.ts'
import type { Found } from './found.ts'
import type { Plan, PlannedStack } from './planned.ts'
import { servicesOf } from './plan-services.ts'
import { stacksOf } from './plan-stacks.ts'

const EXAMPLES = { preprod: '111111111111', production: '222222222222' }

/** Pure. */
export function planFrom(found: Found, options: Options & Pick<Plan, 'driftUntil'>): Plan {
  const todo: string[] = []
  const repository = options.repository ?? found.repository ?? 'OWNER/REPOSITORY'
  if (repository === 'OWNER/REPOSITORY') todo.push('Name the repository: `--repository OWNER/NAME`.')
  const name = options.name ?? nameOf(repository)
  const region = options.region ?? found.sam?.region ?? found.cdk?.region
  if (region === undefined) todo.push('Name the region: `--region REGION`.')
  const stacks = stacksOf(found, name, todo)
  const byCodeDeploy = found.appspecs.map((appspec, index) =>
    deploymentOf(appspec, index, { found, name, stacks, todo }),
  )
  const taken = byCodeDeploy.map(({ taskDefinition }) => taskDefinition)
  const deployments = [...byCodeDeploy, ...servicesOf(found, stacks, { taken, todo })]
  const hasAws = stacks.length > 0 || deployments.some(({ platform }) => platform !== 'local')
  const preprodAccount = options.preprodAccount ?? found.cdk?.accounts.preprod
  const productionAccount = options.productionAccount ?? found.cdk?.accounts.production
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
