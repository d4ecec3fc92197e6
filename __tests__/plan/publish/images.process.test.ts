import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ECR } from '@aws-sdk/client-ecr'
import { afterEach, describe, expect, test } from '@jest/globals'
import { manifestOf } from '../../../sandbox/aws/services/ecr/store.ts'
import { DOCKER_MANIFEST } from '../../../src/registry/manifest.ts'
import { listenOnLoopback } from '../../../sandbox/loopback.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import type { Stack } from '../../../src/config/model/environment.ts'
import type { StackImage } from '../../../src/config/model/packaged.ts'
import { connections } from '../../../src/connect.ts'
import type { ImageCalls } from '../../../src/aws/clients/images.ts'
import type { DeployContext } from '../../../src/deploy/contract.ts'
import { publishImages } from '../../../src/deploy/stacks/publish-images.ts'
import { repositoryAdvice } from '../../../src/plan/bootstrap-advice.ts'
import { lookUpTag, publishImage } from '../../../src/plan/publish/images.ts'
import { publishedImageFindings } from '../../../src/plan/publish/image-findings.ts'
import { imageOfRelease } from '../../../src/plan/publish/release-images.ts'
import type { Registries } from '../../../src/registry/registries.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { Secrets } from '../../../src/support/secrets/secrets.ts'

const HOME = { account: '111111111111', region: 'eu-west-1' }
const SECRET = 'the-secret-of-the-deployer'
const workspace = mkdtempSync(join(tmpdir(), 'images-'))
const parts = join(workspace, 'parts')
mkdirSync(parts)

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})
process.on('exit', () => rmSync(workspace, { recursive: true, force: true }))

const digestOf = (bytes: Buffer | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}` as const

/** Writes a part of an image. */
function part(content: Buffer | string, mediaType: string, more: object = {}) {
  const bytes = Buffer.from(content)
  const digest = digestOf(bytes)
  writeFileSync(join(parts, digest.slice(7)), bytes)
  return { mediaType, digest, size: bytes.length, ...more }
}

function imageOf(text: string, more: readonly object[] = []) {
  const config = part(JSON.stringify({ os: 'linux', text }), 'application/vnd.docker.container.image.v1+json')
  const layer = part(`layer ${text}`, 'application/vnd.docker.image.rootfs.diff.tar.gzip')
  const manifest = { schemaVersion: 2, mediaType: DOCKER_MANIFEST, config, layers: [layer, ...more] }
  return { ...part(JSON.stringify(manifest), DOCKER_MANIFEST), config, layer }
}

const stackImage = (digest: StackImage['digest'], more: Partial<StackImage> = {}): StackImage => ({
  name: 'Api',
  digest,
  bytes: 1,
  repository: 'images',
  tag: 'one',
  parts: 'parts',
  ...more,
})

interface World {
  readonly sandbox: Sandbox
  readonly registries: Registries
  readonly said: string[]
  readonly masked: string[]
  readonly called: Set<string>
  readonly ecr: ECR
}

async function openWorld(scenario: Omit<ScenarioInput, 'github'> = {}): Promise<World> {
  const repositories = [{ name: 'images', mutability: 'IMMUTABLE' as const, images: [] }]
  const sandbox = await startSandbox({ pace: 'skip', scenario: { repositories, ...scenario } as never })
  const logged: string[] = []
  const masked: string[] = []
  const tell = (text: string): void => void logged.push(text)
  const called = new Set<string>()
  const env = {
    AWS_ENDPOINT_URL: sandbox.awsUrl,
    AWS_ACCESS_KEY_ID: scenario.users?.[0]?.accessKeyId ?? HOME.account,
    AWS_SECRET_ACCESS_KEY: SECRET,
  }
  Object.assign(process.env, env)
  const connect = connections(
    {
      place: { env, workspace, temp: workspace },
      clock: { now: () => sandbox.clock.now(), sleep: (ms, signal) => sandbox.clock.wait(ms, signal) },
      log: {
        debug: tell,
        info: tell,
        warning: tell,
        group: (_, body) => body(),
        mask: (value) => void masked.push(value),
      },
      secrets: new Secrets(),
      cancelled: new AbortController().signal,
    },
    undefined,
    called,
  )
  const ecr = new ECR({
    endpoint: sandbox.awsUrl,
    region: HOME.region,
    credentials: { accessKeyId: HOME.account, secretAccessKey: 'administrator' },
  })
  opened.push(() => sandbox.close())
  const registries = await connect.registries({ region: HOME.region, session: 'test' })
  return { sandbox, registries, said: logged, masked, called, ecr }
}

const publish = ({ registries }: World, image: StackImage) =>
  publishImage(registries, image, { workspace, temp: workspace, account: HOME.account })

async function storedIn({ ecr }: World, imageTag = 'one'): Promise<string | undefined> {
  const { images } = await ecr.batchGetImage({ repositoryName: 'images', imageIds: [{ imageTag }] })
  return images?.[0]?.imageManifest
}

async function refusal(work: Promise<unknown>): Promise<ActionError> {
  const error = await work.then(
    (value) => new Error(`it came to ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  if (error instanceof ActionError) return error
  throw error
}

