import { join } from 'node:path'
import { addScript } from '../../codedeploy/appspec/add-script.ts'
import { ENVIRONMENT_KEYS } from '../../config/model/environment-keys.ts'
import { resolveEnvironment, type ReleaseConfig, type ServerDeployment } from '../../config/model/environment.ts'
import { fillWords, outputReferences, textsIn } from '../../config/model/references.ts'
import { digestOf, digestOfBytes, type Digest } from '../../evidence/digest.ts'
import { ActionError } from '../../support/errors.ts'
import { bytesOfFile, kindOfPath } from '../../support/files/tree.ts'
import { decodeText } from '../../support/text/decode.ts'
import type { CheckInput } from '../common-options.ts'
import { planChecks, type PlannedCheck } from '../engine/select.ts'
import { hostScript, type GroupChecks, type HostScript } from './script.ts'

/** The configuration of a release with its checks. */
export interface CheckedRelease extends ReleaseConfig {
  readonly verify: readonly CheckInput[]
}

/** What the checks on hosts add to a revision. */
export interface AddedChecks {
  /** By path in the revision; they replace files of that path. */
  readonly files: ReadonlyMap<string, { readonly bytes: Buffer; readonly mode: number }>
  /** Of these files: with the digest of the folder it says what is deployed. */
  readonly digest: Digest
  readonly appSpec: string
  readonly script: HostScript
  /** As in the script, with the values of no environment. */
  readonly checks: readonly PlannedCheck[]
}

export const HOOK = 'ValidateService'
export const SCRIPT_PATH = 'test-deployments/checks'
const APPSPEC = 'appspec.yml'
/** The service's limit for an event. */
const LONGEST_S = 3_600
const WINDOWS = /^os:\s*(["']?)windows\1\s*(#.*)?$/im
/** The region has no part in what is deployed. */
const ANY_REGION = 'any'

/** The checks that hosts of server deployments make in their hook. */
function isHookCheck({ on, phase }: Pick<PlannedCheck, 'on' | 'phase'>): boolean {
  return on === 'hosts' && phase === 'before-traffic'
}

/** The checks on the hosts of a deployment, in the order of the file. */
export function hookChecks(verify: readonly CheckInput[], id: string): PlannedCheck[] {
  return planChecks(verify).filter((one) => isHookCheck(one) && (one.deployments?.includes(id) ?? true))
}

/**
 * What joins the revision of a server deployment: the script with its checks for all environments, and the AppSpec that
 * runs it. `folder` is undefined for a revision that exists already. Undefined where the deployment has none. The same for every environment. Throws an ActionError where checks
 * cannot be made on hosts, or cannot join this revision.
 */
export async function addedChecks(
  config: CheckedRelease,
  { id }: Pick<ServerDeployment, 'id'>,
  folder: string | undefined,
): Promise<AddedChecks | undefined> {
  const checks = hookChecks(config.verify, id)
  if (checks.length === 0) return undefined
  const script = hostScript(groupsOf(config, id, checks))
  const file = join(folder ?? '', APPSPEC)
  if (folder === undefined || (await kindOfPath(folder)) !== 'directory' || (await kindOfPath(file)) !== 'file') {
    throw new ActionError('config/revision', {
      message: `the checks on hosts cannot join the revision of ${id}`,
      subject: `deployment/${id}/revision`,
      expected: `\`revision.directory\` with an ${APPSPEC} at its top`,
      observed: folder ?? 'a revision that exists already',
      advice:
        'Name the folder from which the archive is made, or make these checks after the deployment with `through: ssm` and `tags`.',
    })
  }
  const timeout = Math.min(script.seconds, LONGEST_S)
  const own = decodeText(await bytesOfFile(file))
  if (WINDOWS.test(own)) throw onWindows(id)
  const appSpec = addScript(own, { event: HOOK, location: SCRIPT_PATH, timeout }, APPSPEC)
  const files = new Map([
    [APPSPEC, { bytes: Buffer.from(appSpec), mode: 0o644 }],
    [SCRIPT_PATH, { bytes: Buffer.from(script.text), mode: 0o755 }],
  ])
  const digest = digestOf(Object.fromEntries([...files].map(([path, { bytes }]) => [path, digestOfBytes(bytes)])))
  return { files, digest, appSpec, script, checks }
}

/** For each environment the name of its group, and the checks with its values. */
function groupsOf(config: CheckedRelease, id: string, checks: readonly PlannedCheck[]): GroupChecks[] {
  return ENVIRONMENT_KEYS.flatMap((key) => {
    const environment = resolveEnvironment(config, key, ANY_REGION)
    return environment.deployments.flatMap((deployment) => {
      if (deployment.id !== id || deployment.platform !== 'server') return []
      const { group } = deployment
      refuseOutputs(group, `the group of ${id}`)
      const filled = checks.map((check) => {
        const options = fillWords(check.options, environment.words, `check/${check.name}`)
        for (const text of textsIn(options)) refuseOutputs(text, `the check ${JSON.stringify(check.name)}`)
        return { ...check, options }
      })
      return [{ group, checks: filled }]
    })
  })
}

function onWindows(id: string): ActionError {
  return new ActionError('config/revision', {
    message: `the checks on hosts are a shell script, which cannot join the revision of ${id} for Windows`,
    subject: `deployment/${id}/revision`,
    expected: 'a revision with `os: linux`',
    observed: 'os: windows',
    advice: `Write these checks in a PowerShell script of ${HOOK} in the revision, and name other deployments in \`deployment\` of the checks.`,
  })
}

/** The same revision goes to every environment, and is packed before the stacks of the last one have outputs. */
function refuseOutputs(text: string, what: string): void {
  const [reference] = outputReferences(text)
  if (reference === undefined) return
  throw new ActionError('config/reference', {
    message: `${what} refers to ${reference.written}, which is not known when the checks on hosts join the revision`,
    subject: 'verify',
    expected: 'values that are in the configuration, such as {environment}',
    observed: text,
    advice: 'Write the value, or make the check from this job.',
  })
}
