import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Finding } from '../../../src/evidence/finding.ts'
import { collectRevisionFacts, lintRevision } from '../../../src/codedeploy/appspec/index.ts'
import type { HostFacts, RevisionFacts } from '../../../src/codedeploy/appspec/index.ts'
import { Scratch, tarOf, zipOf } from '../revisions.ts'
import type { Content } from '../revisions.ts'

const scratch = new Scratch()
afterAll(() => scratch.remove())

const SCRIPT = '#!/bin/bash\nexit 0\n'
const FILES: Record<string, Content> = { 'app/a.txt': '1', 'app/sub/b.txt': '2', 'h.sh': SCRIPT }
const INSTALL = 'version: 0.0\nos: linux\nfiles:\n  - source: app\n    destination: /srv/app\n'
const HOST: HostFacts = {
  isRoot: true,
  users: new Map([
    ['root', { uid: 0, shell: '/bin/bash' }],
    ['daemon', { uid: 1, shell: '/usr/sbin/nologin' }],
  ]),
  groups: new Map([['root', { gid: 0 }]]),
  tools: new Map(),
  interpreters: new Map([['/bin/bash', true]]),
}

const JSON_SPEC = '{ "version": 0.0, "os": "linux", "files": [{ "source": "app", "destination": "/srv/app" }] }'
const ODD_SCRIPTS: Record<string, Content> = {
  'my h.sh': SCRIPT,
  'dead.sh': { link: 'gone.sh' },
  'bom.sh': `\uFEFF${SCRIPT}`,
}

async function facts(text: string, files: Record<string, Content> = FILES): Promise<RevisionFacts> {
  return collectRevisionFacts(scratch.revision({ ...files, 'appspec.yml': text }))
}

async function findings(text: string, files: Record<string, Content> = FILES, host?: HostFacts): Promise<Finding[]> {
  return lintRevision({ ...(await facts(text, files)), ...(host && { host }) })
}

function find(all: readonly Finding[], code: string): Finding {
  const found = all.find((finding) => finding.code === `appspec/${code}`)
  if (!found) throw new Error(`no ${code} among ${all.map((finding) => finding.code).join(', ')}`)
  return found
}

test.each<[string, string, string, string]>([
  [
    'a byte order mark before a shell, which runs the script nevertheless',
    'script-encoding',
    'noted',
    'hooks: { AfterInstall: [{ location: b.sh }] }',
  ],
  ['a hook without scripts', 'hook-empty', 'noted', 'hooks: { AfterInstall: [] }'],
  [
    'a hook with nothing below it',
    'hook-empty',
    'noted',
    'hooks:\n  AfterInstall:\n  ValidateService: [{ location: h.sh }]',
  ],
  ['a second AppSpec', 'file-name', 'inconclusive', ''],
])('%s is reported', async (_, code, outcome, hooks) => {
  const files = { ...FILES, 'b.sh': '\uFEFF#!/bin/sh\n', ...(hooks === '' && { 'appspec.yaml': INSTALL }) }
  expect(find(await findings(`${INSTALL}${hooks}`, files), code)).toMatchObject({ outcome })
})

test.each(['', 'hooks: { AfterInstall: [] }', 'files: []\npermissions: [{ object: /srv/app, mode: "644" }]'])(
  'an AppSpec without actions is inconclusive: %s',
  async (text) => {
    expect(find(await findings(`version: 0.0\nos: linux\n${text}`), 'nothing-to-do').outcome).toBe('inconclusive')
  },
)

test.each(['---\n', '...\n', '...\n---\n', '# the end\n', 'hooks: { AfterInstall: [{ location: h.sh }] }\n...\n'])(
  'hidden files are reported before %j',
  async (end) => {
    expect((await findings(`${INSTALL}${end}`)).map(({ code }) => code)).not.toContain('appspec/overlooked')
  },
)

