import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { PackageContext } from '../../src/assembly/contract.ts'
import { buildArguments } from '../../src/assembly/images/docker.ts'
import { packageEntry } from '../../src/assembly/package.ts'
import { readPackaged } from '../../src/assembly/packaged-folder.ts'
import { ASSETS } from '../../src/assembly/cdk/shapes.ts'
import { cdk } from '../../src/config/model/sections/packaged.ts'
import type { StackImage } from '../../src/config/model/packaged.ts'
import { ActionError } from '../../src/support/errors.ts'
import { readManifest } from '../../src/registry/manifest.ts'
import { savedImage, tarOf } from './docker-stand-in.ts'
import { contextOf, smallAssembly, workspaceWith } from './assembly-folder.ts'

let made: { workspace: string; remove: () => void } | undefined
afterEach(() => made?.remove())

const IMAGES = {
  abc: {
    displayName: 'Api',
    source: { directory: '.', platform: 'linux/amd64' },
    destinations: { here: { repositoryName: 'images', imageTag: 'tag-of-api' } },
  },
}
const sha256 = (bytes: Buffer | string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** Packages an assembly with one image, which is the file or folder `image`. */
async function packaged(
  image: Buffer | Readonly<Record<string, Buffer | string>>,
  {
    template,
    images = { Api: 'image' },
    context,
  }: { template?: object; images?: Record<string, string>; context?: Partial<PackageContext> } = {},
): Promise<{ readonly image: StackImage; readonly part: (digest: string) => Buffer }> {
  const files = smallAssembly({ images: IMAGES })
  made = workspaceWith({ ...files, ...(template && { 'cdk.out/Shop.template.json': template }) })
  const { workspace } = made
  if (Buffer.isBuffer(image)) writeFileSync(join(workspace, 'image'), image)
  for (const [path, bytes] of Object.entries(Buffer.isBuffer(image) ? {} : image)) {
    mkdirSync(dirname(join(workspace, 'image', path)), { recursive: true })
    writeFileSync(join(workspace, 'image', path), bytes)
  }
  const written = await packageEntry(cdk().parse({ cdk: 'cdk.out', images }), 0, contextOf(workspace, context))
  const [stack] = await readPackaged(workspace, written)
  const [own] = stack?.packaged?.production.images ?? []
  if (own === undefined) throw new Error('there is no image')
  return {
    image: own,
    part: (digest) => readFileSync(join(workspace, own.parts ?? '', digest.replace('sha256:', ''))),
  }
}

/** `CODE message | next step` */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ActionError)) throw new Error(`refused by ${String(error)}`)
  return `${error.code} ${error.message} | ${error.advice}`
}

/** An OCI layout; `index`: the manifests that index.json names. */
function layoutOf(
  images: readonly { readonly layers: readonly Buffer[]; readonly platform?: string }[],
  asIndex = false,
) {
  const blobs: Record<string, Buffer> = {}
  const keep = (bytes: Buffer, mediaType: string) => {
    blobs[`blobs/sha256/${sha256(bytes).slice(7)}`] = bytes
    return { mediaType, digest: sha256(bytes), size: bytes.length }
  }
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value))
  const manifests = images.map(({ layers, platform = 'linux/amd64' }) => {
    const [os, architecture] = platform.split('/')
    const config = keep(json({ os, architecture }), 'application/vnd.oci.image.config.v1+json')
    const list = layers.map((layer) => keep(layer, 'application/vnd.oci.image.layer.v1.tar+gzip'))
    return {
      ...keep(json({ schemaVersion: 2, config, layers: list }), 'application/vnd.oci.image.manifest.v1+json'),
      platform: { os, architecture },
    }
  })
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests }
  const named = asIndex ? [keep(json(index), index.mediaType)] : manifests
  const files: Record<string, Buffer> = { ...blobs, 'index.json': json({ schemaVersion: 2, manifests: named }) }
  return { files, named }
}

