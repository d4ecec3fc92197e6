import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../src/config/schema/file.ts'
import type { Release } from '../../src/evidence/document.ts'
import { compareReleases, describeRelease } from '../../src/handover/release.ts'

const CONFIG = `version: 1
stacks:
  - { id: web, name: "shop-{environment}", template: infra/web.yml, parameters: "infra/{environment}.json" }
deployments:
  - { id: app, platform: server, application: shop, group: "shop-{environment}", revision: { directory: app, bucket: b } }
`
let workspace: string
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'release-'))
  await mkdir(join(workspace, 'infra'))
  await mkdir(join(workspace, 'app'))
  await writeFile(join(workspace, 'infra/web.yml'), 'Resources: {}')
  await writeFile(join(workspace, 'infra/preprod.json'), '[]')
  await writeFile(join(workspace, 'infra/production.json'), '{}')
  await writeFile(join(workspace, 'app/appspec.yml'), 'version: 0.0')
})
afterEach(() => rm(workspace, { recursive: true, force: true }))

const describeIt = (config = CONFIG, sha = 'a'.repeat(40)): Promise<Release> =>
  describeRelease({ config: readConfig(config, 'c.yml'), workspace, sha })

describe('the release', () => {
  it('lists each item, and is the same each time', async () => {
    const release = await describeIt()
    expect(release.templates.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'template web',
      'parameters web/preprod',
      'parameters web/production',
    ])
    expect(release.revisions.map(({ id }) => id)).toEqual(['app'])
    expect(await describeIt()).toEqual(release)
    expect(await describeIt(`# a comment\n${CONFIG}`)).toEqual(release)
  })

  it.each([
    ['infra/web.yml', 'template web'],
    ['infra/production.json', 'parameters web/production'],
    ['app/appspec.yml', 'revision app'],
  ])('differs in %s by that item', async (file, item) => {
    const before = await describeIt()
    await writeFile(join(workspace, file), 'changed')
    const after = await describeIt()
    expect(compareReleases(before, after).map((difference) => difference.item)).toEqual([item])
  })

  it('differs by commit and by configuration', async () => {
    const before = await describeIt()
    expect(compareReleases(before, await describeIt(CONFIG, 'b'.repeat(40)))).toEqual([
      { item: 'commit', expected: 'a'.repeat(40), observed: 'b'.repeat(40) },
    ])
    const other = await describeIt(CONFIG.replace('bucket: b', 'bucket: c'))
    expect(compareReleases(before, other).map((difference) => difference.item)).toEqual(['configuration'])
  })

  it('reports the digest itself when two releases differ in nothing else', async () => {
    const release = await describeIt()
    const forged: Release = { ...release, digest: `sha256:${'0'.repeat(64)}` }
    expect(compareReleases(forged, release).map((difference) => difference.item)).toEqual(['release'])
  })

  it('distinguishes revisions that the environments do not share', async () => {
    await mkdir(join(workspace, 'app-preprod'))
    await mkdir(join(workspace, 'app-production'))
    const release = await describeIt(CONFIG.replace('directory: app', 'directory: "app-{environment}"'))
    expect(release.revisions.map(({ id }) => id)).toEqual(['app/preprod', 'app/production'])
  })

  it('reports the missing file', async () => {
    await rm(join(workspace, 'infra/web.yml'))
    await expect(describeIt()).rejects.toMatchObject({ code: 'config/missing-file', subject: 'stack/web' })
  })

  it.each(['../outside', '/etc'])('refuses a revision outside the workspace: %s', async (directory) => {
    await expect(describeIt(CONFIG.replace('directory: app', `directory: "${directory}"`))).rejects.toMatchObject({
      code: 'config/missing-file',
      message: expect.stringContaining('leads out of the workspace'),
    })
  })

  it('refuses a revision behind a link out of the workspace', async () => {
    await rm(join(workspace, 'app'), { recursive: true })
    await symlink('/etc', join(workspace, 'app'))
    await expect(describeIt()).rejects.toMatchObject({ message: expect.stringContaining('leads out of the workspace') })
  })

  it('refuses a deployment without a revision', async () => {
    await expect(describeIt(CONFIG.replace('directory: app, ', ''))).rejects.toMatchObject({ code: 'config/revision' })
  })
})