test.each(['', 'pattern: "*.txt"', 'type: [file]', 'mode:', 'owner: false'])(
  'a permission without a setting is reported: %s',
  async (more) => {
    const text = `${INSTALL}permissions: [{ object: /srv/app${more && `, ${more}`} }]`
    const reported = (await findings(text)).filter(({ outcome }) => outcome !== 'pass').map(({ title }) => title)
    expect(reported).toContain('The permission for /srv/app sets nothing.')
  },
)

test('a valid revision has no failure, and every hint has a next step', async () => {
  const all = await findings(`${INSTALL}hooks: { ValidateService: [{ location: h.sh, timeout: 30 }] }\n`, FILES, HOST)
  expect(all.map(({ code, outcome }) => [code, outcome])).toEqual([['appspec/valid', 'pass']])
})

describe('failures and their places', () => {
  test.each<[string, string, string, number, string]>([
    ['an unquoted mode', 'mode-octal', `${INSTALL}permissions: [{ object: /srv/app,\n  mode: 0644 }]`, 7, '0420'],
    [
      'an unquoted mode that the agent refuses',
      'mode-octal',
      `${INSTALL}permissions: [{ object: /srv/app,\n  mode: 0755 }]`,
      7,
      '0755',
    ],
    [
      'setuid with an owner',
      'setuid-lost',
      `${INSTALL}permissions: [{ object: /srv/app, owner: root,\n  mode: 4755 }]`,
      7,
      '0755',
    ],
    ['an unknown hook', 'hook-unknown', `${INSTALL}hooks:\n  afterinstall: [{ location: h.sh }]`, 7, 'afterinstall'],
    ['a reserved hook', 'hook-reserved', `${INSTALL}hooks:\n  BlockTraffic: [{ location: h.sh }]`, 7, 'BlockTraffic'],
    ['a hook that never runs', 'hook-reserved', `${INSTALL}hooks:\n  Install: [{ location: h.sh }]`, 7, 'Install'],
    [
      'more than an hour',
      'timeout-sum',
      `${INSTALL}hooks:\n  AfterInstall: [{ location: h.sh }, { location: h.sh, timeout: 1 }]`,
      7,
      '3600 s (default) + 1 s',
    ],
    [
      'a missing script',
      'script-missing',
      `${INSTALL}hooks:\n  AfterInstall: [{ location: scripts/H.sh }]`,
      7,
      'nothing there, but h.sh',
    ],
    [
      'a script outside the revision',
      'script-escapes',
      `${INSTALL}hooks:\n  AfterInstall: [{ location: ../h.sh }]`,
      7,
      '../h.sh',
    ],
    ['a path with a space', 'script-path', `${INSTALL}hooks:\n  AfterInstall: [{ location: my h.sh }]`, 7, 'my h.sh'],
    [
      'a source outside the revision',
      'source-escapes',
      `${INSTALL}  - source: ../etc\n    destination: /x`,
      6,
      '../etc',
    ],
    ['a missing source', 'source-missing', `${INSTALL}  - source: nope\n    destination: /x`, 6, 'nothing'],
    [
      'a destination with ..',
      'destination-parent',
      `${INSTALL}  - source: h.sh\n    destination: /srv/a/../b`,
      6,
      '/srv/a/../b',
    ],
    ['a relative destination', 'destination-relative', `${INSTALL}  - source: h.sh\n    destination: srv`, 6, 'srv'],
    [
      'two sources for one destination',
      'destination-collision',
      `${INSTALL}  - source: app/sub/../a.txt\n    destination: /srv/app`,
      6,
      'app/a.txt, app/a.txt',
    ],
    [
      'a file where another entry needs a folder',
      'destination-collision',
      `${INSTALL}  - source: app\n    destination: /srv/app/h.sh/sub\n  - source: h.sh\n    destination: /srv/app`,
      8,
      'app, h.sh',
    ],
    [
      'a file at the destination of a folder',
      'destination-collision',
      `${INSTALL}  - source: app\n    destination: /srv/h.sh\n  - source: h.sh\n    destination: /srv/./`,
      8,
      'app, h.sh',
    ],
    [
      'a hook that occurs twice',
      'overlooked',
      `${INSTALL}hooks:\n  AfterInstall: [{ location: h.sh }]\n  AfterInstall: [{ location: h.sh, timeout: 9 }]`,
      7,
      'lines 7 and 8',
    ],
    [
      'a section that occurs twice',
      'overlooked',
      `${INSTALL}files:\n  - source: h.sh\n    destination: /x`,
      3,
      'lines 3 and 6',
    ],
    [
      'a key that is quoted once',
      'overlooked',
      `${INSTALL}hooks: { AfterInstall: [{ location: h.sh, timeout: 9, "timeout": 8 }] }`,
      6,
      'lines 6 and 6',
    ],
    ['a second document', 'overlooked', `${INSTALL}---\nos: windows\n`, 6, 'more text from line 6 on'],
    ['a document after an end mark', 'overlooked', `${INSTALL}...\nos: windows\n`, 7, 'more text from line 7 on'],
    [
      'keys left of the first one',
      'overlooked',
      `  version: 0.0\n  os: linux\n  files: [{ source: app, destination: /srv/app }]\nhooks:\n  AfterInstall: [{ location: no.sh }]\n`,
      4,
      'more text from line 4 on',
    ],
    ['text after a document in brackets', 'overlooked', `${JSON_SPEC}\n}`, 2, 'more text from line 2 on'],
    [
      'a script that is a broken link',
      'script-missing',
      `${INSTALL}hooks: { AfterInstall: [{ location: dead.sh }] }`,
      6,
      'a link to gone.sh',
    ],
    [
      'a byte order mark in a script',
      'script-encoding',
      `${INSTALL}hooks: { AfterInstall: [{ location: bom.sh }] }`,
      6,
      'a byte order mark of UTF-8 before #!/bin/bash',
    ],
    [
      'two permissions for one file',
      'permission-overlap',
      `${INSTALL}permissions:\n  - object: /srv/app\n    mode: 600\n  - object: /srv/app\n    pattern: "*.txt"`,
      9,
      '1 matched before by line 7',
    ],
    [
      'a pattern on a file',
      'permission-pattern',
      `${INSTALL}permissions:\n  - object: /srv/app/a.txt\n    pattern: "*"`,
      7,
      '*',
    ],
    [
      'a number as owner',
      'owner-number',
      `${INSTALL}permissions:\n  - object: /srv/app\n    owner: 0`,
      7,
      'no implicit conversion of Integer into String',
    ],
    [
      'a context without range',
      'context-range',
      `${INSTALL}permissions:\n  - object: /srv/app\n    context: { type: t }`,
      7,
      'no range',
    ],
  ])('%s', async (_, code, text, line, observed) => {
    const finding = find(await findings(text, { ...FILES, ...ODD_SCRIPTS }), code)
    expect(finding).toMatchObject({ outcome: 'fail', observed, source: { file: 'appspec.yml', line } })
    expect(finding.advice).toMatch(/\S/)
  })

  test.each<[string, string, string, string]>([
    [
      'except: [sub/b.txt], pattern: "**"',
      'except-unused',
      'sub/b.txt',
      'The except sub/b.txt of /srv/app matches nothing: sub/b.txt is not excepted and gets mode 644.',
    ],
    ['except: ["sub/*.txt"]', 'except-unused', 'sub/*.txt', 'sub/b.txt is not excepted'],
    ['except: ["b.*"]', 'except-unused', 'b.*', 'sub/b.txt is not excepted'],
    ['except: [/srv/app/a.txt]', 'except-unused', '/srv/app/a.txt', 'a.txt is not excepted'],
    ['except: [./a.txt]', 'except-unused', './a.txt', 'a.txt is not excepted'],
    ['except: ["**/b.txt"]', 'except-unused', '**/b.txt', 'sub/b.txt is not excepted'],
    [
      'except: [sub]',
      'except-unused',
      'sub',
      'The except sub of /srv/app keeps nothing: sub/b.txt below the folder is not excepted and gets mode 644.',
    ],
    ['except: [none/x]', 'except-unused', 'none/x', 'matches nothing that is installed'],
    [
      'pattern: "sub/*"',
      'permission-unused',
      'sub/*',
      'The pattern sub/* of /srv/app matches nothing, not even sub/b.txt.',
    ],
    ['pattern: "b.txt"', 'permission-unused', 'b.txt', 'not even sub/b.txt'],
    ['pattern: /srv/app/a.txt', 'permission-unused', '/srv/app/a.txt', 'not even a.txt'],
  ])('a permission with %s, which the agent compares with names only', async (given, code, observed, title) => {
    const text = `${INSTALL}permissions: [{ object: /srv/app, mode: "644", type: [file], ${given} }]\n`
    expect(find(await findings(text), code)).toMatchObject({
      outcome: 'fail',
      observed,
      title: expect.stringContaining(title),
      source: { line: 6 },
    })
  })

  test.each<[string, string]>([
    [
      'type: [file], except: ["*.txt"]',
      'The except *.txt of /srv/app keeps a.txt, and not sub/b.txt below it, which gets mode 644.',
    ],
    [
      'type: [file, directory], except: ["su*", sub]',
      'The except su* of /srv/app keeps sub, and not sub/b.txt below it, which gets mode 644.',
    ],
  ])('an except that keeps a part of its files is noted: %s', async (given, title) => {
    const text = `${INSTALL}permissions: [{ object: /srv/app, mode: "644", ${given} }]\n`
    expect(find(await findings(text), 'except-partial')).toMatchObject({ outcome: 'noted', title })
  })

  test.each(['pattern: "*", type: [file], except: ["*.txt"]', 'type: [directory], except: [sub]'])(
    'an except of everything to which the permission applies keeps all of it: %s',
    async (given) => {
      const text = `${INSTALL}permissions: [{ object: /srv/app, mode: "644", ${given} }]\n`
      expect((await findings(text)).map(({ code }) => code)).not.toContain('appspec/except-partial')
    },
  )

  test('an except that matches a name directly below the object is not reported', async () => {
    const text = `${INSTALL}permissions: [{ object: /srv/app, mode: "644", except: [a.txt, "s*"] }]\n`
    expect((await findings(text)).map(({ code }) => code)).not.toContain('appspec/except-unused')
  })

  test('a blank runas, which is root in one agent and no user in the other', async () => {
    const all = await findings(`${INSTALL}hooks: { AfterInstall: [{ location: h.sh, runas: "" }] }`)
    expect(find(all, 'runas-blank')).toMatchObject({ outcome: 'noted', source: { line: 6 } })
  })

  test('a pipe in the revision', async () => {
    const read = await facts(INSTALL)
    const script = read.files.get('h.sh')
    if (script === undefined) throw new Error('the revision has a script')
    const all = lintRevision({
      ...read,
      files: new Map([...read.files, ['pipe', { ...script, path: 'pipe', type: 'other' }]]),
    })
    expect(find(all, 'revision-device')).toMatchObject({ outcome: 'fail', title: expect.stringContaining('pipe') })
  })

  test('Windows line ends in a script', async () => {
    const all = await findings(`${INSTALL}hooks: { AfterInstall: [{ location: h.sh }] }`, {
      ...FILES,
      'h.sh': '#!/bin/bash\r\necho\r\n',
    })
    expect(find(all, 'script-crlf')).toMatchObject({ outcome: 'fail', observed: '#!/bin/bash\\r' })
  })

  test('a script in UTF-16, which no shell can run', async () => {
    const revision = scratch.revision({
      ...FILES,
      'appspec.yml': `${INSTALL}hooks: { AfterInstall: [{ location: w.sh }] }`,
    })
    writeFileSync(join(revision, 'w.sh'), Buffer.from('\uFEFF#!/bin/sh\n', 'utf16le'))
    expect(find(lintRevision(await collectRevisionFacts(revision)), 'script-encoding')).toMatchObject({
      outcome: 'fail',
      title: 'w.sh is written in UTF-16: no shell can run it.',
      observed: 'UTF-16 before #!/bin/sh',
    })
  })

  test('a byte order mark, which the agent reads as a part of the first key', async () => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const revision = scratch.revision(FILES)
      writeFileSync(join(revision, 'appspec.yml'), Buffer.from(`\uFEFF${INSTALL}`, encoding))
      const [finding, ...others] = lintRevision(await collectRevisionFacts(revision))
      expect(others).toEqual([])
      expect(finding).toMatchObject({ outcome: 'fail', expected: 'UTF-8 without a byte order mark' })
    }
  })

  test('all problems of a file that is refused', async () => {
    const all = await findings('version: 1.0\nos: darwin\n')
    expect(all.map(({ code, source }) => [code, source?.line])).toEqual([
      ['appspec/invalid', 1],
      ['appspec/invalid', 2],
    ])
  })
})

