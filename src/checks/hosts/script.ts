import { createHash } from 'node:crypto'
import { ActionError } from '../../support/errors.ts'
import { oneLine } from '../../support/text/text.ts'
import type { PlannedCheck } from '../engine/select.ts'
import { ATTEMPTS } from './library/attempts.ts'
import { FILES } from './library/files.ts'
import { NETWORK } from './library/network.ts'
import { TLS } from './library/tls.ts'
import { SERVICES } from './library/services.ts'
import { quoted } from './quote.ts'
import { notOnHosts } from './words.ts'

/** The checks of one deployment group, with the values of its environment. */
export interface GroupChecks {
  /** Value of DEPLOYMENT_GROUP_NAME. */
  readonly group: string
  readonly checks: readonly PlannedCheck[]
}

export interface HostScript {
  readonly text: string
  /** Begins each of its lines in a log: it has a part of the digest of the script. */
  readonly mark: string
  /** How many checks each group has. */
  readonly count: number
  /** How long it may take, in seconds. */
  readonly seconds: number
}

const MOST_CHECKS = 100
/** Of the name of a check in its lines. */
export const NAME_LENGTH = 80
const MARK = 'test-deployments'
const MARK_LENGTH = 12
/** Starting programs on a busy host. */
const SPARE_S = 30

const seconds = (ms: number): number => Math.ceil(ms / 1_000)

/**
 * One POSIX shell script with all checks for the hosts of a deployment, for each of its groups. Every value in it is quoted;
 * which ones apply is decided on the host by DEPLOYMENT_GROUP_NAME, and a group that the script does not list fails.
 * Throws an ActionError where a check cannot be made on a host.
 */
export function hostScript(groups: readonly GroupChecks[]): HostScript {
  const branches = new Map<string, string>()
  for (const { group, checks } of groups) {
    const branch = branchOf(checks)
    if (branches.has(group) && branches.get(group) !== branch) throw ambiguous(group)
    branches.set(group, branch)
  }
  const checks = groups[0]?.checks ?? []
  if (checks.length > MOST_CHECKS) throw tooMany(checks.length)
  return {
    ...scriptOf(
      'Checks of this release on this host, before it gets traffic. Made by test-deployments from `verify` with `on: hosts`.',
      [
        "# The agent unpacked this file after it had stopped the previous version's processes.",
        'since=$(stat -c %Z "$0" 2>/dev/null) || since=',
      ],
      [
        'case ${DEPLOYMENT_GROUP_NAME:-} in',
        ...[...branches].map(([group, branch]) => `  ${quoted(group)})\n${branch}    ;;`),
        '  *)',
        `    printf '%s group %s: this script lists no such deployment group\\n' "$mark" "$(t_line "\${DEPLOYMENT_GROUP_NAME:-(none)}")"`,
        '    exit 1',
        '    ;;',
        'esac',
        `finished ${checks.length}`,
      ],
    ),
    count: checks.length,
    seconds: SPARE_S + Math.max(...groups.map((each) => each.checks.reduce((sum, check) => sum + timeOf(check), 0))),
  }
}

/**
 * One check as a script that a command runs on a host by itself, with all of its attempts. `since`: when the deployment
 * began, where that is known. Throws an ActionError where it cannot be made on a host.
 */
export function commandScript(check: PlannedCheck, since: Date | undefined): HostScript {
  const began = since === undefined ? '' : String(Math.floor(since.getTime() / 1_000))
  return {
    ...scriptOf(
      'A check of this host. Made by test-deployments from `verify` with `through: ssm`.',
      ['# When the deployment of this release began.', `since=${began}`],
      [lineOf(check, 1), 'finished 1'],
    ),
    count: 1,
    seconds: secondsOf(check),
  }
}

/** The longest time that the script of one check takes on a host, in seconds. */
export function secondsOf(check: PlannedCheck): number {
  return SPARE_S + timeOf(check)
}

/** The functions of the checks around the lines that set `since`, and those that make the checks. */
function scriptOf(
  about: string,
  since: readonly string[],
  calls: readonly string[],
): Pick<HostScript, 'text' | 'mark'> {
  const body = [
    'PATH=${PATH:-/usr/bin:/bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'LC_ALL=C',
    'export PATH LC_ALL',
    '# The root of the host; hooks of a deployment to a folder get another one.',
    'root=${DESTDIR:-}',
    'root=${root%/}',
    ...since,
    FILES,
    SERVICES,
    NETWORK,
    TLS,
    ATTEMPTS,
    ...calls,
    '',
  ].join('\n')
  const digest = createHash('sha256').update(body).digest('hex').slice(0, MARK_LENGTH)
  const mark = `${MARK} ${digest}`
  return {
    text: [
      '#!/bin/sh',
      `# ${about}`,
      '# shellcheck disable=SC2016,SC2317,SC2329 # Values are data in single quotes, and functions are called by their names.',
      `mark='${mark}'`,
      body,
    ].join('\n'),
    mark,
  }
}

function branchOf(checks: readonly PlannedCheck[]): string {
  return checks.map((check, index) => `    ${lineOf(check, index + 1)}\n`).join('')
}

function lineOf(planned: PlannedCheck, number: number): string {
  const { check, key, name, options, sampling } = planned
  if (check.onHost === undefined) {
    throw new ActionError('config/file', {
      message: `the check ${JSON.stringify(name)} cannot be made on hosts`,
      subject: `check/${name}`,
      expected: 'a check of a file, a service, a port or a URL',
      observed: key,
      advice: 'Remove `on: hosts`, so that this job makes the check.',
    })
  }
  if (sampling.dryRun)
    throw notOnHosts(key, '`dry-run`', 'Remove `dry-run`: the hook either lets traffic in, or it does not.')
  const { words } = check.onHost(options as never)
  const numbers = [
    seconds(sampling.delay),
    seconds(sampling.every),
    sampling.count,
    sampling.failures,
    sampling.errors,
    seconds(sampling.steadyFor ?? 0),
  ]
  return ['checked', number, quoted(oneLine(name, NAME_LENGTH)), ...numbers, ...words.map(quoted)].join(' ')
}

/** The longest time that a check takes on a host, in seconds. */
function timeOf({ sampling }: PlannedCheck): number {
  const { delay, every, count, timeout, steadyFor = 0 } = sampling
  return seconds(delay + count * (every + timeout) + 2 * steadyFor)
}

function ambiguous(group: string): ActionError {
  return new ActionError('config/file', {
    message: `the deployment group ${group} has the same name in two environments, and its checks on hosts differ by environment`,
    subject: 'verify',
    expected: 'a group name that contains the environment, or values that are the same everywhere',
    observed: group,
    advice:
      'Name the groups by environment, such as `shop-{environment}`: a host knows its environment by its group only.',
  })
}

function tooMany(count: number): ActionError {
  return new ActionError('config/file', {
    message: `${count} checks on hosts are too many for one hook`,
    subject: 'verify',
    expected: `at most ${MOST_CHECKS} for a deployment`,
    observed: String(count),
  })
}