const layer = (text: string) => tarOf({ 'index.txt': Buffer.from(text) })

describe('an image is packaged from', () => {
  test('an archive of `docker save`: layers compressed once, a manifest as docker pushes it', async () => {
    const raw = await layer('one')
    const { image, part } = await packaged(await savedImage({ layers: [raw] }))
    const manifest = readManifest(part(image.digest), 'it')
    expect(manifest.mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json')
    expect(manifest.digest).toBe(image.digest)
    const [config, first] = manifest.blobs
    expect(gunzipSync(part(first?.digest ?? ''))).toEqual(raw)
    expect(JSON.parse(part(config?.digest ?? '').toString())).toMatchObject({ rootfs: { diff_ids: [sha256(raw)] } })
    expect(image).toMatchObject({ name: 'Api', repository: 'images', tag: 'tag-of-api' })
  })

  test('an archive with compressed layers, whose bytes are kept', async () => {
    const raw = await layer('one')
    const packed = gzipSync(raw, { level: 1 })
    const config = { os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [sha256(raw)] } }
    const { image, part } = await packaged(await savedImage({ layers: [packed], config }))
    expect(part(readManifest(part(image.digest), 'it').blobs[1]?.digest ?? '')).toEqual(packed)
  })

  test('an OCI layout, as a folder or as a tar, whose manifest is kept', async () => {
    const { files, named } = layoutOf([{ layers: [gzipSync(await layer('one'))] }])
    const folder = await packaged(files)
    expect(folder.image.digest).toBe(named[0]?.digest)
    made?.remove()
    const tar = await packaged(await tarOf(files))
    expect(tar.image).toEqual(folder.image)
  })

  test('a layout for several platforms, with all of its manifests', async () => {
    const layers = [gzipSync(await layer('one'))]
    const { files, named } = layoutOf([{ layers }, { layers, platform: 'linux/arm64' }], true)
    const { image, part } = await packaged(files)
    expect(image.digest).toBe(named[0]?.digest)
    const { manifests } = readManifest(part(image.digest), 'it')
    expect(manifests.map(({ digest }) => readManifest(part(digest), 'it').blobs.length)).toEqual([2, 2])
  })

  test('a registry, by its digest, in the configuration or in a file of the build', async () => {
    const from = `333333333333.dkr.ecr.eu-west-1.amazonaws.com/shop/api@sha256:${'a'.repeat(64)}`
    const expected = { from, digest: `sha256:${'a'.repeat(64)}`, bytes: 0 }
    expect((await packaged({}, { images: { Api: from } })).image).toMatchObject(expected)
    made?.remove()
    // By its hash, too.
    expect((await packaged(Buffer.from(`${from}\n`), { images: { abc: 'image' } })).image).toMatchObject(expected)
  })

  test('docker, which builds it once for both environments', async () => {
    const calls: string[][] = []
    const docker: PackageContext['docker'] = async (args) => {
      calls.push([...args])
      if (args[0] === 'save') writeFileSync(args[2] ?? '', await savedImage())
    }
    const execute = () => Promise.reject(new Error('no command'))
    const { image } = await packaged({}, { images: {}, context: { docker, execute } })
    expect(calls.map(([command]) => command)).toEqual(['build', 'save'])
    expect(calls[0]?.join(' ')).toBe('build --tag test-deployments-asset-abc --platform linux/amd64 .')
    expect(existsSync(join(made?.workspace ?? '', image.parts ?? '', image.digest.slice(7)))).toBe(true)
  })
})