describe('what depends on the host', () => {
  test.each<[string, string, string, Partial<HostFacts>]>([
    ['a user without a shell', 'runas-no-shell', 'hooks: { AfterInstall: [{ location: h.sh, runas: daemon }] }', {}],
    ['an unknown user', 'runas-unknown', 'hooks: { AfterInstall: [{ location: h.sh, runas: shop }] }', {}],
    [
      'a user, without root',
      'needs-root',
      'hooks: { AfterInstall: [{ location: h.sh, runas: root }] }',
      { isRoot: false },
    ],
    [
      'a missing interpreter',
      'script-interpreter',
      'hooks: { AfterInstall: [{ location: h.sh }] }',
      { interpreters: new Map([['/bin/bash', false]]) },
    ],
    ['an unknown owner', 'owner-unknown', 'permissions: [{ object: /srv/app, owner: shop }]', {}],
    ['an owner, without root', 'needs-root', 'permissions: [{ object: /srv/app, owner: root }]', { isRoot: false }],
    ['acls without setfacl', 'acl-tool', 'permissions: [{ object: /srv/app, acls: ["u:daemon:r"] }]', {}],
    [
      'a context without semanage',
      'context-tool',
      'permissions: [{ object: /srv/app, context: { type: t, range: s0 } }]',
      {},
    ],
  ])('%s fails there and is not judged on other hosts', async (_, code, more, host) => {
    expect(find(await findings(`${INSTALL}${more}\n`, FILES, { ...HOST, ...host }), code).outcome).toBe('fail')
    expect((await findings(`${INSTALL}${more}\n`)).map((finding) => finding.code)).not.toContain(`appspec/${code}`)
  })
})

