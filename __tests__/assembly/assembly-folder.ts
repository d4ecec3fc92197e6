import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { digestOf, manifestOf } from '../../sandbox/aws/services/ecr/store.ts'
import { DOCKER_MANIFEST } from '../../src/registry/manifest.ts'
import type { PackageContext } from '../../src/assembly/contract.ts'
import type { EnvironmentKey } from '../../src/config/model/environment-keys.ts'

export const CDK_OUT = resolve(import.meta.dirname, 'fixtures/cdk-out')

/** Of an app with container images. */
export const IMAGE_OUT = resolve(import.meta.dirname, 'fixtures/image-out')

export const SAM_BUILD = resolve(import.meta.dirname, 'fixtures/sam-build')

/** The contents of the files below a folder, keyed by their paths below another folder. */
export function filesBelow(folder: string, as: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [join(as, path.slice(folder.length + 1)), readFileSync(path, 'utf8')]
    }),
  )
}

/** A workspace with these files; `remove` removes it. */
export function workspaceWith(
  files: Readonly<Record<string, string | object>>,
  copied: Readonly<Record<string, string>> = {},
) {
  const workspace = mkdtempSync(join(tmpdir(), 'assembly-'))
  for (const [path, from] of Object.entries(copied)) cpSync(from, join(workspace, path), { recursive: true })
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true })
    writeFileSync(join(workspace, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return { workspace, remove: () => rmSync(workspace, { recursive: true, force: true }) }
}

const ACCOUNTS = { preprod: '111111111111', production: '222222222222' }

export function contextOf(workspace: string, more: Partial<PackageContext> = {}): PackageContext {
  const placeOf = (key: EnvironmentKey) => ({
    key,
    name: key,
    words: { environment: key, account: ACCOUNTS[key] },
    region: 'eu-west-1',
    account: ACCOUNTS[key],
  })
  return { workspace, places: { preprod: placeOf('preprod'), production: placeOf('production') }, ...more }
}

/** A small cloud assembly of one stack, with one file as its asset. */
export function smallAssembly(more: {
  readonly manifest?: object
  readonly stack?: object
  readonly artifacts?: object
  readonly source?: object
  readonly images?: object
  readonly bucket?: string
}): Record<string, object | string> {
  return {
    'cdk.out/manifest.json': {
      version: '55.0.0',
      artifacts: {
        Shop: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://unknown-account/unknown-region',
          displayName: 'Shop',
          dependencies: ['Shop.assets'],
          properties: { templateFile: 'Shop.template.json', stackName: 'shop', ...more.stack },
        },
        'Shop.assets': {
          type: 'cdk:asset-manifest',
          properties: {
            file: 'Shop.assets.json',
            requiresBootstrapStackVersion: 6,
            bootstrapStackVersionSsmParameter: '/cdk-bootstrap/hnb659fds/version',
          },
        },
        ...more.artifacts,
      },
      ...more.manifest,
    },
    'cdk.out/Shop.template.json': { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } },
    'cdk.out/Shop.assets.json': {
      version: '55.0.0',
      files: {
        abc: {
          displayName: 'Page',
          source: more.source ?? { path: 'asset.abc.txt', packaging: 'file' },
          destinations: { here: { bucketName: more.bucket ?? 'assets', objectKey: 'abc.txt' } },
        },
      },
      dockerImages: more.images ?? {},
    },
    'cdk.out/asset.abc.txt': 'one',
  }
}

/** Configuration of an image without layers. */
export const IMAGE = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [] } })

/** The OCI layout of that image, which has texts only; its manifest is `manifestOf(IMAGE)`. */
export function textLayout(folder: string): Record<string, string> {
  const manifest = manifestOf(IMAGE)
  const index = [{ mediaType: DOCKER_MANIFEST, digest: digestOf(manifest), size: manifest.length }]
  const blobOf = (text: string): string => `${folder}/blobs/sha256/${digestOf(text).replace('sha256:', '')}`
  return {
    [blobOf(IMAGE)]: IMAGE,
    [blobOf(manifest)]: manifest,
    [`${folder}/index.json`]: JSON.stringify({ schemaVersion: 2, manifests: index }),
  }
}
