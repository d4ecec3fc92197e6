import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { AwsAccess } from '../aws/access.ts'
import type { Inventory } from '../aws/clients/inventory.ts'
import { COMMAND_NAMES } from '../config/model/command-names.ts'
import { readConfig } from '../config/schema/file.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import type { AccountFacts } from './account/facts.ts'
import { accountText, shown } from './account/found.ts'
import { readAccount } from './account/read.ts'
import type { Found } from './found.ts'
import { help, readOptions, USAGE, UsageError, type Options } from './arguments.ts'
import { planFrom } from './plan/plan.ts'
import type { Plan } from './plan/planned.ts'
import { rolesText, type Documents } from './roles/roles.ts'
import { nextText, settingsText } from './settings.ts'
import { survey } from './survey.ts'
import { CONFIG_FILE, configText, ROLES_FILE, WORKFLOW_FILE, workflowText } from './texts.ts'

/** What `init` reads and writes beside the repository. */
export interface InitPorts {
  readonly cwd: string
  readonly region?: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  /** The folder of docs/iam: the documents that the roles are made of. */
  readonly documents: string
  readonly say: (text: string) => void
  /** For --from-account. */
  readonly inventory: (access: AwsAccess) => Promise<Inventory>
}

const YEAR_MS = 365 * 24 * 3_600_000
const NO_CREDENTIALS = ['aws/no-credentials', 'aws/expired']
const LOG_IN =
  'Log in to the account, such as with `aws sso login`, and name its profile in AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
const EXIT = { done: 0, failed: 1, usage: 2 } as const

/** `node dist/index.js init`. @returns the exit status */
export async function init(args: readonly string[], ports: InitPorts): Promise<number> {
  const { cwd, say } = ports
  try {
    const options = readOptions(args)
    if (options.help) {
      say(USAGE)
      return EXIT.done
    }
    const root = resolve(cwd, options.dir)
    const { plan, files } = await prepare(options, ports)
    if (plan.account) say(accountText(plan.account))
    say(foundText(plan))
    for (const [path, text] of Object.entries(files)) {
      if (options.dryRun) say(`\n--- ${path}\n${text}`)
      else say(await writeNew(root, path, text))
    }
    say(`\nRun these once:\n\n${settingsText(plan)}`)
    if (plan.todo.length > 0) say(`\nStill to do:\n${plan.todo.map((sentence) => `- ${sentence}`).join('\n')}`)
    const checkout = resolve(ports.documents, '../..')
    say(`\nNext:\n\n${nextText(plan, { root, checkout, dryRun: options.dryRun })}`)
    return EXIT.done
  } catch (error) {
    if (error instanceof ActionError && error.code.startsWith('aws/')) {
      const advice = NO_CREDENTIALS.includes(error.code) ? LOG_IN : error.advice
      say(`init: the account cannot be read, and nothing was written: ${shown(`${error.message}. ${advice}`)}`)
      return EXIT.failed
    }
    if (!(error instanceof UsageError)) throw error
    say(`init: ${error.message}\n\n${USAGE}`)
    return EXIT.usage
  }
}

/** Reads the repository, and says what it has. `branch`: that of releases, where it is known. Writes nothing. */
export async function prepare(
  options: Options,
  ports: InitPorts,
  branch?: string,
): Promise<{ readonly plan: Plan; readonly files: Readonly<Record<string, string>> }> {
  const { cwd, region, now, documents } = ports
  const found = { ...(await survey(resolve(cwd, options.dir))), ...(branch !== undefined && { branch }) }
  const facts = options.fromAccount ? await factsOf(found, options, ports) : undefined
  const choices = {
    ...(region !== undefined && { region }),
    ...options,
    driftUntil: new Date(now + YEAR_MS).toISOString().slice(0, 'YYYY-MM-DD'.length),
  }
  const plan = planFrom(found, choices, facts)
  const files = filesOf(plan, plan.ambient ? {} : await readDocuments(documents))
  // A mistake here is one of this action: the file would be refused by its own reader.
  readConfig(files[CONFIG_FILE] ?? '', CONFIG_FILE)
  return { plan, files }
}

async function factsOf(found: Found, options: Options, { region, inventory }: InitPorts): Promise<AccountFacts> {
  const own = options.region ?? region ?? found.sam?.region ?? found.cdk?.region
  if (own === undefined) throw new UsageError('--from-account needs --region, or AWS_REGION: it reads one region')
  return readAccount(await inventory({ region: own, session: 'test-deployments-init' }), own, options.prefix)
}

/** `node dist/index.js --help`. */
export function helpText(): string {
  return help(COMMAND_NAMES)
}

/** The files of a plan, by path. Pure. */
export function filesOf(plan: Plan, documents: Documents): Record<string, string> {
  return {
    [CONFIG_FILE]: configText(plan),
    [WORKFLOW_FILE]: workflowText(plan),
    ...(!plan.ambient && { [ROLES_FILE]: rolesText(plan, documents) }),
  }
}

function foundText({ stacks, deployments, checks }: Plan): string {
  const list = (what: string, names: readonly string[]): string => `${what}: ${names.join(', ') || 'none'}`
  return [
    list(
      'stacks',
      stacks.map(({ name, template }) => `${name} (${template})`),
    ),
    list(
      'deployments',
      deployments.map(
        ({ id, platform, directory, appspec, taskDefinition }) =>
          `${id} (${platform}, ${directory ?? appspec ?? taskDefinition ?? ''})`,
      ),
    ),
    list(
      'checks',
      checks.map(({ entry }) => String(entry['http'] ?? entry['run'])),
    ),
    '',
  ].join('\n')
}

/** Writes a file that does not exist; one that does stays as it is. */
async function writeNew(root: string, path: string, text: string): Promise<string> {
  const target = join(root, path)
  await mkdir(dirname(target), { recursive: true })
  const [folder, within] = await Promise.all([realpath(dirname(target)), realpath(root)])
  if (!folder.startsWith(within + sep))
    throw new UsageError(
      `${dirname(path)} is a link to ${folder}, which is outside of ${within}: replace it by a folder`,
    )
  try {
    await writeFile(target, text, { flag: 'wx' })
    return `written: ${path}`
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'EEXIST') throw error
    return `kept as it is: ${path} exists; --dry-run shows what would be written`
  }
}

async function readDocuments(folder: string): Promise<Documents> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const read = names.map(
      async (name) => [name.replace(/\.json$/, ''), JSON.parse(await readFile(join(folder, name), 'utf8'))] as const,
    )
    return Object.fromEntries(await Promise.all(read))
  } catch (error) {
    throw new UsageError(
      `the policies of the roles cannot be read from ${folder} (${messageOf(error)}): run init from a checkout of the whole action, beside which docs/iam lies`,
    )
  }
}
