import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { selectChecks, planChecks } from '../../src/checks/engine/select.ts'
import { localPaths } from '../../src/cloudformation/local-paths.ts'
import { valueMistakes } from '../../src/cloudformation/template/constraints.ts'
import { limitMistakes } from '../../src/cloudformation/template/limits.ts'
import { inlineParameters, parseParameters } from '../../src/cloudformation/template/parameters.ts'
import { brokenNames } from '../../src/cloudformation/template/references.ts'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { readInputs, refuseUnknownInputs } from '../../src/config/model/inputs.ts'
import { checkOnly } from '../../src/config/model/only.ts'
import { resolveTemporary } from '../../src/config/model/temporary-environment.ts'
import { readBreakGlass } from '../../src/config/schema/break-glass.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { readIntent } from '../../src/config/schema/intent.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { lintRevisions } from '../../src/precheck/revisions/lint.ts'
import { errorFindings } from '../../src/support/error-finding.ts'
import { readWorkspaceFile } from '../../src/support/files/workspace.ts'

/** The product's findings for a user's mistake, without a process. */

export type Mistake =
  | { readonly inputs: Readonly<Record<string, string>>; readonly config?: string }
  | { readonly config: string }
  | { readonly intent: string }
  | { readonly template: string; readonly parameters?: Readonly<Record<string, string>> }
  | { readonly parameterFile: string }
  | { readonly appspec: string; readonly files?: readonly string[] }
  | { readonly path: string; readonly files: readonly string[] }

/** A configuration, from its second line on. */
export const fileOf = (text: string): Mistake => ({ config: `version: 1\n${text}` })

const NEVER = new AbortController().signal

/** The findings that a mistake raises, in their order. */
export async function ask(mistake: Mistake): Promise<readonly Finding[]> {
  try {
    return await judge(mistake)
  } catch (error) {
    return errorFindings(error, NEVER, false)
  }
}

async function judge(mistake: Mistake): Promise<readonly Finding[]> {
  if ('inputs' in mistake) return judgeInputs(mistake)
  if ('config' in mistake) {
    const config = readConfig(mistake.config, '.github/test-deployments.yml')
    planChecks(config.verify)
    for (const key of ['preprod', 'production'] as const) resolveEnvironment(config, key, undefined)
    if (config.environments.preprod.temporary) resolveTemporary(config, 'pr-1', undefined)
    return []
  }
  if ('intent' in mistake) {
    readIntent(mistake.intent, '.github/intent.yml')
    return []
  }
  if ('parameterFile' in mistake) {
    parseParameters(mistake.parameterFile, 'infra/parameters.json')
    return []
  }
  if ('template' in mistake) {
    const template = parseTemplate(mistake.template, 'infra/web.yml')
    const given = inlineParameters(mistake.parameters ?? {})
    return [
      ...localPaths(template),
      ...limitMistakes(template),
      ...brokenNames(template),
      ...valueMistakes(template, given, 'stack/web'),
    ].flatMap((error) => errorFindings(error, NEVER, false))
  }
  return inFolder(async (folder) => {
    if ('path' in mistake) {
      for (const file of mistake.files) write(folder, file, '')
      await readWorkspaceFile(folder, mistake.path, 'stack/web')
      return []
    }
    write(folder, 'app/appspec.yml', mistake.appspec)
    for (const file of mistake.files ?? []) write(folder, `app/${file}`, '#!/bin/sh\n')
    const config = readConfig(
      'version: 1\nenvironments: { preprod: { region: eu-west-1 } }\ndeployments: [{ platform: server, application: shop, group: a, revision: { directory: app } }]',
      'c',
    )
    const { findings } = await lintRevisions([resolveEnvironment(config, 'preprod', undefined)], folder, () => {
      throw new Error('no revision of these exists already')
    })
    return findings.filter(({ outcome }) => outcome !== 'pass')
  })
}

function judgeInputs({ inputs, config }: Extract<Mistake, { inputs: unknown }>): readonly Finding[] {
  refuseUnknownInputs(
    Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  )
  const read = readInputs((name) => inputs[name] ?? '')
  readBreakGlass(read.breakGlass)
  if (config === undefined) return []
  const { verify, ...release } = readConfig(config, 'c')
  if (read.command === 'verify') selectChecks(planChecks(verify), read.only)
  else checkOnly(resolveEnvironment(release, 'preprod', 'eu-west-1'), read)
  return []
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mistake-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}