test('the fields of the asset manifest are options of `docker build`', () => {
  const manifest = ASSETS.parse({
    version: '55.0.0',
    dockerImages: {
      abc: {
        source: {
          directory: 'a',
          dockerFile: 'Dockerfile.web',
          dockerBuildTarget: 'web',
          dockerBuildArgs: { A: 'x y' },
          dockerBuildContexts: { lib: '../lib' },
          dockerBuildSecrets: { npm: 'src=/run/npmrc' },
          dockerBuildSsh: 'default',
          networkMode: 'host',
          platform: 'linux/arm64',
          dockerOutputs: ['type=docker'],
          cacheFrom: [{ type: 'registry', params: { ref: 'cache:1' } }],
          cacheTo: { type: 'inline' },
          cacheDisabled: true,
        },
        destinations: {},
      },
    },
  })
  const [image] = Object.values(manifest.dockerImages)
  if (image === undefined) throw new Error('there is an image')
  expect(buildArguments(image.source, 'it').join(' | ')).toBe(
    'build | --build-arg | A=x y | --build-context | lib=../lib | --secret | id=npm,src=/run/npmrc | --ssh | default | ' +
      '--tag | it | --target | web | --file | Dockerfile.web | --network | host | --platform | linux/arm64 | ' +
      '--output=type=docker | --cache-from | type=registry,ref=cache:1 | --cache-to | type=inline | --no-cache | .',
  )
})

