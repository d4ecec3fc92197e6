import { gzipSync } from 'node:zlib'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, expect, test } from '@jest/globals'
import { archive, clientsOf, PREPROD, revisionFiles } from '../../sandbox/world.ts'
import { openReleases, REPOSITORY, type Releases, type Step, type Tree } from '../support/releases.ts'
import { installedOn, launchSite, SITE } from '../support/site-world.ts'

/**
 * Existing revisions, objects of S3 and commits of GitHub, from precheck to production. One precheck and one
 * deployment of each kind run from the bundle, the others from the source.
 */

const TIMEOUT = 300_000
const HOOKS = { ValidateService: 'test -f "$DESTDIR/srv/app.txt"' }

let world: Releases
afterEach(() => world.close())

const treeOf = (revision: string, files: Tree = {}): Tree => ({
  ...files,
  '.github/test-deployments.yml': `version: 1
deployments: [{ platform: server, application: site, group: "{environment}", revision: ${revision} }]
verify: [{ name: it answers, run: "true" }]
`,
})

/** Two groups with a host each, and a bucket of builds. */
async function open(tree: Tree, { versioned = true }: { versioned?: boolean } = {}): Promise<void> {
  const scenario = { ...SITE, buckets: [{ name: 'builds', ...PREPROD, versioned }] }
  world = await openReleases(tree, scenario, { from: 'source' })
  await launchSite(world)
}

async function store(key: string, files: Tree): Promise<{ readonly version: string; readonly sha256: string }> {
  const { s3 } = clientsOf(world.sandbox)
  const bytes = gzipSync(await archive(files))
  const { VersionId, ChecksumSHA256 } = await s3.send(
    new PutObjectCommand({ Bucket: 'builds', Key: key, Body: bytes, ChecksumAlgorithm: 'SHA256' }),
  )
  return { version: VersionId ?? '', sha256: ChecksumSHA256 ?? '' }
}

const proved = ({ evidence }: Step): string[] =>
  evidence.findings.filter(({ outcome }) => outcome === 'pass').map(({ code, title }) => `${code}: ${title}`)

/** The items of the release that are revisions, as each of its steps recorded them. */
const revisionsOf = (steps: readonly Step[]): unknown[] => [
  ...new Set(steps.map(({ evidence }) => JSON.stringify(evidence.release?.revisions))),
]

test(
  'an object by its digest, in base64 as S3 shows it, is released, and every step records the digest of its bytes',
  async () => {
    await open({}, { versioned: false })
    const { sha256 } = await store('shop.tgz', revisionFiles('one', HOOKS))
    const tree = treeOf(`{ s3: { bucket: builds, key: shop.tgz, sha256: "${sha256}" } }`)
    const { steps } = await world.release(tree, { bundled: ['precheck', 'deploy-preprod'] })
    const digest = `sha256:${Buffer.from(sha256, 'base64').toString('hex')}`
    expect(revisionsOf(steps)).toEqual([JSON.stringify([{ id: 'app', kind: 'revision', digest }])])
    expect(proved(steps[0]!)).toEqual(
      expect.arrayContaining([
        'release/revision-read: preprod: the revision of app exists, and is the one that the configuration names',
        'release/revision-read: production: the revision of app exists, and is the one that the configuration names',
        expect.stringContaining('appspec/valid'),
      ]),
    )
    expect(installedOn(world)).toEqual({ preprod: 'one', production: 'one' })
  },
  TIMEOUT,
)

test(
  'an object by its version is deployed in that version, even if its key has a newer one',
  async () => {
    await open({})
    const { version } = await store('shop.tgz', revisionFiles('one', HOOKS))
    await store('shop.tgz', revisionFiles('two', HOOKS))
    const revision = `{ s3: { bucket: builds, key: shop.tgz, version: "${version}" } }`
    const { steps } = await world.release(treeOf(revision))
    expect(revisionsOf(steps)).toHaveLength(1)
    expect(installedOn(world)).toEqual({ preprod: 'one', production: 'one' })
  },
  TIMEOUT,
)

test(
  'an object that is stored again after the rehearsal is another release, and production is not changed',
  async () => {
    await open({}, { versioned: false })
    const { sha256 } = await store('shop.tgz', revisionFiles('one', HOOKS))
    const tree = treeOf(`{ s3: { bucket: builds, key: shop.tgz, sha256: "${sha256}" } }`)
    const run = world.begin(tree)
    const step = (command: string, more: object = {}) => world.step(run, tree, command, more)
    await step('precheck')
    await step('deploy-preprod', { needs: ['precheck'], environment: 'preprod' })
    await step('verify', { needs: ['precheck', 'deploy-preprod'] })
    await store('shop.tgz', revisionFiles('two', HOOKS))
    const needs = ['precheck', 'deploy-preprod', 'verify']
    const production = await step('deploy-production', { needs, environment: 'production' })
    expect(production.status).toBe(1)
    expect(production.blockers).toContain('fail release/revision-read deployment/app/revision')
    expect(production.evidence.findings.find(({ code }) => code === 'release/revision-read')).toMatchObject({
      title: 'the object of the revision of app is not the one that the configuration names',
      observed: expect.stringContaining('no version, ETag '),
    })
    expect(installedOn(world)).toEqual({ preprod: 'one' })
  },
  TIMEOUT,
)

