import { chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { deployRevision } from '../../../src/codedeploy/agent/index.ts'
import type { AgentOptions, AgentResult } from '../../../src/codedeploy/agent/index.ts'
import { Scratch, tarOf, zipOf } from '../revisions.ts'
import { Host, treeOf } from './support.ts'

const scratch = new Scratch()
afterAll(() => scratch.remove())

const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
let count = 0

/** A folder in which relative destinations start, for an agent that is compatible with AWS's. */
class Place {
  readonly folder = join(scratch.folder(), 'host')
  readonly #root = join(scratch.folder(), 'agent')

  constructor() {
    mkdirSync(this.folder)
  }

  deploy(revision: string, options: Partial<AgentOptions> = {}): Promise<AgentResult> {
    return deployRevision({
      revision,
      root: this.#root,
      applicationName: 'shop',
      deploymentGroupName: 'shop-preprod',
      deploymentGroupId: 'group',
      deploymentId: `d-${++count}`,
      workingDirectory: this.folder,
      environment: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: '/' },
      agentCompatible: true,
      ...options,
    })
  }
}

function revisionOf(appSpec: string, files: Record<string, string> = { 'app/a.txt': 'a' }): string {
  return scratch.revision({ 'appspec.yml': `version: 0.0\nos: linux\n${appSpec}`, ...files })
}

describe('paths are used as written', () => {
  test.each([
    [
      'a path through a folder that does not exist yet',
      'made/../other',
      'File exists - FOLDER (mkdir)',
      ['made/ 0755'],
    ],
    ['the home of an unknown user', '~nobody-of-that-name/app', "user nobody-of-that-name doesn't exist", []],
  ])('%s', async (_, destination, message, left) => {
    const place = new Place()
    const result = await place.deploy(revisionOf(`files: [{ source: app, destination: "${destination}" }]\n`))
    expect(result.failed?.diagnostics?.message).toBe(message.replace('FOLDER', place.folder))
    expect(treeOf(place.folder)).toEqual(left)
  })

  test('a conflict is reported with the relative path of the AppSpec', async () => {
    const place = new Place()
    mkdirSync(join(place.folder, 'app'))
    writeFileSync(join(place.folder, 'app', 'a.txt'), 'mine')
    const result = await place.deploy(revisionOf('files: [{ source: app, destination: ./app }]\n'))
    expect(result.failed?.diagnostics?.message).toMatch(/location: \.\/app\/a\.txt$/)
  })

  test('duplicate slashes and dots lead to the same files', async () => {
    const place = new Place()
    const result = await place.deploy(revisionOf('files: [{ source: ./app/, destination: x//./y/ }]\n'))
    expect([result.outcome, treeOf(place.folder)]).toEqual(['succeeded', ['x/ 0755', 'x/y/ 0755', 'x/y/a.txt 0644 a']])
  })
})

test('files below a folder that a file has replaced count as removed', async () => {
  const host = new Host(scratch)
  const first = await host.deploy(revisionOf('files: [{ source: app, destination: /srv/app }]\n'))
  expect(first.failed?.diagnostics).toBeUndefined()
  rmSync(host.at('srv/app'), { recursive: true })
  writeFileSync(host.at('srv/app'), 'a file')
  const result = await host.deploy(revisionOf('files: [{ source: app/a.txt, destination: /srv/other }]\n'))
  expect(result.failed?.diagnostics).toBeUndefined()
  expect(host.tree()).toContain('srv/other/a.txt 0644 a')
})

test('output that is not UTF-8 fails a hook of AWS’s agent, and not of this one', async () => {
  const spoken = revisionOf('hooks: { AfterInstall: [{ location: h.sh }] }\n', {
    'h.sh': "#!/bin/sh\nprintf 'one\\n\\377\\ntwo\\n'\n",
  })
  const result = await new Place().deploy(spoken)
  expect(result.failed?.diagnostics).toMatchObject({
    agentCode: 4,
    message:
      'Script at specified location: h.sh failed with error ArgumentError with message invalid byte sequence in UTF-8',
  })
  expect(result.failed?.diagnostics?.logTail).not.toContain('two')
  expect((await new Place().deploy(spoken, { agentCompatible: false })).outcome).toBe('succeeded')
})

test('hooks without an event are reported as Ruby prints them', async () => {
  const result = await new Place().deploy(revisionOf('hooks:\n  5: []\n  ~: []\n  :AfterInstall: []\n  Foo: []\n'))
  expect(result.failed?.diagnostics?.message).toBe(
    'appspec.yml file contains unknown lifecycle events: [5, nil, :AfterInstall, "Foo"]',
  )
})

test('exceptions for a file are reported as Ruby prints a list', async () => {
  const result = await new Place().deploy(
    revisionOf('files: [{ source: app, destination: app }]\npermissions: [{ object: app/a.txt, except: [b, c] }]\n'),
  )
  expect(result.failed?.diagnostics?.message).toContain('(["b", "c"]) for the object named app/a.txt')
})

test('a path with a space is split by the shell that sets its ACL', async () => {
  const spaced = revisionOf(
    'files: [{ source: app, destination: app }]\npermissions: [{ object: app, acls: ["m::rwx"], type: [file] }]\n',
    { 'app/a b.txt': 'a' },
  )
  const result = await new Place().deploy(spaced)
  expect(result.failed?.diagnostics?.message).toMatch(
    /^The deployment failed because of a problem with the acls .*a b\.txt/,
  )
})

test('the files of a folder belong to the user who deploys it, not to its owner', async () => {
  const place = new Place()
  const folder = revisionOf('files: [{ source: app, destination: app }]\n')
  if (process.getuid?.() === 0) chownSync(join(folder, 'app', 'a.txt'), 4242, 4242)
  await place.deploy(folder)
  expect(statSync(join(place.folder, 'app', 'a.txt')).uid).toBe(process.getuid?.())
})

test('a tar keeps every mode bit, a zip no setuid or setgid bit', async () => {
  const spec = 'version: 0.0\nos: linux\nfiles: [{ source: app, destination: app }]\n'
  const tar = await tarOf([
    { name: 'appspec.yml', content: spec },
    { name: 'app/run', mode: 0o4755, content: 'x', ...me },
  ])
  const zip = zipOf([
    { name: 'appspec.yml', content: spec },
    { name: 'app/run', mode: 0o104755, content: 'x' },
  ])
  const modes = await Promise.all(
    [scratch.file('r.tar', tar), scratch.file('r.zip', zip)].map(async (archive) => {
      const place = new Place()
      await place.deploy(archive)
      return treeOf(place.folder).at(-1)
    }),
  )
  expect(modes).toEqual(['app/run 4755 x', 'app/run 0755 x'])
})

test.each([
  ['owner: nobody-of-that-name, group: 5', "can't find user for nobody-of-that-name"],
  ['owner: 5, group: nobody-of-that-name', 'no implicit conversion of Integer into String'],
  ['owner: root, group: 5', 'no implicit conversion of Integer into String'],
])('%s: the first error is reported', async (owners, message) => {
  const result = await new Place().deploy(
    revisionOf(`files: [{ source: app, destination: app }]\npermissions: [{ object: app, ${owners} }]\n`),
  )
  expect(result.failed?.diagnostics?.message).toBe(message)
})