describe('an image', () => {
  test('is copied once with its manifest unchanged, and the token is not shown', async () => {
    const world = await openWorld()
    const { digest } = imageOf('one')
    expect(await publish(world, stackImage(digest))).toEqual({ kind: 'uploaded' })
    expect(digestOf((await storedIn(world)) ?? '')).toBe(digest)
    expect(await publish(world, stackImage(digest))).toEqual({ kind: 'same' })
    // The token, and the password in it.
    expect(world.masked).toHaveLength(2)
    for (const secret of world.masked) expect(world.said.join('\n')).not.toContain(secret)
    expect([...world.called]).toEqual([world.sandbox.awsUrl])
  })

  test('for several platforms is copied with each of them', async () => {
    const world = await openWorld()
    const manifests = [imageOf('amd64'), imageOf('arm64')].map(({ mediaType, digest, size }) => ({
      mediaType,
      digest,
      size,
    }))
    const type = 'application/vnd.oci.image.index.v1+json'
    const { digest } = part(JSON.stringify({ schemaVersion: 2, mediaType: type, manifests }), type)
    expect(await publish(world, stackImage(digest))).toEqual({ kind: 'uploaded' })
    const { imageDetails } = await world.ecr.describeImages({ repositoryName: 'images' })
    expect(imageDetails?.map(({ imageDigest }) => imageDigest)).toEqual([
      ...manifests.map((each) => each.digest),
      digest,
    ])
  })

  test('is copied without layers that their own host distributes', async () => {
    const foreign = {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      digest: digestOf('base of Windows'),
      size: 1_000_000,
      urls: ['https://mcr.microsoft.com/v2/windows/blobs/x'],
    }
    const { digest } = imageOf('windows', [foreign])
    expect(await publish(await openWorld(), stackImage(digest))).toEqual({ kind: 'uploaded' })
  })

  test('is not copied over a tag with another digest', async () => {
    const world = await openWorld({ repositories: [{ name: 'images', images: [{ tag: 'one', content: 'other' }] }] })
    const other = digestOf(manifestOf('other'))
    expect(await publish(world, stackImage(imageOf('one').digest))).toEqual({ kind: 'differs', observed: other })
    expect(await storedIn(world)).toBe(manifestOf('other'))
  })

  test('differs where another process pushed the tag in the meantime', async () => {
    const world = await openWorld({
      repositories: [{ name: 'images', mutability: 'IMMUTABLE', images: [] }],
      meanwhile: [
        { before: 'ecr:PutImage', steps: [{ push: { ...HOME, repository: 'images', tag: 'one', content: 'other' } }] },
      ],
    } as never)
    const { digest } = imageOf('one')
    expect(await publish(world, stackImage(digest))).toEqual({
      kind: 'differs',
      observed: digestOf(manifestOf('other')),
    })
  })

  test.each<[string, object]>([
    ['another tag', { imageTags: ['two'] }],
    ['no tag', { imageTags: undefined }],
    ['another repository', { repositoryName: 'other' }],
    ['another registry', { registryId: '222222222222' }],
    ['a digest that is none', { imageDigest: 'sha256:one' }],
  ])('is not known to exist where ECR returns %s', async (_, odd) => {
    const { digest } = imageOf('one')
    const detail = { registryId: HOME.account, repositoryName: 'images', imageTags: ['one'], imageDigest: digest }
    const about = (more: object): Pick<ImageCalls, 'describeImages'> => ({
      describeImages: async () => ({ $metadata: {}, imageDetails: [{ ...detail, ...more }] }),
    })
    expect(await lookUpTag(about({}), stackImage(digest), HOME.account)).toMatchObject({ digest })
    expect(await refusal(lookUpTag(about(odd), stackImage(digest), HOME.account))).toMatchObject({
      code: 'aws/service',
    })
  })

  test('needs a repository, and a missing one is reported with the next step', async () => {
    const world = await openWorld({ repositories: [] })
    const image = stackImage(imageOf('one').digest)
    const published = await publish(world, image)
    expect(published).toEqual({ kind: 'no-repository', observed: 'no repository images' })
    const packaged = { bootstrap: { parameter: '/cdk', version: 6 }, images: [image] }
    const environment = { words: HOME, region: HOME.region, stacks: [{ packaged }] } as never
    const [found] = publishedImageFindings('preprod', [{ image, published }], ({ repository }) =>
      repositoryAdvice(environment, repository),
    )
    expect(found).toMatchObject({
      code: 'image/no-repository',
      advice: 'Run `cdk bootstrap aws://111111111111/eu-west-1`.',
    })
  })

  test.each<[string, (image: ReturnType<typeof imageOf>) => string, string | undefined]>([
    ['a layer is missing', ({ layer }) => layer.digest, undefined],
    ['a layer has other bytes', ({ layer }) => layer.digest, 'changed'],
    ['the configuration has other bytes', ({ config }) => config.digest, '{}'],
    ['the manifest is missing', ({ digest }) => digest, undefined],
  ])('is not copied where %s since it was packaged', async (name, which, bytes) => {
    const world = await openWorld()
    const image = imageOf(name)
    const file = join(parts, which(image).slice(7))
    if (bytes === undefined) rmSync(file)
    else writeFileSync(file, bytes)
    const published = await publish(world, stackImage(image.digest))
    expect(published).toMatchObject({ kind: 'changed' })
    expect(await storedIn(world)).toBeUndefined()
    const [found] = publishedImageFindings('preprod', [{ image: stackImage(image.digest), published }], () => '')
    expect(found).toMatchObject({ code: 'release/differs', outcome: 'fail' })
  })

  test.each(['throttle', 'error-500', 'error-503', 'reset-before', 'reset-after'] as const)(
    'is copied although ECR first responds with %s',
    async (kind) => {
      const on = ['BatchCheckLayerAvailability', 'InitiateLayerUpload', 'CompleteLayerUpload', 'PutImage']
      const world = await openWorld({ trouble: on.map((each) => ({ on: `ecr:${each}`, do: kind, times: 2 })) })
      const { digest } = imageOf(kind)
      // A tag that was written before the connection broke exists.
      const { kind: came } = await publish(world, stackImage(digest))
      expect(['uploaded', 'same']).toContain(came)
      expect(digestOf((await storedIn(world)) ?? '')).toBe(digest)
    },
  )

  test.each([
    ['InitiateLayerUpload', 'throttle', 'registry/service', 'the registry limits requests'],
    ['CompleteLayerUpload', 'error-500', 'registry/service', 'status 500'],
    ['CompleteLayerUpload', 'reset-before', 'registry/unreachable', 'could not be asked to upload sha256:'],
    ['InitiateLayerUpload', 'malformed', 'registry/service', 'proxy says hello'],
  ])('is an error where ECR responds to %s with %s until the last attempt', async (operation, kind, code, expected) => {
    const world = await openWorld({ trouble: [{ on: `ecr:${operation}`, do: kind }] } as never)
    const error = await refusal(publish(world, stackImage(imageOf(`${operation} ${kind}`).digest)))
    expect(error.code).toBe(code)
    expect(`${error.message} | ${error.advice}`).toContain(expected)
  })

  test.each([
    'BatchCheckLayerAvailability',
    'InitiateLayerUpload',
    'UploadLayerPart',
    'CompleteLayerUpload',
    'PutImage',
  ])('is refused with the action that the role lacks: ecr:%s', async (missing) => {
    const allowed = ['GetAuthorizationToken', 'DescribeImages', 'BatchCheckLayerAvailability', 'InitiateLayerUpload']
    const actions = [...allowed, 'UploadLayerPart', 'CompleteLayerUpload', 'PutImage']
    const Action = actions.filter((each) => each !== missing).map((each) => `ecr:${each}`)
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }
    const user = {
      name: 'deployer',
      account: HOME.account,
      accessKeyId: 'AKIADEPLOYERDEPLOYER',
      secretAccessKey: SECRET,
      policy,
    }
    const error = await refusal(
      publish(await openWorld({ users: [user] } as never), stackImage(imageOf(missing).digest)),
    )
    expect(error.code).toBe('registry/denied')
    expect(error.details.expected).toContain(`ecr:${missing}`)
    // A user is told the action, not to open a registry of ECR to everybody: also where the refusal has no text.
    expect(error.advice).toContain(`ecr:${missing}`)
  })
})

