import { runShell } from '../checks/engine/shell.ts'
import { ENVIRONMENT_KEYS, type EnvironmentKey } from '../config/model/environment-keys.ts'
import { resolveEnvironment } from '../config/model/environment.ts'
import { folderOf } from '../config/model/packaged.ts'
import type { Config } from '../config/schema/index.ts'
import { readNeeds } from '../evidence/chain/needs.ts'
import type { PackageContext, PackagedPlace } from '../assembly/contract.ts'
import { ActionError } from '../support/errors.ts'
import { ANY_REGION } from './release.ts'
import { restoreRelease } from './restore-release.ts'
import type { HandingOn } from './store-release.ts'

/**
 * The configuration with the stacks that other tools built. The first job of a release packages them: that with `command:
 * package`, else precheck. Later jobs restore what it packaged; where no earlier job is named, each packages for itself.
 */
export async function withBuiltStacks(handing: HandingOn): Promise<Config> {
  const { config, inputs, ports } = handing
  const { workspace } = ports.place
  const { built = [] } = config
  if (built.length === 0) return config
  const { packageEntry } = await import('../assembly/package.ts')
  const { isPackaged, readPackaged } = await import('../assembly/packaged-folder.ts')
  const isAlone = readNeeds(inputs.needs).named.length === 0
  const isFirst = inputs.command === 'package' || (inputs.command === 'precheck' && isAlone)
  if (!isFirst && !isAlone) await restoreRelease(handing)
  const stacks = [...config.stacks]
  for (const [index, input] of built.entries()) {
    const folder = folderOf(input, index)
    if (isFirst || !(await isPackaged(workspace, folder))) await packageEntry(input, index, contextOf(handing))
    stacks.push(...(await readPackaged(workspace, folder)))
  }
  return { ...config, stacks }
}

function contextOf(handing: HandingOn): PackageContext {
  const { config, inputs, ports } = handing
  const { AWS_REGION, AWS_DEFAULT_REGION } = ports.place.env
  const placeOf = (key: EnvironmentKey): PackagedPlace => {
    const { name, words } = resolveEnvironment(config, key, ANY_REGION)
    const region = config.environments[key].region ?? (AWS_REGION || AWS_DEFAULT_REGION || undefined)
    const { account } = words
    return { key, name, words, ...(region !== undefined && { region }), ...(account !== undefined && { account }) }
  }
  const [preprod, production] = ENVIRONMENT_KEYS.map(placeOf) as [PackagedPlace, PackagedPlace]
  return {
    workspace: ports.place.workspace,
    places: { preprod, production },
    signal: ports.cancelled,
    ...(inputs.command === 'package' && {
      execute: (...command) => execute(handing, ...command),
      docker: (...given) => runDocker(handing, ...given),
    }),
  }
}

/** Variables that a command of an assembly gets: none that could be a secret of the job. */
const VARIABLES = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'RUNNER_TEMP']

/** Of docker: where its daemon and its login are, and how it builds. */
const OF_DOCKER = /^(?:DOCKER_|BUILDX_|BUILDKIT_|XDG_RUNTIME_DIR$|SSL_CERT_|(?:https?|no)_proxy$)/i
const NOT_FOUND = 127

/** Runs docker, or what CDK_DOCKER names in its place. Rejects with `config/assembly`. */
async function runDocker({ ports }: HandingOn, ...[args, about]: Parameters<NonNullable<PackageContext['docker']>>) {
  const { place, log, cancelled, secrets } = ports
  const { directory, name, variables } = about
  const program = place.env['CDK_DOCKER'] || 'docker'
  const env = Object.fromEntries(
    Object.entries(place.env).flatMap(([variable, value]) =>
      value !== undefined && (VARIABLES.includes(variable) || OF_DOCKER.test(variable) || variables.includes(variable))
        ? [[variable, value]]
        : [],
    ),
  )
  const command = [program, ...args].map(quoted).join(' ')
  log.info(`the image ${name}: ${command}`)
  const ended = await runShell({
    command,
    directory,
    // An index with an attestation is no image that Lambda takes.
    env: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1', ...env },
    signal: cancelled,
    secrets,
    onLine: (line) => log.info(line),
  })
  cancelled.throwIfAborted()
  if (ended.exitCode === 0) return
  const isAbsent = ended.exitCode === NOT_FOUND
  throw new ActionError('config/assembly', {
    message: isAbsent
      ? `${program} is not on this runner, and builds the image ${name}`
      : `${program} ${args[0]} failed for the image ${name}`,
    advice: isAbsent
      ? 'Use a runner with docker for `command: package`, set CDK_DOCKER to a program with its commands, or name where the image is in `images` of this entry.'
      : `Run it by hand in the output of \`cdk synth\`: ${command}`,
    subject: 'stacks',
    expected: 'exit status 0',
    observed: ended.startError ?? ended.tail.at(-1) ?? `exit status ${ended.exitCode ?? ended.signal ?? 'unknown'}`,
  })
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** Runs a command that makes an asset. Rejects with `config/assembly`. @returns what it printed */
async function execute({ ports }: HandingOn, command: readonly string[], directory: string, name: string) {
  const { place, log, cancelled, secrets } = ports
  const env = Object.fromEntries(
    VARIABLES.flatMap((variable) => {
      const value = place.env[variable]
      return value === undefined ? [] : [[variable, value]]
    }),
  )
  const line = command.map(quoted).join(' ')
  log.info(`the asset ${name} is made by ${line}`)
  // Only what it prints on stdout is its answer.
  const ended = await runShell({ command: `${line} 2>/dev/null`, directory, env, signal: cancelled, secrets })
  cancelled.throwIfAborted()
  if (ended.exitCode === 0) return ended.tail.join('\n')
  throw new ActionError('config/assembly', {
    message: `the command that makes the asset ${name} failed`,
    advice: `Run it by hand in the output of \`cdk synth\`: ${line}`,
    subject: 'stacks',
    expected: 'exit status 0, and the path of a file',
    observed: ended.startError ?? `exit status ${ended.exitCode ?? ended.signal ?? 'unknown'}`,
  })
}
