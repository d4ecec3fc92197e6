import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { PROJECT } from './harness.ts'

const MINUTE = 60_000
const ANSWERS =
  '--name shop --region eu-west-1 --reviewer grace --preprod-account 111111111111 --production-account 222222222222'

/** The shop as a new user has it: a template, parameters and an AppSpec; nothing of this action. */
function newUser(folder: string): void {
  for (const part of ['app', 'infra'])
    cpSync(join(PROJECT, 'examples/shop', part), join(folder, part), { recursive: true })
  for (const environment of ['preprod', 'production']) {
    const path = join(folder, `infra/parameters.${environment}.json`)
    const parameters = JSON.parse(readFileSync(path, 'utf8')) as { ParameterKey: string; UsePreviousValue?: true }[]
    // A first release has no previous values.
    const given = parameters.map(({ UsePreviousValue, ...rest }) =>
      UsePreviousValue ? { ...rest, ParameterValue: 'a-token-of-the-support' } : rest,
    )
    writeFileSync(path, JSON.stringify(given))
  }
}

test(
  'from a repository with an AppSpec to a green production, with no file written by hand',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'adopted-'))
    try {
      newUser(folder)
      const before = readdirSync(folder)
      const output = execFileSync(
        process.execPath,
        [
          join(PROJECT, 'dist/index.js'),
          'init',
          '--dir',
          folder,
          '--repository',
          `acme/${basename(folder)}`,
          ...ANSWERS.split(' '),
        ],
        { encoding: 'utf8' },
      )
      expect(output).toContain('written: .github/test-deployments-roles.yml')
      expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(['.github'])
      const rehearsed = spawnSync(
        process.execPath,
        [join(PROJECT, 'rehearsal/main.ts'), '--repo', folder, '--yes', '--json'],
        { encoding: 'utf8', maxBuffer: 50_000_000 },
      )
      const { steps } = JSON.parse(rehearsed.stdout.trimEnd().split('\n').at(-1) ?? '') as {
        readonly steps: readonly {
          readonly command: string
          readonly verdict: string
          readonly codes: readonly string[]
        }[]
      }
      expect(steps.map(({ command, verdict, codes }) => [command, verdict, ...codes].join(' '))).toEqual([
        'precheck pass',
        'deploy-preprod pass',
        'verify pass',
        'verify skipped',
        'gate pass',
        'deploy-production pass',
      ])
      expect(rehearsed.status).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  5 * MINUTE,
)

test.each([
  ['local', 'test.yml'],
  ['monorepo', 'orders.yml'],
  ['monorepo', 'mail.yml'],
  ['lambda', 'release.yml'],
])(
  'examples/%s passes with its own workflow %s',
  (example, workflow) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(PROJECT, 'rehearsal/main.ts'),
        '--repo',
        join(PROJECT, 'examples', example),
        '--workflow',
        workflow,
        '--yes',
        '--json',
      ],
      { encoding: 'utf8', maxBuffer: 50_000_000 },
    )
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('"verdict":"pass"')
    expect(status).toBe(0)
  },
  2 * MINUTE,
)