test(
  'the commit of the run is released from GitHub after its AppSpec was judged',
  async () => {
    const tree = treeOf(`{ github: { repository: ${REPOSITORY} } }`, revisionFiles('from the commit', HOOKS))
    await open(tree)
    const { run, steps } = await world.release(tree, { bundled: ['precheck', 'deploy-production'] })
    expect(revisionsOf(steps)).toHaveLength(1)
    expect(proved(steps[0]!)).toEqual(
      expect.arrayContaining(['release/revision-read: the revision of app is a commit that GitHub has']),
    )
    const read = steps[0]?.evidence.findings.find(({ code }) => code === 'release/revision-read')
    expect(read?.observed).toContain(`${REPOSITORY}@${run.run.sha}, the commit of the run`)
    expect(installedOn(world)).toEqual({ preprod: 'from the commit', production: 'from the commit' })
  },
  TIMEOUT,
)

test(
  'the AppSpec of an object and of a commit is judged in precheck',
  async () => {
    const files = { 'appspec.yml': 'version: 0.0\nos: linux\nhooks: { ValidateService: [{ location: missing.sh }] }\n' }
    await open(treeOf(`{ github: { repository: ${REPOSITORY} } }`, files))
    const { version } = await store('shop.tgz', files)
    for (const revision of [`{ github: { repository: ${REPOSITORY} } }`, s3(`version: "${version}"`)]) {
      const { blockers } = await world.precheck(treeOf(revision, files))
      expect(blockers).toContain('fail appspec/script-missing deployment/app/appspec/hook/ValidateService/missing.sh')
    }
  },
  TIMEOUT,
)

const s3 = (pin: string, key = 'shop.tgz', bucket = 'builds'): string =>
  `{ s3: { bucket: ${bucket}, key: ${key}, ${pin} } }`
const ANY = `sha256: "${'a'.repeat(64)}"`

test(
  'a revision that is not pinned, does not exist, is another object or is not an archive is refused before anything is changed',
  async () => {
    await open({})
    const { version, sha256 } = await store('shop.tgz', revisionFiles('one', HOOKS))
    const other = await store('other.tgz', revisionFiles('two', HOOKS))
    const { s3: client } = clientsOf(world.sandbox)
    const text = await client.send(new PutObjectCommand({ Bucket: 'builds', Key: 'text', Body: 'hello' }))
    const foreign = world.sandbox.github.commit(REPOSITORY, 'on a branch', {}, 'ada', { branch: 'fork' })
    const cases: readonly (readonly [revision: string, blocker: string, said: string])[] = [
      [
        '{ s3: { bucket: builds, key: shop.tgz } }',
        'error config/revision',
        'without a version and without a checksum',
      ],
      [s3('version: "null"'), 'error config/revision', 'without a version and without a checksum'],
      [
        s3(`version: ${version}`, 'shop.tgz', '"{stack.web.outputs.Bucket}"'),
        'error config/revision',
        'after the stacks',
      ],
      [`{ directory: app, github: { repository: ${REPOSITORY} } }`, 'error config/revision', 'names 2 revisions'],
      ['{ bucket: builds }', 'error config/revision', 'names no revision'],
      [s3(`version: ${version}`, '"{environment}.tgz"'), 'error config/revision', 'the environments get the same'],
      [s3(ANY, 'absent.tgz'), 'fail release/revision-read', 'does not exist'],
      [s3(ANY, 'shop.tgz', 'absent-bucket'), 'fail release/revision-read', 'does not exist'],
      [s3('version: no-such-version'), 'fail release/revision-read', 'does not exist'],
      [s3(`version: ${version}, sha256: "${other.sha256}"`), 'fail release/revision-read', 'is not the one'],
      [s3(`version: ${other.version}, sha256: "${sha256}"`), 'fail release/revision-read', 'does not exist'],
      [s3(`version: ${text.VersionId}`, 'text'), 'fail release/revision-read', 'is no archive'],
      ['{ github: { repository: acme/absent } }', 'fail release/revision-read', 'cannot be read from GitHub'],
      [
        `{ github: { repository: ${REPOSITORY}, commit: "${'0'.repeat(40)}" } }`,
        'fail release/revision-read',
        'default branch',
      ],
      [
        `{ github: { repository: ${REPOSITORY}, commit: "${foreign}" } }`,
        'fail release/revision-read',
        'default branch',
      ],
      [`{ github: { repository: ${REPOSITORY}, commit: main } }`, 'error config/file', '40 hexadecimal digits'],
    ]
    for (const [revision, blocker, said] of cases) {
      const { status, evidence, blockers } = await world.precheck(treeOf(revision))
      const found = evidence.findings.filter(({ title, expected }) => `${title} ${expected}`.includes(said))
      expect([
        revision,
        status,
        found.length > 0,
        blockers.filter((each) => each.startsWith(blocker)).length > 0,
      ]).toEqual([revision, 1, true, true])
    }
    expect(installedOn(world)).toEqual({})
  },
  TIMEOUT,
)

test(
  'an offline precheck reports that the revision was not read',
  async () => {
    await open({})
    const { evidence } = await world.precheck(treeOf(s3(ANY)), { only: 'offline' })
    expect(evidence.findings).toContainEqual(
      expect.objectContaining({ code: 'release/revision-read', outcome: 'skipped' }),
    )
  },
  TIMEOUT,
)
