import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { packageEntry } from '../../src/assembly/package.ts'
import { isPackaged, readPackaged } from '../../src/assembly/packaged-folder.ts'
import type { PackageContext } from '../../src/assembly/contract.ts'
import { cdk } from '../../src/config/model/sections/packaged.ts'
import { digestOfBytes } from '../../src/evidence/digest.ts'
import { ActionError } from '../../src/support/errors.ts'
import { CDK_OUT, contextOf, smallAssembly, workspaceWith } from './assembly-folder.ts'

let made: { workspace: string; remove: () => void } | undefined
afterEach(() => made?.remove())

function workspace(files: Parameters<typeof workspaceWith>[0], copied?: Parameters<typeof workspaceWith>[1]): string {
  made = workspaceWith(files, copied)
  return made.workspace
}

async function packaged(folder: string, input: object = {}, more: Partial<PackageContext> = {}) {
  const entry = cdk().parse({ cdk: 'cdk.out', ...input })
  const written = await packageEntry(entry, 0, contextOf(folder, more))
  return readPackaged(folder, written)
}

/** Message and next step of the refusal. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ActionError)) throw new Error(`refused by ${String(error)}`)
  expect(error.code).toBe('config/assembly')
  return `${error.message} | ${error.advice}`
}

describe('a recorded output of `cdk synth` with two stages', () => {
  test('has the same stacks in both environments, in order, with their assets', async () => {
    const folder = workspace({}, { 'cdk.out': CDK_OUT })
    const stacks = await packaged(folder)
    expect(stacks.map(({ id, 'depends-on': dependsOn }) => [id, dependsOn])).toEqual([
      ['Network', []],
      ['Shop', ['Network']],
    ])
    const shop = stacks[1]?.packaged
    expect(shop?.preprod).toMatchObject({
      name: 'shop-preprod',
      source: 'cdk.out/assembly-preprod/preprodShop302BFBDC.template.json',
      'template-bucket': 'cdk-hnb659fds-assets-111111111111-eu-west-1',
      role: 'arn:${AWS::Partition}:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1',
      bootstrap: { parameter: '/cdk-bootstrap/hnb659fds/version', version: 6 },
      assets: [{ name: 'Orders/Code', bucket: 'cdk-hnb659fds-assets-111111111111-eu-west-1', archive: true }],
    })
    const [one, other] = [shop?.preprod.assets[0], shop?.production.assets[0]]
    expect(other).toMatchObject({ digest: one?.digest, file: one?.file, key: one?.key })
    expect(other?.bucket).toBe('cdk-hnb659fds-assets-222222222222-eu-west-1')
    expect(digestOfBytes(readFileSync(join(folder, one?.file ?? '')))).toBe(one?.digest)
  })

  test('gives the same bytes from another folder', async () => {
    const first = (await packaged(workspace({}, { 'cdk.out': CDK_OUT })))[1]?.packaged?.preprod.assets
    made?.remove()
    expect((await packaged(workspace({}, { 'cdk.out': CDK_OUT })))[1]?.packaged?.preprod.assets).toEqual(first)
  })

  test('is packaged again from the stored build, and read by later jobs', async () => {
    const folder = workspace({}, { 'cdk.out': CDK_OUT })
    const written = { id: '1-cdk.out', path: '.test-deployments/packaged/1-cdk.out' }
    expect(await isPackaged(folder, written)).toBe(false)
    await packaged(folder)
    await packaged(folder)
    expect(await isPackaged(folder, written)).toBe(true)
  })

  test('refers to no file outside its folder, even if its list was edited', async () => {
    const folder = workspace({}, { 'cdk.out': CDK_OUT })
    await packaged(folder)
    const list = join(folder, '.test-deployments/packaged/1-cdk.out/packaged.json')
    writeFileSync(list, readFileSync(list, 'utf8').replaceAll('1-cdk.out/assets/', '1-cdk.out/../../../'))
    const read = readPackaged(folder, { id: '1-cdk.out', path: '.test-deployments/packaged/1-cdk.out' })
    expect(await refusal(read)).toContain('which is outside of it')
  })

  test("for another account than the environment's is refused", async () => {
    const folder = workspace({}, { 'cdk.out': CDK_OUT })
    const { places } = contextOf(folder)
    const more = { places: { ...places, production: { ...places.production, account: '333333333333' } } }
    expect(await refusal(packaged(folder, {}, more))).toMatch(
      /^production\/Network of cdk\.out is for the account 222222222222, and production is in 333333333333 \| Give the stack the `env`/,
    )
  })
})

describe('stacks are chosen', () => {
  const named = (folder: string, input: object) => packaged(folder, input).then((all) => all.map(({ id }) => id))

  test('by globs of their paths, together with their dependencies', async () => {
    const folder = workspace({}, { 'cdk.out': CDK_OUT })
    expect(await named(folder, { stacks: '{environment}/Shop' })).toEqual(['Network', 'Shop'])
    expect(await named(folder, { stacks: { preprod: 'preprod/Net*', production: 'production/Net*' } })).toEqual([
      'Network',
    ])
  })

  test('by a glob that matches nothing: an error', async () => {
    const folder = workspace({}, { 'cdk.out': CDK_OUT })
    expect(await refusal(named(folder, { stacks: '{environment}/Shpo' }))).toBe(
      'no stack of cdk.out matches preprod/Shpo, which `stacks` names for preprod | Correct the pattern; `cdk list` shows the paths of the stacks.',
    )
  })

  test('by a stage with another name: an error', async () => {
    const folder = workspace({}, { 'cdk.out': CDK_OUT })
    const { places } = contextOf(folder)
    const more = { places: { ...places, preprod: { ...places.preprod, name: 'beta' } } }
    expect(await refusal(packaged(folder, {}, more))).toContain(
      'cdk.out has no stage beta for the environment preprod | Name the stacks: `stacks: { preprod: "preprod/**", production: "production/**" }`',
    )
  })

  test('without stages: all of them, unless one is named as another environment', async () => {
    expect(await named(workspace(smallAssembly({})), {})).toEqual(['Shop'])
    made?.remove()
    const folder = workspace(smallAssembly({ stack: { stackName: 'shop-production' } }))
    expect(await refusal(named(folder, {}))).toContain('Shop seems to be of another environment than preprod')
  })

  test('for production alone: an error', async () => {
    const folder = workspace({}, { 'cdk.out': CDK_OUT })
    const stacks = { preprod: 'preprod/Network', production: 'production/*' }
    expect(await refusal(named(folder, { stacks }))).toContain('Shop is a stack of one environment only')
  })
})

describe('an assembly is refused that', () => {
  const script = { executable: ['sh', 'make.sh'] }
  test.each<[string, Parameters<typeof smallAssembly>[0], string]>([
    ['is older than assets without parameters', { manifest: { version: '8.0.0' } }, 'Use aws-cdk-lib 2'],
    ['has no version', { manifest: { version: 'x' } }, 'is of version x'],
    [
      'has an artifact of another type',
      { artifacts: { New: { type: 'cdk:other' } } },
      'of the type cdk:other, which this version does not support | Use a newer version of this action',
    ],
    [
      'is newer and has an unknown feature',
      { manifest: { version: '77.0.0' }, stack: { guard: true } },
      'Shop has the property guard, which this version does not support',
    ],
    [
      'lacks context',
      { manifest: { missing: [{ key: 'vpc-provider:account=1', props: {} }] } },
      'commit cdk.context.json',
    ],
    [
      'has a container image without a source',
      { images: { def: { displayName: 'Web', source: {}, destinations: {} } } },
      'Shop.assets.json cannot be read: the container image def has no source',
    ],
    [
      'has an asset outside it',
      { source: { path: '../secrets.txt', packaging: 'file' } },
      'cdk.out names ../secrets.txt, which is outside of it',
    ],
    [
      'refers to a missing asset',
      { source: { path: 'asset.lost', packaging: 'zip' } },
      'asset.lost is not in cdk.out | Run `cdk synth` in this job',
    ],
    [
      'refers to a missing template',
      { stack: { templateFile: 'Lost.template.json' } },
      'Lost.template.json is not in cdk.out',
    ],
    [
      'has an asset that a command builds, in a job with an identity',
      { source: script },
      'which runs with `command: package` only',
    ],
    [
      'has errors that the CDK reported',
      {
        artifacts: {
          Shop: {
            type: 'aws:cloudformation:stack',
            properties: { templateFile: 'Shop.template.json' },
            metadata: { '/Shop': [{ type: 'aws:cdk:error', data: 'no' }] },
          },
        },
      },
      'the CDK reported an error in Shop: /Shop: no',
    ],
  ])('%s', async (_, more, expected) => {
    const folder = workspace({ ...smallAssembly(more), 'secrets.txt': 'secret' })
    expect(await refusal(packaged(folder))).toContain(expected)
  })

  test('does not exist, is not JSON, or has no stack', async () => {
    expect(await refusal(packaged(workspace({})))).toContain('Run `cdk synth --output cdk.out` in this job')
    made?.remove()
    expect(await refusal(packaged(workspace({ 'cdk.out/manifest.json': '{' })))).toContain(
      'cdk.out/manifest.json cannot be read',
    )
    made?.remove()
    expect(await refusal(packaged(workspace({ 'cdk.out/manifest.json': { version: '55.0.0' } })))).toContain(
      'declares no stack',
    )
  })

  test('leaves the workspace by a link', async () => {
    const other = workspaceWith(smallAssembly({}))
    const folder = workspace({})
    symlinkSync(join(other.workspace, 'cdk.out'), join(folder, 'cdk.out'))
    expect(await refusal(packaged(folder))).toContain('cdk.out leads out of the workspace')
    other.remove()
  })

  test.each([
    ['points outside it', '../../secrets.txt', 'is a link that leads out of the build'],
    ['points to a missing file', 'lost', 'is a link to nothing'],
    ['points to a parent folder', '.', 'is a link to a folder around it'],
  ])('has an asset with a link that %s', async (_, target, expected) => {
    const folder = workspace({
      ...smallAssembly({ source: { path: 'asset.d', packaging: 'zip' } }),
      'secrets.txt': 's',
    })
    mkdirSync(join(folder, 'cdk.out/asset.d'))
    writeFileSync(join(folder, 'cdk.out/asset.d/index.js'), '1')
    symlinkSync(target, join(folder, 'cdk.out/asset.d/link'))
    expect(await refusal(packaged(folder))).toContain(expected)
  })

  test('has an empty folder as an asset', async () => {
    const folder = workspace(smallAssembly({ source: { path: 'asset.d', packaging: 'zip' } }))
    mkdirSync(join(folder, 'cdk.out/asset.d'))
    expect(await refusal(packaged(folder))).toContain('the asset Page is an empty folder')
  })
})

test('an assembly of a newer version without unknown features is accepted', async () => {
  expect(await packaged(workspace(smallAssembly({ manifest: { version: '77.0.0' } })))).toHaveLength(1)
})

test('a command builds an asset once, in `package`', async () => {
  const folder = workspace(smallAssembly({ source: { executable: ['sh', 'make.sh'] } }))
  writeFileSync(join(folder, 'cdk.out/made.txt'), 'made')
  const calls: string[] = []
  const execute = async (command: readonly string[]) => {
    calls.push(command.join(' '))
    return 'made.txt\n'
  }
  const [stack] = await packaged(folder, {}, { execute })
  expect(calls).toEqual(['sh make.sh'])
  expect(stack?.packaged?.production.assets).toMatchObject([
    { digest: digestOfBytes('made'), key: 'abc.txt', archive: false },
  ])
})
