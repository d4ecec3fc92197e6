import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CDK_OUT } from '../../assembly/assembly-folder.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { readEvidence } from '../support/evidence.ts'
import { PROJECT } from '../support/harness.ts'
import { openReleases, type Tree } from '../support/releases.ts'
import { runSourceStep } from '../support/source-step.ts'

/** CDK assemblies that cannot be released, and accounts that are not prepared for one. The bundle refuses the first one. */

const MINUTE = 60_000
const CONFIG = `version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "arn:aws:iam::111111111111:role/plan", deploy-role: "arn:aws:iam::111111111111:role/deploy" }
  production: { region: eu-west-1, plan-role: "arn:aws:iam::222222222222:role/plan", deploy-role: "arn:aws:iam::222222222222:role/deploy" }
stacks: [{ cdk: cdk.out }]
verify: [{ name: it answers, run: "true" }]
`
const asset = readdirSync(CDK_OUT).find((name) => name.startsWith('asset.')) ?? ''

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'refused-'))
  mkdirSync(join(folder, '.github'))
  writeFileSync(join(folder, '.github/test-deployments.yml'), CONFIG)
  cpSync(CDK_OUT, join(folder, 'cdk.out'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (...path: string[]): string => join(folder, 'cdk.out', ...path)
function change(path: string, edit: (manifest: Record<string, unknown>) => void): void {
  const manifest = JSON.parse(readFileSync(at(path), 'utf8')) as Record<string, unknown>
  edit(manifest)
  writeFileSync(at(path), JSON.stringify(manifest))
}

/** As on a laptop. */
function packageByBundle(): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(PROJECT, 'dist/index.js'), 'package'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder },
  })
  return { status, output: `${stdout}${stderr}` }
}

async function packageBySource(): Promise<{ readonly status: number | undefined; readonly output: string }> {
  const temp = join(folder, 'temp')
  mkdirSync(temp)
  const lines: string[] = []
  const { status, outputs } = await runSourceStep(
    { command: 'package' },
    { workspace: folder, temp, env: {}, token: '', masks: new Masks() },
    wallClock,
    { show: (line) => void lines.push(line), cancelled: new AbortController().signal },
  )
  const { findings } = readEvidence(readFileSync(outputs.get('evidence') ?? '', 'utf8'), 'source')
  return { status, output: [...lines, ...findings.map(({ code, advice }) => `[${code}] ${advice}`)].join('\n') }
}

describe('`package` refuses an assembly and reports the cause, the file and the next step', () => {
  test.each<[string, () => void, string, string, ('bundle' | 'source')?]>([
    [
      'its version has an unknown feature',
      () =>
        change('assembly-preprod/manifest.json', (manifest) => {
          manifest['version'] = '99.0.0'
          const artifacts = manifest['artifacts'] as Record<string, { type: string; properties: object }>
          for (const each of Object.values(artifacts)) Object.assign(each.properties, { quantum: 1 })
        }),
      'cdk.out/assembly-preprod/manifest.json is of version 99.0.0',
      'Use a newer version of this action, or an older aws-cdk-lib.',
      'bundle',
    ],
    [
      'its version is too old',
      () => change('manifest.json', (manifest) => (manifest['version'] = '8.0.0')),
      'cdk.out/manifest.json is of version 8.0.0',
      'Use aws-cdk-lib 2',
    ],
    [
      'it is incomplete',
      () => change('manifest.json', (manifest) => (manifest['missing'] = [{ key: 'vpc-provider:account=1' }])),
      'vpc-provider:account=1',
      'commit cdk.context.json',
    ],
    [
      'an asset is missing',
      () => rmSync(at(asset), { recursive: true }),
      `${asset} is not in cdk.out`,
      'Run `cdk synth` in this job',
    ],
    [
      'an asset is empty',
      () => rmSync(at(asset, 'index.js')),
      'the asset Orders/Code is an empty folder',
      'Build it before the step',
    ],
    [
      'an asset is too large',
      () => {
        writeFileSync(at(asset, 'model.bin'), '')
        truncateSync(at(asset, 'model.bin'), 3_000_000_000)
      },
      'the asset Orders/Code has 3000000',
      'Upload it in an earlier job under a name with its digest',
    ],
    [
      'its manifest is truncated',
      () => truncateSync(at('manifest.json'), 300),
      'cdk.out/manifest.json cannot be read',
      'Run `cdk synth` again',
    ],
  ])(
    '%s',
    async (_, act, what, next, from = 'source') => {
      act()
      const { status, output } = await (from === 'bundle' ? packageByBundle() : packageBySource())
      expect(output).toContain('[config/assembly]')
      expect(output).toContain(what)
      expect(output).toContain(next)
      expect(status).toBe(1)
    },
    2 * MINUTE,
  )
})

test(
  'precheck gives the command that bootstraps an account',
  async () => {
    const tree: Tree = Object.fromEntries(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
    )
    const Bucket = 'cdk-hnb659fds-assets-111111111111-eu-west-1'
    const bootstrap =
      'Resources: { Version: { Type: AWS::SSM::Parameter, Properties: { Name: /cdk-bootstrap/hnb659fds/version, Type: String, Value: "32" } } }'
    const roles = ['111111111111', '222222222222'].map((account) => ({
      arn: `arn:aws:iam::${account}:role/plan`,
      trust: { repository: 'acme/shop' },
    }))
    const scenario = {
      roles,
      buckets: [{ name: Bucket, account: '111111111111', region: 'eu-west-1' }],
      history: [{ deploy: { account: '111111111111', region: 'eu-west-1', stack: 'CDKToolkit', template: bootstrap } }],
    }
    const world = await openReleases(tree, scenario, { from: 'source' })
    try {
      const { status, blockers, log } = await world.precheck(tree)
      expect(blockers).toContain('fail bootstrap/missing environment/production/bootstrap')
      expect(blockers.join()).not.toContain('environment/preprod/bootstrap')
      expect(log).toContain('cdk bootstrap aws://222222222222/eu-west-1')
      expect(log).not.toContain('cdk bootstrap aws://111111111111')
      expect(status).toBe(1)
    } finally {
      await world.close()
    }
  },
  5 * MINUTE,
)