describe('an image is refused that', () => {
  const layers = async () => [gzipSync(await layer('one'))]
  const without = async (which: 'layer' | 'config' | 'manifest') => {
    const { files, named } = layoutOf([{ layers: await layers() }])
    const manifest = readManifest(Buffer.from(files[`blobs/sha256/${named[0]?.digest.slice(7)}`] ?? ''), 'it')
    const digest = { manifest: manifest.digest, config: manifest.blobs[0]?.digest, layer: manifest.blobs[1]?.digest }[
      which
    ]
    const path = `blobs/sha256/${digest?.slice(7)}`
    return { files, path, manifest }
  }
  const cases: readonly [string, () => Promise<Parameters<typeof packaged>[0]>, string][] = [
    [
      'is not an archive',
      async () => Buffer.from('x'.repeat(2000)),
      'is no container image: it is not a zip, tar or tgz',
    ],
    [
      'is an archive of another kind',
      () => tarOf({ 'a.txt': Buffer.from('a') }),
      'has neither index.json nor manifest.json',
    ],
    [
      'is cut',
      async () => (await savedImage({ layers: [Buffer.alloc(100_000, 1)] })).subarray(0, 60_000),
      'truncated or damaged',
    ],
    [
      'has no configuration',
      async () => savedImage({ manifest: [{ Config: 'none.json', Layers: [] }] }),
      'has no none.json',
    ],
    ['lacks a layer', () => savedImage({ without: 'layer-0/layer.tar' }), 'has no layer-0/layer.tar'],
    [
      'has a layer with other bytes',
      () => savedImage({ config: { rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`] } } }),
      'a layer of image has other bytes than its configuration says',
    ],
    [
      'has fewer layers than it declares',
      () => savedImage({ config: { rootfs: { diff_ids: [] } } }),
      'has 1 layers, and its configuration 0',
    ],
    ['has an unreadable list', () => savedImage({ manifest: { Config: 1 } }), 'manifest.json of image cannot be read'],
    [
      'is several images',
      () => savedImage({ manifest: [1, 2].map(() => ({ Config: 'a', Layers: [] })) }),
      'holds 2 images',
    ],
    [
      'has a damaged gzip',
      async () => savedImage({ layers: [Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(50)])] }),
      'a layer of image cannot be read',
    ],
    ['has a layer in zstd', async () => savedImage({ layers: [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0])] }), 'zstd'],
    [
      'is a layout without a layer',
      async () => {
        const { files, path } = await without('layer')
        return Object.fromEntries(Object.entries(files).filter(([each]) => each !== path))
      },
      'which its manifest names',
    ],
    [
      'is a layout with another configuration',
      async () => {
        const { files, path } = await without('config')
        return { ...files, [path]: '{}' }
      },
      'a part of image has other bytes than its manifest says',
    ],
    [
      'is a layout of several images',
      async () => layoutOf([{ layers: await layers() }, { layers: await layers(), platform: 'linux/arm64' }]).files,
      'holds 2 images',
    ],
    [
      'has a manifest of an unknown kind',
      async () => {
        const text = JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.example', config: {}, layers: [] })
        const manifests = [{ mediaType: 'application/vnd.example', digest: sha256(text), size: text.length }]
        return {
          [`blobs/sha256/${sha256(text).slice(7)}`]: text,
          'index.json': JSON.stringify({ schemaVersion: 2, manifests }),
        }
      },
      'its manifest is of the kind application/vnd.example',
    ],
  ]
  test.each(cases)('%s', async (_, image, expected) => {
    const said = await refusal(packaged(await image()))
    expect(said).toContain('image/unusable ')
    expect(said).toContain(expected)
  })

  test.each<[string, string, object, string]>([
    [
      'a function of another architecture',
      'linux/arm64',
      { Architectures: ['x86_64'] },
      'Orders runs on linux/amd64, and the image Api is for linux/arm64',
    ],
    ['a function without an architecture', 'linux/arm64', {}, 'Orders runs on linux/amd64'],
  ])('is for %s', async (_, platform, more, expected) => {
    const template = {
      Resources: {
        Orders: {
          Type: 'AWS::Lambda::Function',
          Properties: { Code: { ImageUri: { 'Fn::Sub': 'x:tag-of-api' } }, ...more },
        },
      },
    }
    expect(await refusal(packaged(await savedImage({ platform }), { template }))).toContain(expected)
  })

  test('that declares no platform is refused', async () => {
    const raw = await layer('one')
    const config = { os: '', architecture: '', rootfs: { diff_ids: [sha256(raw)] } }
    const template = {
      Resources: { Orders: { Type: 'AWS::Lambda::Function', Properties: { Code: { ImageUri: 'x:tag-of-api' } } } },
    }
    const { image } = await packaged(await savedImage({ layers: [raw], config }), { template })
    expect(image.name).toBe('Api')
  })

  test('is an index, for a function', async () => {
    const { files } = layoutOf([{ layers: await layers() }], true)
    const template = {
      Resources: { Orders: { Type: 'AWS::Lambda::Function', Properties: { Code: { ImageUri: 'x:tag-of-api' } } } },
    }
    expect(await refusal(packaged(files, { template }))).toContain('--provenance=false')
  })

  test('is for another architecture than a task of Fargate', async () => {
    const definition = { ContainerDefinitions: [{ Image: 'x:tag-of-api' }], RequiresCompatibilities: ['FARGATE'] }
    const taskOf = (more: object) => ({
      Resources: { Web: { Type: 'AWS::ECS::TaskDefinition', Properties: { ...definition, ...more } } },
    })
    const arm = await savedImage({ platform: 'linux/arm64' })
    expect(await refusal(packaged(arm, { template: taskOf({}) }))).toContain('Web runs on linux/amd64')
    made?.remove()
    const fits = await packaged(arm, { template: taskOf({ RuntimePlatform: { CpuArchitecture: 'ARM64' } }) })
    expect(fits.image.name).toBe('Api')
  })

  test.each<[string, Record<string, string>, string]>([
    ['no image of the assembly has', { Apo: 'image' }, 'names Apo, which is no container image of cdk.out'],
    ['is absent', { Api: 'none.tar' }, 'none.tar, which `images` names for Api, is absent'],
    ['is outside of the workspace', { Api: '/etc/hostname' }, 'is outside of the workspace'],
    ['has no digest', { Api: 'example.com/api@latest' }, 'names no image of a registry by its digest'],
    ['has no registry', { Api: `nginx@sha256:${'a'.repeat(64)}` }, 'names no image of a registry by its digest'],
  ])('is given by a name that %s', async (_, images, expected) => {
    expect(await refusal(packaged(Buffer.from('not a reference'), { images }))).toContain(expected)
  })

  test('is refused if another command than `package` would build it', async () => {
    expect(await refusal(packaged({}, { images: {} }))).toContain(
      'the container image Api is built with `command: package` only | Run `command: package` in a job with docker',
    )
  })
})
