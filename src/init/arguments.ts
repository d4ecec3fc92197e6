import { parseArgs } from 'node:util'
import { didYouMean } from '../support/text/nearest.ts'
import { PROJECT } from '../support/project.ts'

/** The command line of `init`. */
export interface Options {
  /** The repository to read and to write to. */
  readonly dir: string
  readonly dryRun: boolean
  readonly help: boolean
  /** The name in names of stacks and roles; absent: that of the repository. */
  readonly name?: string
  /** OWNER/NAME; absent: that of git's remote `origin`. */
  readonly repository?: string
  readonly region?: string
  readonly preprodAccount?: string
  readonly productionAccount?: string
  /** Logins of users, and slugs of teams as `team/NAME`. */
  readonly reviewers: readonly string[]
  /** No roles: the credentials of the environment are used, as on a laptop. */
  readonly ambient: boolean
  /** Reads the account of the ambient credentials. */
  readonly fromAccount: boolean
  /** The beginning of the names that are read of the account. */
  readonly prefix?: string
}

export class UsageError extends Error {}

export const USAGE = `Usage: node dist/index.js init [options]

Reads a repository (templates, cdk.out, samconfig.toml, AppSpecs, package.json) and writes what a release needs:

  .github/test-deployments.yml            what is released, and how it is proven
  .github/workflows/test-deployments.yml  the workflow, one job that calls the shared one
  .github/test-deployments-roles.yml      a CloudFormation template with the roles of one account

and prints the settings of both GitHub environments as commands. A file that exists is kept as it is.

  --dir DIR                 the repository; default: this folder
  --dry-run                 print the files, and write nothing
  --name NAME               in the names of stacks and roles; default: the name of the repository
  --repository OWNER/NAME   default: git's remote "origin"
  --region REGION           default: that of samconfig.toml or cdk.out, or AWS_REGION
  --preprod-account ID      twelve digits
  --production-account ID   twelve digits
  --reviewer LOGIN          who approves, or team/SLUG; may be repeated
  --from-account            read the account of this environment's AWS credentials, too: its stacks, deployment groups,
                            services and functions, in one region. Reads only
  --prefix PREFIX           with --from-account: only what has a name that begins so
  --ambient                 no roles: use the AWS credentials of this environment, as on a laptop
  --help                    this text

Exit status: 0 when all files are there, 1 when the account cannot be read, 2 when the command line is wrong.`

const VALUES = [
  'dir',
  'name',
  'repository',
  'region',
  'preprod-account',
  'production-account',
  'reviewer',
  'prefix',
] as const
const SWITCHES = ['dry-run', 'ambient', 'from-account', 'help'] as const
const OPTIONS = [...VALUES, ...SWITCHES] as readonly string[]

export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/

const FORMS: Readonly<Record<string, readonly [pattern: RegExp, expected: string]>> = {
  name: [/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and -, such as shop'],
  repository: [/^[\w.-]+\/[\w.-]+$/, 'OWNER/NAME'],
  region: [REGION, 'a region such as eu-west-1'],
  'preprod-account': [/^\d{12}$/, 'twelve digits'],
  'production-account': [/^\d{12}$/, 'twelve digits'],
  prefix: [/^[\w.+=,@-]{1,128}$/, 'the beginning of names, such as shop-'],
}

/** Parses the command line after `init`. Throws a UsageError. */
export function readOptions(args: readonly string[]): Options {
  for (const word of args) {
    const name = /^--([\w-]+)/.exec(word)?.[1]
    if (name !== undefined && !OPTIONS.includes(name))
      throw new UsageError(`unknown option --${name}${didYouMean(name, OPTIONS)}`)
  }
  const values = parsed(args)
  const text = (name: (typeof VALUES)[number]): string | undefined => {
    const value = values[name]
    if (typeof value !== 'string') return undefined
    const [pattern, expected] = FORMS[name] ?? [/./, 'a value']
    if (!pattern.test(value)) throw new UsageError(`--${name} is ${JSON.stringify(value)}; expected ${expected}`)
    return value
  }
  const [name, repository, region] = [text('name'), text('repository'), text('region')]
  const [preprodAccount, productionAccount] = [text('preprod-account'), text('production-account')]
  const prefix = text('prefix')
  if (prefix !== undefined && values['from-account'] !== true)
    throw new UsageError('--prefix chooses what is read with --from-account, which is absent')
  return {
    dir: text('dir') ?? '.',
    dryRun: values['dry-run'] === true,
    help: values.help === true,
    ambient: values.ambient === true,
    fromAccount: values['from-account'] === true,
    ...(prefix !== undefined && { prefix }),
    reviewers: values.reviewer ?? [],
    ...(name !== undefined && { name }),
    ...(repository !== undefined && { repository }),
    ...(region !== undefined && { region }),
    ...(preprodAccount !== undefined && { preprodAccount }),
    ...(productionAccount !== undefined && { productionAccount }),
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        dir: { type: 'string' },
        name: { type: 'string' },
        repository: { type: 'string' },
        region: { type: 'string' },
        'preprod-account': { type: 'string' },
        'production-account': { type: 'string' },
        reviewer: { type: 'string', multiple: true },
        'dry-run': { type: 'boolean' },
        ambient: { type: 'boolean' },
        'from-account': { type: 'boolean' },
        prefix: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    const [first = ''] = (error as Error).message.split('. ')
    throw new UsageError(first.charAt(0).toLowerCase() + first.slice(1))
  }
}

/** `node dist/index.js --help`. */
export function help(commands: readonly string[]): string {
  return `test-deployments tests the deployment itself before production. https://github.com/${PROJECT.repository}

Usage: node dist/index.js COMMAND

  init            writes configuration, workflow and roles for a repository: init --help
  overview        reports on many releases from their evidence: overview --help
  ${commands.join(', ')}
                  the steps of a release, as in a workflow. Inputs are variables: INPUT_CONFIG=local.yml.

Each step ends by naming its evidence, summary and page. Exit status: 0 where the step on GitHub would be green.`
}