describe('hints and inconclusive findings', () => {
  test.each([
    ['no-validate-service', 'noted', ''],
    ['application-stop-blocks', 'noted', 'hooks: { ApplicationStop: [{ location: h.sh }] }'],
    ['acl-local', 'noted', 'permissions: [{ object: /srv/app, acls: ["u:daemon:r"] }]'],
    ['key-unknown', 'inconclusive', 'hooks: { AfterInstall: [{ location: h.sh, run_as: root }] }'],
    ['agent-2', 'inconclusive', 'hooks: { AfterInstall: [{ location: h.sh, timeout: 300s }] }'],
    ['permission-unused', 'inconclusive', 'permissions: [{ object: /srv/elsewhere, mode: 600 }]'],
    ['permission-unused', 'inconclusive', 'permissions: [{ object: /srv/app, pattern: "*.log" }]'],
    ['permission-unused', 'inconclusive', 'permissions: [{ object: /srv/app/a.txt, type: [directory], mode: "600" }]'],
    ['except-unused', 'inconclusive', 'permissions: [{ object: /srv/app, except: ["*.log"] }]'],
  ])('%s is %s', async (code, outcome, more) => {
    expect(find(await findings(`${INSTALL}${more}\n`), code)).toMatchObject({
      outcome,
      advice: expect.stringMatching(/\S/),
    })
  })

  test('a permission for directories whose object is a file is left out, also with a pattern', async () => {
    const given = 'permissions: [{ object: /srv/app/a.txt, type: [directory], mode: "600", pattern: "*", except: [x] }]'
    const all = await findings(`${INSTALL}${given}\n`)
    expect(all.map(({ code }) => code)).not.toContain('appspec/permission-pattern')
    expect(find(all, 'permission-unused').title).toBe(
      '/srv/app/a.txt is a file, and the permission is for directories: it is silently left out.',
    )
  })

  test('a script without a first line, a link to a target outside', async () => {
    const all = await findings(`${INSTALL}hooks: { AfterInstall: [{ location: h.sh }] }`, {
      ...FILES,
      'h.sh': 'echo hi\n',
      'app/l': { link: '/etc/hosts' },
    })
    expect(find(all, 'script-no-shebang').outcome).toBe('noted')
    expect(find(all, 'link-escapes').observed).toBe('/etc/hosts')
  })
})