/** Another registry: responds with `answer`, otherwise as one with this image. */
async function otherRegistry(
  image: ReturnType<typeof imageOf>,
  answer: (
    path: string,
    headers: Readonly<Record<string, unknown>>,
  ) => [number, string?, Record<string, string>?] | undefined = () => undefined,
): Promise<string> {
  const server: Server = createServer((request, response) => {
    const path = request.url ?? ''
    const [status, body = '', headers = {}] = answer(path, request.headers) ?? [200]
    response.writeHead(status, { ...(path.includes('manifests') && { 'content-type': DOCKER_MANIFEST }), ...headers })
    if (status !== 200 || body !== '') return void response.end(body)
    response.end(readFileSync(join(parts, /sha256:([0-9a-f]+)/.exec(path)?.[1] ?? '')))
  })
  const port = await listenOnLoopback(server)
  opened.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return `127.0.0.1:${port}/team/api@${image.digest}`
}

const OTHER = '333333333333'

/** Pushes an image to a repository of another account. */
async function pushTo(
  { registries }: World,
  account: string,
  repository: string,
  image: ReturnType<typeof imageOf>,
): Promise<void> {
  const target = await registries.ofHost(`${account}.dkr.ecr.eu-west-1.amazonaws.com`)
  for (const each of [image.config, image.layer])
    await target.uploadBlob(repository, each, join(parts, each.digest.slice(7)))
  const bytes = readFileSync(join(parts, image.digest.slice(7)))
  const manifest = { mediaType: DOCKER_MANIFEST, digest: image.digest, bytes, blobs: [], manifests: [] }
  expect(await target.writeManifest(repository, 'v1', manifest)).toBe('written')
}

