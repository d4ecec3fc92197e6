import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAppSpec } from '../appspec/parse.ts'
import type { AgentVersion, AppSpecProblem, ServerAppSpec } from '../appspec/types.ts'
import { decodeAsAgent } from '../appspec/yaml.ts'
import { AGENT_EVENTS } from '../lifecycle.ts'

/** What keeps a revision from being used: its AppSpec is missing or refused. */
export class RevisionError extends Error {
  readonly problems: readonly AppSpecProblem[]
  constructor(message: string, problems: readonly AppSpecProblem[] = []) {
    super(message)
    this.name = 'RevisionError'
    this.problems = problems
  }
}

export interface SpecOptions {
  readonly appSpecFile: string
  readonly agent: AgentVersion
  readonly codedeployLocal: boolean
}

/** The AppSpec for a hook. 1.8 takes only `appspec.yml`; 2.x also takes `appspec.yaml`. */
export function specForHook(archive: string, options: SpecOptions): ServerAppSpec {
  const wanted = join(archive, options.appSpecFile)
  const fallback = join(archive, 'appspec.yaml')
  if (existsSync(wanted)) return parse(wanted, options.appSpecFile, options)
  if (options.agent === '2.x' && existsSync(fallback)) return parse(fallback, 'appspec.yaml', options)
  throw new RevisionError(
    `The CodeDeploy agent did not find an AppSpec file within the unpacked revision directory at revision-relative path "${options.appSpecFile}". The revision was unpacked to directory "${archive}", and the AppSpec file was expected but not found at path "${wanted}". Consult the AWS CodeDeploy Appspec documentation for more information at http://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html`,
  )
}

/** The AppSpec for Install, which both agents also find as `appspec.yaml`; hook names are checked here and not before. */
export function specForInstall(archive: string, options: SpecOptions, possible: readonly string[]): ServerAppSpec {
  const name =
    [options.appSpecFile, 'appspec.yaml', 'appspec.yml'].find((file) => existsSync(join(archive, file))) ??
    'appspec.yml'
  const spec = parse(join(archive, name), name, options)
  const events = spec.hooks.map((hook) => hook.event)
  const unknown = spec.hooks.filter((hook) => !possible.includes(hook.event))
  if (unknown.length > 0) {
    const shown = unknown.map((hook) => hook.shown ?? JSON.stringify(hook.event))
    throw new RevisionError(`${name} file contains unknown lifecycle events: [${shown.join(', ')}]`)
  }
  const known: readonly string[] = [...events, ...AGENT_EVENTS]
  const missing = possible.filter((event) => !known.includes(event))
  if (missing.length > 0) {
    throw new RevisionError(
      `You specified a lifecycle event which is not a default one and doesn't exist in your ${name} file: ${missing.join(',')}`,
    )
  }
  return spec
}

function parse(path: string, file: string, options: SpecOptions): ServerAppSpec {
  if (!existsSync(path)) throw new RevisionError(`No such file or directory @ rb_sysopen - ${path}`)
  const parsed = parseAppSpec(decodeAsAgent(readFileSync(path)), {
    file,
    platform: 'server',
    agent: options.agent,
    codedeployLocal: options.codedeployLocal,
  })
  if (parsed.ok) return parsed.spec
  const [first] = parsed.problems
  throw new RevisionError(first?.message ?? `${file} cannot be used`, parsed.problems)
}
