import { parseS3Url, type BucketPlace } from '../../aws/run-bucket.ts'
import { COMMAND_NAMES, type CommandName } from './command-names.ts'
import { ENVIRONMENT_KEYS, type EnvironmentKey } from './environment-keys.ts'
import { ROLE_ARN } from '../../support/text/role-arn.ts'
import { nearestName } from '../../support/text/nearest.ts'
import { meantBy } from './usual-words.ts'
import { ActionError } from '../../support/errors.ts'

/** The inputs of the step (`with:`). Few and stable: all other settings are in the configuration file. */
export interface Inputs {
  readonly command: CommandName
  /** Path of the configuration file, or the YAML itself. */
  readonly config: { readonly path: string } | { readonly yaml: string }
  /** `preprod` or `production` where a command is limited to one; absent: the default of the command. */
  readonly environment?: EnvironmentKey
  /** `toJSON(needs)` of the job: has the digests of the evidence of earlier jobs. */
  readonly needs?: string
  /** Folder for evidence; absent: a folder in RUNNER_TEMP. */
  readonly evidence?: string
  /** Bucket for evidence, beside the folder of the job and the artifacts of the run. */
  readonly evidenceBucket?: EvidenceBucketInput
  readonly githubToken?: string
  /** Stack ids, deployment ids, check names or kinds of checks (`aws`, `tests`, `functional`, …); empty: all. */
  readonly only: readonly string[]
  /** `2/5`: the second of five parts. */
  readonly shard?: { readonly index: number; readonly of: number }
  readonly mode: 'enforce' | 'observe'
  /** How people approve; chosen by the workflow, never by the configuration of the release. Default: the environment. */
  readonly approval?: 'environment' | 'pull-request-review'
  /** Demands of the workflow's owner, as YAML, that the configuration cannot weaken. */
  readonly floor?: string
  /** The step is about a temporary environment: `true`, or its name. */
  readonly temporary?: string
  /** `teardown` of all temporary environments that have expired. */
  readonly expired?: boolean
  /** Whether a teardown of expired environments removes them; otherwise it lists them. */
  readonly apply?: boolean
  /** An emergency that lets findings of the gate pass, as YAML: which, until when and why. */
  readonly breakGlass?: string
}

/** `evidence: s3://BUCKET/PREFIX`, and `evidence-role`. */
export interface EvidenceBucketInput {
  readonly place: BucketPlace
  /** ARN; absent: the credentials of the job. */
  readonly role?: string
}

/** The inputs that action.yml declares. */
export const INPUT_NAMES = [
  'command',
  'config',
  'environment',
  'needs',
  'evidence',
  'evidence-role',
  'github-token',
  'only',
  'shard',
  'mode',
  'approval',
  'floor',
  'temporary',
  'expired',
  'apply',
  'break-glass',
] as const

/** Rejects an input that is nearly one of these: GitHub only warns, and the step would run without it. */
export function refuseUnknownInputs(env: Readonly<Record<string, string | undefined>>): void {
  const given = Object.keys(env).flatMap((name) => (name.startsWith('INPUT_') ? [name.slice(6).toLowerCase()] : []))
  for (const name of given) {
    if ((INPUT_NAMES as readonly string[]).includes(name)) continue
    const near = nearestName(name, INPUT_NAMES)
    if (near === undefined) continue
    throw new ActionError('config/input', {
      message: `unknown input \`${name}\`: did you mean \`${near}\`?`,
      advice: `Write \`${near}\` instead of \`${name}\` in the \`with:\` of the step.`,
      subject: `input/${name}`,
      expected: INPUT_NAMES.join(', '),
      observed: name,
    })
  }
}

/** `init` is no command of a step: it writes what a step reads. */
const INIT_ADVICE =
  'Run `node dist/index.js init` of this action on your machine, or call its workflow `.github/workflows/init.yml`, which opens a pull request with the first configuration.'

export const DEFAULT_CONFIG = '.github/test-deployments.yml'

