import { expect, test } from '@jest/globals'
import { array, assert, asyncProperty, boolean, constantFrom, integer, record, tuple } from 'fast-check'
import { run as teardown } from '../../src/commands/teardown.ts'
import type { Context } from '../../src/commands/contract.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import { Secrets } from '../../src/support/secrets/secrets.ts'
import { tagsOf } from '../../src/temporary/tags.ts'
import { FakeClock } from '../deploy/fakes.ts'
import { FakeAccount, Killed, type FakeStack } from './account.ts'

/** A thousand accounts: `TEARDOWN_RUNS=1000 npm test -- teardown.property`. */
const RUNS = Number(process.env['TEARDOWN_RUNS'] ?? 100)

const REPOSITORY = 'acme/shop'
const CONFIG = readConfig(
  `version: 1
environments: { preprod: { region: eu-west-1, temporary: { name: "pr-{pull-request}" } }, production: { region: eu-west-1 } }
stacks:
  - { id: a, name: "shop-a-{environment}", template: a.yml }
  - { id: b, name: "shop-b-{environment}", template: a.yml }
  - { id: c, name: "shop-c-{environment}", template: a.yml }
`,
  'config.yml',
)
const IDS = ['a', 'b', 'c'] as const

/** Stacks that may be deleted. */
const OWN = ['own', 'nesting', 'rolled-back', 'half-deleted', 'deleting', 'holds-on', 'gone', 'made-again'] as const
/** States that keep an environment. */
const NOT = ['protected', 'policy', 'retagged', 'foreign', 'nested', 'production', 'other', 'busy'] as const
type Kind = (typeof OWN)[number] | (typeof NOT)[number]

const kinds = constantFrom<Kind | 'none'>('none', 'own', ...OWN, ...NOT)
const environments = record({
  expired: boolean(),
  // Most environments are ordinary, so most are removed.
  stacks: tuple(kinds, constantFrom<Kind | 'none'>('none', ...OWN), constantFrom<Kind | 'none'>('own', ...OWN)),
})
const accounts = record({
  environments: array(environments, { minLength: 1, maxLength: 3 }),
  kills: array(record({ at: integer({ min: 1, max: 25 }), after: boolean() }), { maxLength: 3 }),
  sweeps: boolean(),
})

interface Arranged {
  readonly name: string
  readonly expired: boolean
  /** Stacks that a teardown of the environment deletes. */
  readonly own: FakeStack[]
  readonly mayBeRemoved: boolean
}

const clockTime = (clock: FakeClock, ms: number): string => new Date(clock.now().getTime() + ms).toISOString()
let unique = 0
const arnOf = (name: string): string => `arn:aws:cloudformation:eu-west-1:111111111111:stack/${name}/${unique++}`

function arrange(
  account: FakeAccount,
  clock: FakeClock,
  name: string,
  of: { expired: boolean; stacks: readonly (Kind | 'none')[] },
): Arranged {
  const expiresAt = clockTime(clock, of.expired ? -1_000 : 36_000_000)
  const folder = `/test-deployments/temporary/${REPOSITORY}/${name}`
  const tags = tagsOf(name, { repository: REPOSITORY, runId: '7', expiresAt })
  account.parameters.set(
    `${folder}/environment`,
    JSON.stringify({ version: 1, name, repository: REPOSITORY, runId: '7', runAttempt: 1, expiresAt, groups: [] }),
  )
  const own: FakeStack[] = []
  for (const [index, kind] of of.stacks.entries()) {
    const id = IDS[index] ?? 'a'
    if (kind === 'none') continue
    const stack = stackOf(account, kind, `shop-${id}-${name}`, tags)
    const dependsOn = IDS.slice(0, index)
    account.parameters.set(
      `${folder}/stacks/${id}`,
      JSON.stringify({ version: 1, id, stackArn: stack.arn, dependsOn, runId: '7' }),
    )
    if ((OWN as readonly string[]).includes(kind)) own.push(stack)
  }
  return {
    name,
    expired: of.expired,
    own,
    mayBeRemoved: !of.stacks.some((kind) => (NOT as readonly string[]).includes(kind)),
  }
}

