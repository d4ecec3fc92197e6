import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readAssembly, type CdkStack } from '../assembly/cdk/read.ts'
import { selectStacks } from '../assembly/cdk/select.ts'
import { parseTemplate, type Template } from '../cloudformation/template/template.ts'
import { ENVIRONMENT_KEYS } from '../config/model/environment-keys.ts'
import { ActionError } from '../support/errors.ts'
import { kindOfPath } from '../support/files/tree.ts'
import { REGION } from './arguments.ts'
import type { Found } from './found.ts'
import { STACK_NAME } from './names.ts'

/** Reads the output of `cdk synth` as a release reads it. */

const FOLDER = 'cdk.out'
const ACCOUNT = /^\d{12}$/

/** Undefined where the repository is no CDK app. What keeps a release from using the output is its `problem`. */
export async function readCdk(root: string): Promise<Found['cdk']> {
  const none = { folder: FOLDER, stacks: [], outputs: [], types: [], accounts: {}, qualifiers: [] }
  if ((await kindOfPath(join(root, FOLDER, 'manifest.json'))) !== 'file') {
    if ((await kindOfPath(join(root, 'cdk.json'))) !== 'file') return undefined
    return { ...none, problem: `Run \`npx cdk synth\`, and init again: cdk.json is here, and ${FOLDER} is not.` }
  }
  try {
    const assembly = await readAssembly(root, FOLDER)
    const stacks = ENVIRONMENT_KEYS.flatMap((key) =>
      selectStacks(assembly, { key, name: key, names: ENVIRONMENT_KEYS }, undefined).map((each) => ({ key, ...each })),
    )
    const regions = stacks.flatMap(({ stack: { region = '' } }) => (REGION.test(region) ? [region] : []))
    const [region] = regions
    const accountOf = (wanted: string): string | undefined =>
      stacks.find(({ key, stack }) => key === wanted && ACCOUNT.test(stack.account ?? ''))?.stack.account
    const accounts = ENVIRONMENT_KEYS.flatMap((key) => {
      const account = accountOf(key)
      return account === undefined ? [] : [[key, account] as const]
    })
    const read = stacks
      .filter(({ key }) => key === 'preprod')
      .map(async ({ id, stack }) => ({ id, template: await templateOf(stack) }))
    const templates = await Promise.all(read)
    return {
      folder: FOLDER,
      stacks: [...new Set(stacks.map(({ stack }) => withoutEnvironment(stack.name)))].filter((name) =>
        STACK_NAME.test(name.replaceAll('{environment}', 'environment')),
      ),
      outputs: templates.map(({ id, template: { outputs } }) => ({ id, outputs })),
      types: [
        ...new Set(templates.flatMap(({ template }) => Object.values(template.resources).map(({ type }) => type))),
      ].toSorted(),
      // One account for both says nothing: an app without environments of its own has it from the shell of the synthesis.
      accounts:
        new Set(accounts.map(([, account]) => account)).size === ENVIRONMENT_KEYS.length
          ? Object.fromEntries(accounts)
          : {},
      qualifiers: [...new Set(stacks.flatMap(({ stack }) => qualifierOf(stack)))],
      ...(region !== undefined && { region }),
    }
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    const observed = error.details.observed === undefined ? '' : ` (${error.details.observed})`
    return { ...none, problem: `${error.message}${observed}. ${error.advice}` }
  }
}

async function templateOf({ template }: CdkStack): Promise<Template> {
  return parseTemplate(await readFile(template, 'utf8'), template)
}

/** `preprod-Network` is `{environment}-Network` in both environments. */
function withoutEnvironment(name: string): string {
  return name.replaceAll(
    new RegExp(`(?<![A-Za-z0-9])(${ENVIRONMENT_KEYS.join('|')})(?![A-Za-z0-9])`, 'g'),
    '{environment}',
  )
}

function qualifierOf({ bootstrap }: CdkStack): string[] {
  const qualifier = /^\/cdk-bootstrap\/([a-z0-9]{1,10})\/version$/.exec(bootstrap?.parameter ?? '')?.[1]
  return qualifier === undefined ? [] : [qualifier]
}