/** Reads the inputs; `get` gives an input's text, empty where it is not set. Throws for the first invalid one. */
export function readInputs(get: (name: string) => string): Inputs {
  const command = get('command')
  if (!(COMMAND_NAMES as readonly string[]).includes(command)) {
    throw new ActionError('config/input', {
      message:
        command === ''
          ? 'the input `command` is missing'
          : `unknown command ${JSON.stringify(command)}${asked(command, COMMAND_NAMES)}`,
      advice:
        command === 'init'
          ? INIT_ADVICE
          : `Write one of ${COMMAND_NAMES.join(', ')} as \`command\` in the \`with:\` of the step.`,
      subject: 'input/command',
      expected: COMMAND_NAMES.join(', '),
      observed: command === '' ? 'nothing' : command,
    })
  }
  const config = get('config') || DEFAULT_CONFIG
  const environment = oneOf(get('environment'), ENVIRONMENT_KEYS, 'environment')
  const shard = readShard(get('shard'))
  const optional = (name: string): string | undefined => get(name) || undefined
  const needs = optional('needs')
  const evidence = optional('evidence')
  const evidenceRole = optional('evidence-role')
  const evidenceBucket =
    evidence !== undefined && /^(s3:|https?:|arn:)/i.test(evidence) ? readBucket(evidence, evidenceRole) : undefined
  if (evidenceRole !== undefined && !evidenceBucket) refuseRoleWithoutBucket(evidence)
  const githubToken = optional('github-token')
  const approval = oneOf(get('approval'), ['environment', 'pull-request-review'] as const, 'approval') ?? 'environment'
  const floor = optional('floor')
  const breakGlass = optional('break-glass')
  const temporary = optional('temporary')
  const isTemporary = temporary !== undefined && temporary !== 'false'
  const expired = oneOf(get('expired'), ['true', 'false'] as const, 'expired') === 'true'
  const apply = oneOf(get('apply'), ['true', 'false'] as const, 'apply') === 'true'
  return {
    command: command as CommandName,
    config: config.includes('\n') ? { yaml: config } : { path: config },
    ...(environment && { environment }),
    ...(needs !== undefined && { needs }),
    ...(evidenceBucket ? { evidenceBucket } : evidence !== undefined && { evidence }),
    ...(githubToken !== undefined && { githubToken }),
    only: get('only')
      .split(/[\s,]+/)
      .filter(Boolean),
    ...(shard && { shard }),
    approval,
    ...(floor !== undefined && { floor }),
    ...(breakGlass !== undefined && { breakGlass }),
    ...(isTemporary && { temporary }),
    ...(expired && { expired }),
    ...(apply && { apply }),
    mode: oneOf(get('mode'), ['enforce', 'observe'] as const, 'mode') ?? 'enforce',
  }
}

function refuseRoleWithoutBucket(evidence: string | undefined): never {
  throw new ActionError('config/input', {
    message: 'the input `evidence-role` is given, and `evidence` names no bucket',
    subject: 'input/evidence-role',
    expected: '`evidence: s3://BUCKET/PREFIX` beside `evidence-role`',
    observed: evidence ?? 'no `evidence`',
    advice: 'Write `evidence: s3://BUCKET/PREFIX` beside it in the `with:` of the step, or remove `evidence-role`.',
  })
}

function readBucket(evidence: string, role: string | undefined): EvidenceBucketInput {
  if (role !== undefined && !new RegExp(`^${ROLE_ARN}$`).test(role)) {
    throw new ActionError('config/input', {
      message: `the input \`evidence-role\` is ${JSON.stringify(role)}, which is not the ARN of an IAM role`,
      advice: 'Write `evidence-role: arn:aws:iam::ACCOUNT:role/NAME` in the `with:` of the step.',
      subject: 'input/evidence-role',
      expected: 'arn:aws:iam::ACCOUNT:role/NAME with the 12 digits of the account',
      observed: role,
    })
  }
  const place = parseS3Url(evidence)
  if (place) {
    // The bucket of another account with a name that was guessed or reused would get the evidence.
    const owner = place.owner ?? role?.split(':')[4]
    return { place: { ...place, ...(owner !== undefined && { owner }) }, ...(role !== undefined && { role }) }
  }
  throw new ActionError('config/input', {
    message: `the input \`evidence\` is ${JSON.stringify(evidence)}, which is not a URL of a bucket`,
    advice:
      'Write `evidence: s3://BUCKET/PREFIX` in the `with:` of the step; the account of the bucket may follow as `?owner=` and 12 digits.',
    subject: 'input/evidence',
    expected: 's3://BUCKET/PREFIX, s3://BUCKET/PREFIX?owner=ACCOUNT, or a folder',
    observed: evidence,
  })
}

function asked(written: string, known: readonly string[]): string {
  if (written === '') return ''
  const longer = known.filter((word) => word.startsWith(`${written.toLowerCase()}-`))
  const meant = meantBy(written, known) ?? longer.join(' or ')
  return meant === '' ? '' : `: did you mean ${meant}?`
}

function oneOf<T extends string>(value: string, allowed: readonly T[], name: string): T | undefined {
  if (value === '') return undefined
  if ((allowed as readonly string[]).includes(value)) return value as T
  throw new ActionError('config/input', {
    message: `the input \`${name}\` is ${JSON.stringify(value)}${asked(value, allowed)}`,
    advice: `Write one of ${allowed.join(', ')} as \`${name}\` in the \`with:\` of the step.`,
    subject: `input/${name}`,
    expected: allowed.join(' or '),
    observed: value,
  })
}

function readShard(value: string): Inputs['shard'] {
  if (value === '') return undefined
  const match = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(value)
  const index = Number(match?.[1])
  const of = Number(match?.[2])
  if (match && index <= of) return { index, of }
  throw new ActionError('config/input', {
    message: `the input \`shard\` is ${JSON.stringify(value)}, which is not a part of a number of parts`,
    advice: 'Write `shard: 2/5` for the second of five parts in the `with:` of the step.',
    subject: 'input/shard',
    expected: 'part/parts, such as 2/5',
    observed: value,
  })
}
