import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startGitHub, type SandboxGitHub } from '../../sandbox/github/index.ts'
import { connectGitHub } from '../../src/github/client.ts'
import type { Connections } from '../../src/ports.ts'
import { readOrganisationBaseline } from '../../src/precheck/organisation-baseline.ts'
import { wallClock } from '../../src/support/clock.ts'

const OWN = 'acme/shop'
const BASELINES = 'acme/baselines'
const FILE = `
version: 1
ignore:
  - { resource: "*", property: /Tags, reason: tags of the inventory, owner: platform, until: 2999-12-31 }
`

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  mask: () => undefined,
  group: <T>(_: string, body: () => Promise<T>) => body(),
}

let github: SandboxGitHub
let sha: string
beforeEach(async () => {
  github = await startGitHub({ record: () => undefined })
  github.repository({ name: OWN, admins: ['root'] })
  github.repository({ name: BASELINES, admins: ['root'] })
  sha = github.commit(BASELINES, 'first', { 'drift.yml': FILE, 'wrong.yml': 'version: 1\nignore: [{ resource: x }]\n' })
  github.commit(OWN, 'first', { 'README.md': 'shop' })
})
afterEach(() => github.close())

async function read(reference: string | undefined) {
  const connected = connectGitHub({
    token: github.tokenOf('root'),
    apiUrl: github.url,
    repository: OWN,
    clock: wallClock,
    log: quiet,
    signal: new AbortController().signal,
  })
  return readOrganisationBaseline({ connect: { github: () => connected } as unknown as Connections }, reference)
}

test('is read at the commit that the configuration pins', async () => {
  github.commit(BASELINES, 'second', { 'drift.yml': 'version: 1\nignore: []\n' })
  expect(await read(`${BASELINES}/drift.yml@${sha}`)).toEqual({
    source: `acme/baselines/drift.yml@${sha.slice(0, 12)}`,
    ignore: [
      {
        resource: '*',
        property: '/Tags',
        reason: `tags of the inventory (acme/baselines/drift.yml@${sha.slice(0, 12)})`,
        owner: 'platform',
        until: '2999-12-31',
      },
    ],
  })
  expect(await read(undefined)).toBeUndefined()
})

test.each([
  [
    'a missing file',
    () => `${BASELINES}/none.yml@${sha}`,
    /^the baseline acme\/baselines\/none\.yml@\w{12} cannot be read$/,
  ],
  [
    'a missing or unreadable repository',
    () => `acme/none/drift.yml@${sha}`,
    /^the baseline acme\/none\/drift\.yml@\w{12} cannot be read$/,
  ],
  [
    'a commit that was never merged',
    () => `${BASELINES}/drift.yml@${'a'.repeat(40)}`,
    /is not on the default branch of acme\/baselines$/,
  ],
  ['an invalid baseline', () => `${BASELINES}/wrong.yml@${sha}`, /wrong\.yml@\w{12}/],
])('%s ends the step', async (_, reference, message) => {
  await expect(read(reference())).rejects.toMatchObject({ message: expect.stringMatching(message) })
})

test('a commit of a branch is not one that the organisation has merged', async () => {
  const branch = github.commit(BASELINES, 'mine', { 'drift.yml': FILE }, 'root', { branch: 'wider' })
  await expect(read(`${BASELINES}/drift.yml@${branch}`)).rejects.toMatchObject({
    message: expect.stringMatching(/is not on the default branch of acme\/baselines$/),
  })
})
