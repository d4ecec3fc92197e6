import { afterAll, describe, expect, test } from '@jest/globals'
import { collectRevisionFacts, lintRevision } from '../../../src/codedeploy/appspec/index.ts'
import { Scratch, tarOf, zipOf, type Content } from '../revisions.ts'

const scratch = new Scratch()
afterAll(() => scratch.remove())

const FILES: Record<string, Content> = {
  'Web/Index.htm': 'hello',
  'web.config': '<x/>',
  'scripts/start.ps1': 'exit 0',
  'scripts/check it.ps1': 'exit 0',
  'scripts/old.vbs': 'x = 1',
  'scripts/run': '#!/bin/sh\n',
}
const START = 'version: 0.0\nos: windows\n'

async function faults(text: string, host = false): Promise<string[]> {
  const revision = scratch.revision({ ...FILES, 'appspec.yml': text })
  const findings = lintRevision(await collectRevisionFacts(revision, { host }))
  return findings.flatMap(({ code, outcome, source }) =>
    outcome === 'pass' || outcome === 'noted' ? [] : [`${outcome} ${code}:${source?.line ?? ''}`],
  )
}

describe('an AppSpec for Windows', () => {
  test('is accepted with any slash and letter case, and rejected for this host', async () => {
    const text = String.raw`${START}files:
  - { source: \web, destination: 'C:\inetpub\wwwroot' }
  - { source: /WEB.config, destination: c:/inetpub/conf }
  - { source: \, destination: '\\server\share\all' }
hooks:
  BeforeInstall: [{ location: \Scripts\START.PS1, timeout: 900 }]
`
    expect(await faults(text)).toEqual([])
    expect(await faults(text, true)).toEqual(['fail appspec/invalid:2'])
  })

  test.each([
    ['a missing source', String.raw`files: [{ source: \gone, destination: 'c:\x' }]`, 'fail appspec/source-missing:3'],
    [
      'a source outside the revision',
      String.raw`files: [{ source: ..\gone, destination: 'c:\x' }]`,
      'fail appspec/source-escapes:3',
    ],
    [
      'a destination on Linux',
      'files: [{ source: web, destination: /var/www }]',
      'fail appspec/destination-relative:3',
    ],
    [
      'a relative destination',
      String.raw`files: [{ source: web, destination: 'c:x' }]`,
      'fail appspec/destination-relative:3',
    ],
    [
      'a tab in an unescaped path',
      String.raw`files: [{ source: web, destination: "c:\temp" }]`,
      'fail appspec/files-entry-invalid:3',
    ],
    [
      'two sources for one destination',
      String.raw`files: [{ source: web, destination: 'c:\x' }, { source: 'web\index.htm', destination: 'C:\X\' }]`,
      'fail appspec/destination-collision:3',
    ],
    [
      'a file where another entry needs a folder',
      String.raw`files: [{ source: web, destination: 'C:\x\Web.Config\' }, { source: web.config, destination: 'c:/x' }]`,
      'fail appspec/destination-collision:3',
    ],
    ...['c:\\srv\\aux', 'c:\\srv\\COM1.d', 'c:\\srv. \\web', 'c:\\srv\\a:b', 'c:\\what?'].map(
      (destination): [string, string, string] => [
        `the destination ${destination}`,
        `files: [{ source: web, destination: '${destination}' }]`,
        'fail appspec/windows-name:3',
      ],
    ),
    [
      'a key that occurs twice',
      String.raw`files: [{ source: gone, source: web, destination: 'c:\x' }]`,
      'fail appspec/overlooked:3',
    ],
    [
      'a missing script',
      String.raw`hooks: { AfterInstall: [{ location: \scripts\gone.ps1 }] }`,
      'fail appspec/script-missing:3',
    ],
    ['a folder as script', 'hooks: { AfterInstall: [{ location: scripts }] }', 'fail appspec/script-missing:3'],
    ['a script for Linux', 'hooks: { AfterInstall: [{ location: scripts/run }] }', 'fail appspec/windows-script:3'],
    [
      'a script without an interpreter',
      'hooks: { AfterInstall: [{ location: scripts/old.vbs }] }',
      'inconclusive appspec/windows-script:3',
    ],
    [
      'a space at which PowerShell splits the command',
      'hooks: { AfterInstall: [{ location: scripts/check it.ps1 }] }',
      'fail appspec/script-path:3',
    ],
    ['runas', 'hooks: { AfterInstall: [{ location: scripts/start.ps1, runas: ada }] }', 'fail appspec/windows-runas:3'],
    [
      'permissions',
      'permissions: [{ object: web, mode: "0644" }]\nhooks: { AfterInstall: [{ location: scripts/start.ps1 }] }',
      'fail appspec/windows-permissions:3',
    ],
    [
      'an event of no platform',
      'hooks: { AfterInstal: [{ location: scripts/start.ps1 }] }',
      'fail appspec/hook-unknown:3',
    ],
    [
      'timeouts above the limit',
      'hooks: { AfterInstall: [{ location: scripts/start.ps1, timeout: 3601 }] }',
      'fail appspec/timeout-sum:3',
    ],
  ])('%s is reported with its line', async (_, part, fault) => {
    expect(await faults(`${START}${part}\n`)).toEqual([fault])
  })

  test('another name of the system, or another case, is refused', async () => {
    expect(await faults('version: 0.0\nos: Windows\n')).toEqual(['fail appspec/invalid:2'])
    expect(await faults('version: 0.0\nos: darwin\n')).toEqual(['fail appspec/invalid:2'])
  })

  test('a tar is refused, a zip is not', async () => {
    const inside = Object.entries({ ...FILES, 'appspec.yml': START }).map(([name, content]) => ({
      name,
      content,
    }))
    const judge = async (bytes: Buffer, name: string): Promise<string[]> => {
      const findings = lintRevision(await collectRevisionFacts(scratch.file(name, bytes)))
      return findings.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code)
    }
    expect(await judge(await tarOf(inside), 'r.tar')).toEqual(['appspec/windows-bundle'])
    expect(await judge(zipOf(inside), 'r.zip')).toEqual([])
  })
})

test('a file name that Windows does not allow', async () => {
  const text = `${START}hooks: { AfterInstall: [{ location: run.ps1 }] }\n`
  const revision = scratch.revision({ 'appspec.yml': text, 'run.ps1': 'exit 0', 'lib/nul.txt': '', 'lib/null.txt': '' })
  const findings = lintRevision(await collectRevisionFacts(revision))
  expect(findings.filter(({ outcome }) => outcome === 'fail').map(({ subject }) => subject)).toEqual([
    'appspec/revision/lib/nul.txt',
  ])
})

test('names that are one file on Windows', async () => {
  const text = `${START}hooks: { AfterInstall: [{ location: run.ps1 }] }\n`
  const revision = scratch.revision({ 'appspec.yml': text, 'run.ps1': 'exit 0', 'Lib/A.ps1': '', 'lib/a.ps1': '' })
  const findings = lintRevision(await collectRevisionFacts(revision))
  expect(findings.filter(({ outcome }) => outcome === 'fail').map(({ title }) => title)).toEqual([
    'Lib and lib are one file on Windows.',
    'Lib/A.ps1 and lib/a.ps1 are one file on Windows.',
  ])
})