describe('the place of the AppSpec', () => {
  const names = async (files: Record<string, Content>): Promise<(readonly [string, string | undefined])[]> =>
    lintRevision(await collectRevisionFacts(scratch.revision(files))).map(
      ({ code, observed }) => [code, observed] as const,
    )

  test('appspec.yaml is not found by agent 1.8', async () => {
    expect(await names({ 'appspec.yaml': INSTALL })).toEqual([['appspec/file-name', 'appspec.yaml']])
  })

  test('neither is one in a folder, or a missing one', async () => {
    expect(await names({ 'deploy/appspec.yml': INSTALL })).toEqual([['appspec/missing', 'deploy/appspec.yml']])
    expect(await names({ 'app/a': '1' })).toEqual([['appspec/missing', 'no AppSpec']])
  })

  test('archives are read like folders, without a single parent folder', async () => {
    const good = { name: 'top/appspec.yml', content: `${INSTALL}hooks: { ValidateService: [{ location: h.sh }] }\n` }
    const entries = [good, { name: 'top/app/a', content: '1' }, { name: 'top/h.sh', content: SCRIPT }]
    for (const archive of [scratch.file('r.tar', await tarOf(entries)), scratch.file('r.zip', zipOf(entries))]) {
      expect(lintRevision(await collectRevisionFacts(archive)).map(({ code }) => code)).toEqual(['appspec/valid'])
    }
  })

  test('an unreadable revision is a finding', async () => {
    const [finding] = lintRevision(
      await collectRevisionFacts(scratch.file('r.zip', Buffer.from('PK\u0003\u0004 broken'))),
    )
    expect(finding).toMatchObject({ code: 'appspec/unreadable', outcome: 'fail' })
  })

  test('a Lambda AppSpec is a single file', async () => {
    const text =
      'version: 0.0\nResources: [{ fn: { Type: "AWS::Lambda::Function", Properties: { Name: fn, Alias: live, CurrentVersion: 1, TargetVersion: "2" } } }]\n'
    const all = lintRevision(
      await collectRevisionFacts(scratch.file('appspec.yml', Buffer.from(text)), { platform: 'lambda' }),
    )
    expect(all.map(({ code, outcome }) => [code, outcome])).toEqual([
      ['appspec/valid', 'pass'],
      ['appspec/unclear', 'inconclusive'],
      ['appspec/no-validation-hook', 'noted'],
    ])
  })
})