function stackOf(account: FakeAccount, kind: Kind, name: string, tags: FakeStack['tags']): FakeStack {
  const arn = arnOf(name)
  switch (kind) {
    case 'own':
      return account.add({ arn, tags })
    case 'nesting': {
      const child = account.add({ arn: arnOf(`${name}-Inner-X1`), tags, parent: arn })
      return account.add({ arn, tags, children: [child.arn] })
    }
    case 'rolled-back':
      return account.add({ arn, tags, status: 'ROLLBACK_COMPLETE' })
    case 'half-deleted':
      return account.add({ arn, tags, status: 'DELETE_FAILED' })
    case 'deleting': {
      const stack = account.add({ arn, tags })
      account.startDeletion(stack)
      return stack
    }
    case 'holds-on':
      return account.add({ arn, tags, failures: 1 })
    case 'gone':
      return account.add({ arn, tags, status: 'DELETE_COMPLETE' })
    case 'made-again':
      account.add({ arn: arnOf(name), tags: { team: 'others' } })
      return account.add({ arn, tags, status: 'DELETE_COMPLETE' })
    case 'protected':
      return account.add({ arn, tags, protected: true })
    case 'policy':
      return account.add({ arn, tags, hasPolicy: true })
    case 'retagged':
      return account.add({ arn, tags: { ...tags, 'test-deployments:environment': 'pr-99' } })
    case 'foreign':
      return account.add({ arn, tags: { team: 'others' } })
    case 'nested':
      return account.add({ arn, tags, parent: arnOf('theirs') })
    case 'production':
      return account.add({ arn: arnOf(`shop-a-production`), tags })
    case 'other':
      return account.add({ arn: arnOf('shop-a-pr-77'), tags })
    case 'busy':
      return account.add({ arn, tags, status: 'UPDATE_IN_PROGRESS' })
  }
}

async function job(account: FakeAccount, clock: FakeClock, target: string | undefined): Promise<Recorder> {
  const found = new Recorder(() => clock.now())
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warning: () => undefined,
    mask: () => undefined,
    group: <T>(_title: string, body: () => Promise<T>) => body(),
  }
  const connect = {
    job: () => Promise.resolve({ actor: 'ada', environment: 'temporary', claims: {} }),
    cloudformation: () => Promise.resolve(account.cloudformation()),
    temporary: () => Promise.resolve(account.temporary()),
  }
  const context = {
    ports: {
      clock,
      log,
      secrets: new Secrets(),
      cancelled: new AbortController().signal,
      place: { env: {}, workspace: '.', temp: '.' },
      connect,
    },
    inputs: {
      command: 'teardown',
      config: { path: 'config.yml' },
      only: [],
      mode: 'enforce',
      ...(target === undefined ? { expired: true, apply: true } : { temporary: target }),
    },
    config: CONFIG,
    origin: { repository: REPOSITORY, sha: '0', ref: 'x', runId: '9', runAttempt: 1, job: 'one', actor: 'ada' },
    record: found,
  } as unknown as Context
  await teardown(context)
  return found
}

const shown = (stack: FakeStack): string => JSON.stringify(stack)

test('a teardown deletes only its own stacks, for any other stacks of the account and any point at which it is killed', async () => {
  await assert(
    asyncProperty(accounts, async (given) => {
      const clock = new FakeClock()
      const account = new FakeAccount(clock)
      for (const name of ['shop-a-preprod', 'shop-b-production', 'shop-a-pr-1-copy']) account.add({ arn: arnOf(name) })
      const arranged = given.environments.map((of, index) => arrange(account, clock, `pr-${index + 1}`, of))
      const first = arranged[0] as Arranged
      const targets = arranged.filter(({ expired }, index) => (given.sweeps ? expired : index === 0))
      const deletable = new Set(
        targets
          .filter(({ mayBeRemoved }) => mayBeRemoved)
          .flatMap(({ own }) => own.flatMap(({ arn, children }) => [arn, ...children])),
      )
      // A deletion that another process started continues without the job.
      const others = [...account.stacks.values()].filter(
        ({ arn, status }) => !deletable.has(arn) && status !== 'DELETE_IN_PROGRESS',
      )
      const before = others.map(shown)
      const parametersBefore = [...account.parameters.keys()]
      const target = given.sweeps ? undefined : first.name

      for (const kill of given.kills) {
        account.begin(kill)
        await job(account, clock, target).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error
        })
      }
      // A blocked resource is released after one failed deletion; each of three stacks may be blocked.
      for (let again = 0; again < 4; again++) {
        account.begin()
        await job(account, clock, target)
      }

      expect(account.deleted.filter((arn) => !deletable.has(arn))).toEqual([])
      expect(others.map(shown)).toEqual(before)
      for (const arn of deletable) expect(account.stacks.get(arn)?.status).toBe('DELETE_COMPLETE')
      const removed = targets.filter(({ mayBeRemoved }) => mayBeRemoved).map(({ name }) => `/${name}/`)
      const kept = parametersBefore.filter((name) => !removed.some((part) => name.includes(part)))
      expect([...account.parameters.keys()].toSorted()).toEqual(kept.toSorted())
    }),
    { numRuns: RUNS },
  )
}, 600_000)