describe('an image of another registry', () => {
  test('is copied by its digest', async () => {
    const world = await openWorld()
    const image = imageOf('elsewhere')
    const from = await otherRegistry(image)
    expect(await publish(world, stackImage(image.digest, { from }))).toEqual({ kind: 'uploaded' })
    expect(digestOf((await storedIn(world)) ?? '')).toBe(image.digest)
    // Its bytes are proved by the digest, so their source does not matter.
    expect([...world.called]).toEqual([world.sandbox.awsUrl])
  })

  test('is copied with an anonymous token, which is not sent to the host of its layers', async () => {
    const image = imageOf('with a token')
    const seen: unknown[] = []
    const layers = await otherRegistry(image, (_, { authorization }) => void seen.push(authorization))
    const [host = ''] = layers.split('/')
    const from = await otherRegistry(image, (path, { authorization, host: own }) => {
      if (path.startsWith('/token')) return [200, JSON.stringify({ token: 'secret-of-everybody' })]
      if (authorization !== 'Bearer secret-of-everybody')
        return [401, '', { 'www-authenticate': `Bearer realm="http://${String(own)}/token",service="other"` }]
      return path.includes('/blobs/') ? [307, '', { location: `http://${host}${path}` }] : undefined
    })
    const world = await openWorld()
    expect(await publish(world, stackImage(image.digest, { from }))).toEqual({ kind: 'uploaded' })
    expect(seen).toEqual([undefined, undefined])
    expect(world.masked).toContain('secret-of-everybody')
  })

  test.each<[string, Parameters<typeof otherRegistry>[1], string, string]>([
    [
      'requires a password',
      () => [401, '', { 'www-authenticate': 'Basic realm="x"' }],
      'registry/denied',
      'push the image to ECR',
    ],
    [
      'forbids',
      () => [403, '{"errors":[{"code":"DENIED","message":"no"}]}'],
      'registry/denied',
      'status 403: DENIED: no',
    ],
    ['fails', () => [502, '<html>\u001B[31mbad</html>'], 'registry/service', 'status 502'],
    ['limits requests', () => [429, '', { 'retry-after': '1' }], 'registry/service', 'limits requests'],
    ['redirects in a loop', (path) => [307, '', { location: path }], 'registry/service', 'in a circle'],
    [
      'responds with another manifest',
      (path) => (path.includes('manifests') ? [200, manifestOf('other')] : undefined),
      'registry/unreachable',
      'its answer has the digest',
    ],
    [
      'responds with a page',
      (path) => (path.includes('manifests') ? [200, '<html>'] : undefined),
      'image/unusable',
      'no JSON object',
    ],
    [
      'responds with another layer',
      (path) => (path.includes('blobs') ? [200, 'x'] : undefined),
      'registry/unreachable',
      '1 bytes with the digest',
    ],
    [
      'sends without end',
      (path) => (path.includes('blobs') ? [200, 'x'.repeat(9_000)] : undefined),
      'registry/unreachable',
      'more than the',
    ],
  ])('is an error where the registry %s', async (name, answer, code, expected) => {
    const image = imageOf(name)
    const world = await openWorld()
    const error = await refusal(publish(world, stackImage(image.digest, { from: await otherRegistry(image, answer) })))
    expect(error.code).toBe(code)
    expect(`${error.message} ${error.details.observed ?? ''} ${error.advice}`).toContain(expected)
    expect(await storedIn(world)).toBeUndefined()
  })

  test('cannot be copied where the registry does not have it', async () => {
    const image = imageOf('gone')
    const from = await otherRegistry(image, () => [404, '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}'])
    const its = stackImage(image.digest, { from })
    const published = await publish(await openWorld(), its)
    expect(published).toEqual({ kind: 'no-source', observed: `no manifest ${image.digest}` })
    const [found] = publishedImageFindings('production', [{ image: its, published }], () => '')
    expect(found).toMatchObject({ code: 'image/no-source', outcome: 'fail', expected: from })
  })

  test('of an earlier build is copied from the repository of pre-prod, and not from the package', async () => {
    const world = await openWorld({
      repositories: [
        { name: 'images', ...HOME, mutability: 'IMMUTABLE', images: [] },
        { name: 'images', account: OTHER, region: 'eu-west-1', mutability: 'IMMUTABLE', images: [] },
      ],
    } as never)
    const earlier = imageOf('of an earlier build')
    await pushTo(world, OTHER, 'images', earlier)
    const packaged = stackImage(imageOf('of this build').digest)
    const from = `${OTHER}.dkr.ecr.eu-west-1.amazonaws.com/images@${earlier.digest}`
    const { repository, tag, digest: built } = packaged
    const its = imageOfRelease(packaged, [{ repository, tag, built, digest: earlier.digest, from }])
    expect(await publish(world, its)).toEqual({ kind: 'uploaded' })
    expect(digestOf((await storedIn(world)) ?? '')).toBe(earlier.digest)
    expect(await publish(world, its)).toEqual({ kind: 'same' })
    // Only the digest of the plan is accepted, not even that of the packaged image.
    expect(await publish(world, packaged)).toEqual({ kind: 'differs', observed: earlier.digest })
    const [found] = publishedImageFindings(
      'production',
      [{ image: packaged, published: { kind: 'differs', observed: earlier.digest }, isEarlier: false }],
      () => '',
    )
    expect(found?.advice).toContain('start this release again from precheck')
  })

  test.each(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'])(
    'of an earlier build is refused with the permissions of both sides, where %s is missing',
    async (missing) => {
      const earlier = imageOf(`of an earlier build without ${missing}`)
      const actions = ['GetAuthorizationToken', 'DescribeImages', 'BatchCheckLayerAvailability', 'InitiateLayerUpload']
      const all = [...actions, 'UploadLayerPart', 'CompleteLayerUpload', 'PutImage', 'BatchGetImage']
      const Action = [...all, 'GetDownloadUrlForLayer'].map((each) => `ecr:${each}`).filter((each) => each !== missing)
      const world = await openWorld({
        repositories: [
          { name: 'images', ...HOME, mutability: 'IMMUTABLE', images: [] },
          { name: 'images', account: OTHER, region: 'eu-west-1', mutability: 'IMMUTABLE', images: [] },
        ],
        users: [
          {
            name: 'deployer',
            account: HOME.account,
            accessKeyId: 'AKIADEPLOYERDEPLOYER',
            secretAccessKey: SECRET,
            policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
          },
        ],
      } as never)
      await pushTo(world, OTHER, 'images', earlier)
      const packaged = stackImage(imageOf('of this build').digest)
      const { repository, tag, digest: built } = packaged
      const from = `${OTHER}.dkr.ecr.eu-west-1.amazonaws.com/images@${earlier.digest}`
      const place = { workspace, temp: workspace, env: {} }
      const deployRole = `arn:aws:iam::${HOME.account}:role/deploy`
      const context = {
        ports: {
          place,
          connect: { registries: () => Promise.resolve(world.registries) },
          cancelled: new AbortController().signal,
          log: { info: () => undefined },
        },
        environment: { key: 'production', words: { account: HOME.account }, region: HOME.region, deployRole },
        plannedImages: [{ repository, tag, built, digest: earlier.digest, from }],
      } as unknown as DeployContext
      const error = await refusal(publishImages(context, [{ packaged: { images: [packaged] } } as unknown as Stack]))
      expect(error.code).toBe('registry/denied')
      expect(error.details.expected).toContain(missing)
      expect(error.advice).toContain(`arn:aws:ecr:eu-west-1:${OTHER}:repository/images`)
      expect(error.advice).toContain('aws ecr set-repository-policy --repository-name images')
      expect(error.advice).toContain(
        `{"AWS":"${deployRole}"},"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]`,
      )
      expect(await storedIn(world)).toBeUndefined()
    },
  )

  test('of an earlier build that was deleted is not replaced by the packaged one', async () => {
    const world = await openWorld()
    const packaged = stackImage(imageOf('of this build').digest)
    const { repository, tag, digest: built } = packaged
    const gone = imageOf('gone since precheck')
    const from = `${HOME.account}.dkr.ecr.eu-west-1.amazonaws.com/images@${gone.digest}`
    const its = imageOfRelease(packaged, [{ repository, tag, built, digest: gone.digest, from }])
    const published = await publish(world, its)
    expect(published).toEqual({ kind: 'no-source', observed: `no manifest ${gone.digest}` })
    expect(await storedIn(world)).toBeUndefined()
    const [found] = publishedImageFindings('preprod', [{ image: its, published, isEarlier: true }], () => '')
    expect(found).toMatchObject({ code: 'image/no-source', outcome: 'fail', expected: from })
    expect(found?.advice).toContain('Start the release again from precheck')
  })

  test('of ECR is copied with the permissions of the role, in another account too', async () => {
    const build = OTHER
    const world = await openWorld({
      repositories: [
        { name: 'images', ...HOME, mutability: 'IMMUTABLE', images: [] },
        { name: 'team/api', account: build, region: 'eu-west-1', mutability: 'IMMUTABLE', images: [] },
      ],
    } as never)
    const image = imageOf('of the build')
    await pushTo(world, build, 'team/api', image)
    const from = `${build}.dkr.ecr.eu-west-1.amazonaws.com/team/api@${image.digest}`
    expect(await publish(world, stackImage(image.digest, { from }))).toEqual({ kind: 'uploaded' })
    expect(digestOf((await storedIn(world)) ?? '')).toBe(image.digest)
  })
})
