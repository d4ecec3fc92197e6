import { resolveEnvironment } from '../../config/model/environment.ts'
import { ENVIRONMENT_KEYS } from '../../config/model/environment-keys.ts'
import {
  resolveTemporary,
  temporarySection,
  type TemporaryEnvironment,
} from '../../config/model/temporary-environment.ts'
import { fillWords } from '../../config/model/references.ts'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { listed, plural } from '../../support/text/text.ts'
import {
  accessOf,
  judgeJob,
  openRecord,
  pullRequestOf,
  regionOf,
  temporaryOf,
  type TemporaryContext,
} from '../context.ts'
import { readStacksNamed } from '../ownership.ts'
import type { Recorded } from '../record.ts'
import { removeSuperseded } from '../superseded.ts'
import { notRecorded, removeEnvironment, type Removal } from './remove.ts'

const NAMED_AT_MOST = 10

/**
 * Removes the temporary environment that the inputs or the event name, or, with `expired`, lists those that have expired and
 * removes them where `apply` says so.
 */
export async function tearDown(context: TemporaryContext): Promise<void> {
  const { inputs } = context
  if (inputs.apply === true && inputs.expired !== true) {
    throw new ActionError('config/input', {
      message: 'the input `apply` is given without `expired`',
      subject: 'input/apply',
      expected: '`expired: true` beside `apply: true`',
      observed: 'apply: true',
    })
  }
  if (inputs.expired === true && inputs.temporary !== undefined) {
    throw new ActionError('config/input', {
      message: 'the inputs `expired` and `temporary` exclude each other',
      subject: 'input/expired',
      expected: 'one of them',
      observed: 'both',
    })
  }
  return inputs.expired === true ? sweep(context) : removeNamed(context)
}

async function removeNamed(context: TemporaryContext): Promise<void> {
  const { record, ports } = context
  const environment = await temporaryOf(context)
  const removal = await prepare(context, environment, 'fail')
  if (!removal) return
  const recorded = await removal.registry.read(environment.name)
  const pullRequest = await pullRequestOf(context)
  if (pullRequest !== undefined) {
    const all = ENVIRONMENT_KEYS.map((key) =>
      resolveEnvironment(context.config, key, regionOf(context) ?? environment.region),
    )
    await removeSuperseded(context, all, pullRequest)
  }
  if (isRecorded(recorded)) return removeEnvironment(removal, environment.name)
  const names = environment.stacks.map(({ name }) => name)
  const existing = await readStacksNamed(await ports.connect.cloudformation(removal.access), names)
  if (existing.length === 0) {
    record.find({
      code: 'temporary/absent',
      outcome: 'pass',
      title: `there is no ${environment.name}: it has no record, and none of its ${plural(names.length, 'stack')} exists`,
      subject: `environment/${environment.name}`,
      expected: `no stack named ${listed(names, NAMED_AT_MOST)}`,
      observed: 'no record, no stack',
    })
    return
  }
  record.find(...existing.map((stack) => notRecorded(stack, environment.name)))
}

/** All environments of the repository that have expired. */
async function sweep(context: TemporaryContext): Promise<void> {
  const { config, inputs, ports, record } = context
  const { name: pattern } = temporarySection(config.environments)
  // Any copy has the same role and region.
  const sample = resolveTemporary(config, pattern.replaceAll(/\{[a-z-]+\}/g, '0'), regionOf(context))
  const removal = await prepare(context, sample, 'skipped')
  if (!removal) return
  const all = await removal.registry.readAll()
  if (all.length === 0) {
    record.find({
      code: 'temporary/none',
      outcome: 'skipped',
      title: 'no temporary environment is recorded',
      subject: 'environments',
      expected: 'records of temporary environments',
      observed: `none in ${removal.access.region}`,
    })
    return
  }
  const now = ports.clock.now().toISOString()
  for (const recorded of all) {
    ports.cancelled.throwIfAborted()
    const { name, environment } = recorded
    // Without its own record an environment is one whose removal was killed at its end.
    const expiresAt = environment?.expiresAt ?? now
    if (expiresAt > now) record.find(notExpired(name, expiresAt))
    else if (inputs.apply === true) await removeExpired(removal, recorded, now)
    else record.find(expired(recorded, expiresAt))
  }
}

/** Removes it unless a deployment has extended it since it was listed. */
async function removeExpired(removal: Removal, { name }: Recorded, now: string): Promise<void> {
  const { environment } = await removal.registry.read(name)
  if (environment !== undefined && environment.expiresAt > now) {
    removal.context.record.find(notExpired(name, environment.expiresAt))
    return
  }
  await removeEnvironment(removal, name)
}

async function prepare(
  context: TemporaryContext,
  environment: TemporaryEnvironment,
  inUse: 'fail' | 'skipped',
): Promise<Removal | undefined> {
  const { config, origin, record } = context
  const job = await judgeJob(context, environment)
  record.find(...job)
  if (job.length > 0) return undefined
  const access = accessOf(environment, origin.runId)
  const forbidden = ENVIRONMENT_KEYS.flatMap((key) =>
    resolveEnvironment(config, key, regionOf(context) ?? environment.region).stacks.map(({ name }) =>
      name.toLowerCase(),
    ),
  )
  return {
    context,
    access,
    registry: await openRecord(context, access),
    temporary: environment.temporary,
    stackNames: (name) =>
      config.stacks.map((stack) => fillWords(stack.name, { ...environment.words, environment: name }, 'stack')),
    scope: { repository: origin.repository, region: access.region, forbidden: new Set(forbidden), inUse },
  }
}

function isRecorded({ environment, stacks, unreadable }: Recorded): boolean {
  return environment !== undefined || stacks.length > 0 || unreadable.length > 0
}

function notExpired(name: string, expiresAt: string): Finding {
  return {
    code: 'temporary/not-expired',
    outcome: 'skipped',
    title: `${name} expires at ${expiresAt}: it is left`,
    subject: `environment/${name}`,
    observed: expiresAt,
  }
}

function expired({ name, environment, stacks }: Recorded, expiresAt: string): Finding {
  const names = stacks.map(({ stackArn }) => stackArn.split('/')[1] ?? stackArn)
  return {
    code: 'temporary/expired',
    outcome: 'skipped',
    title: `${name} has expired at ${expiresAt}: ${listed(names, NAMED_AT_MOST) || 'no stack'}`,
    subject: `environment/${name}`,
    expected: 'no environment after its expiry',
    observed: `${plural(stacks.length, 'stack')}, made by run ${environment?.runId ?? 'unknown'}`,
    advice: 'Set `apply: true` beside `expired: true` to remove it.',
  }
}
