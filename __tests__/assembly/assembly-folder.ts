import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { PackageContext } from '../../src/assembly/contract.ts'
import type { EnvironmentKey } from '../../src/config/model/environment-keys.ts'

export const CDK_OUT = resolve(import.meta.dirname, 'fixtures/cdk-out')

export const SAM_BUILD = resolve(import.meta.dirname, 'fixtures/sam-build')

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
