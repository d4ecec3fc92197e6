import { startOddEngine, altered, replaced, type Oddity } from '../odd-engine.ts'
import { openJobs, type PlayedJob } from '../dist/support/jobs.ts'
import { openReleases, type Releases } from '../dist/support/releases.ts'
import { awsStage } from './aws-stage.ts'
import { liedFiles, rowsOf, type Played, type Row, type Stage } from './row.ts'

/** Files and evidence that jobs and releases pass on, and checks without an account. */

const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': `version: 1
deployments: [{ id: app, platform: local, revision: { directory: app }, destination-root: ./host }]
verify: [{ name: it answers, run: "true" }, { name: it holds, run: "true" }]
`,
  'app/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.html, destination: /srv/shop }]\n',
  'app/index.html': 'hello',
}

/** Jobs of a run of their own, the last of which gets changed responses. */
function jobsStage(name: string, jobs: readonly PlayedJob[]): Stage {
  return {
    name,
    async play(lie = {}): Promise<Played> {
      const lied = liedFiles(FILES, lie.files)
      const world = await openJobs(lied.files)
      const oddities: Record<string, Oddity> = {}
      const engine = await startOddEngine(world.github.url, oddities)
      try {
        const earlier = jobs.slice(0, -1)
        for (const job of earlier) await world.play({ ...job, githubUrl: engine.url })
        Object.assign(oddities, lie.github)
        const [last] = jobs.slice(-1)
        if (last === undefined) throw new Error('no job')
        const { evidence, status } = await world.play({
          ...last,
          githubUrl: engine.url,
          ...(last.environment !== undefined && { waiting: () => world.review(last.environment ?? '', 'approved') }),
        })
        const told = [...engine.told.values()].reduce((sum, each) => sum + each, 0)
        return { findings: evidence.findings, green: status === 0, told: told + lied.told }
      } finally {
        await engine.close()
        await world.close()
      }
    },
    close: () => Promise.resolve(),
  }
}

const precheck: PlayedJob = { name: 'precheck', command: 'precheck' }
const prechecked = jobsStage('precheck of a local deployment', [precheck])
const packaged = jobsStage('package', [{ name: 'package', command: 'package' }])
const restored = jobsStage('evidence', [
  precheck,
  { name: 'deploy-preprod', command: 'deploy-preprod', needs: ['precheck'], environment: 'preprod' },
])

const CONTENTS = 'GET /repos/*/contents/*'
const content = (change: (text: string) => string): Oddity =>
  altered((answer) => ({
    ...answer,
    content: Buffer.from(change(Buffer.from(String(answer['content']), 'base64').toString('utf8'))).toString('base64'),
  }))

const JOBS: readonly Row[] = [
  ...rowsOf(
    prechecked,
    { github: { [CONTENTS]: altered((answer) => ({ ...answer, content: '', encoding: 'none' })) } },
    [
      {
        code: 'rules/unchanged',
        subject: 'config',
        says: 'the configuration of the commit before, without content',
        truth: 'what it was is not known',
      },
    ],
  ),
  ...rowsOf(
    prechecked,
    { github: { [CONTENTS]: content((text) => text.replace(', { name: it holds, run: "true" }', '')) } },
    [
      {
        code: 'rules/unchanged',
        subject: 'config',
        says: 'a configuration that is shorter than its size',
        truth: 'what is missing in it is not known',
      },
    ],
  ),
  ...rowsOf(prechecked, { files: { 'host/srv/shop/index.html': () => 'of somebody else' } }, [
    {
      code: 'deployment/dry-run',
      subject: 'deployment/app',
      says: 'the AppSpec is valid',
      truth: 'a foreign file is at the destination',
    },
  ]),
  ...rowsOf(
    packaged,
    { github: { 'POST /twirp/*/FinalizeArtifact': firstTime(altered((answer) => ({ ...answer, ok: false }))) } },
    [
      {
        code: 'release/packaged',
        subject: 'release',
        says: '200 to the whole upload',
        truth: 'the artifact was not finalized',
      },
    ],
  ),
  ...rowsOf(restored, { github: { 'POST /twirp/*/ListArtifacts': swapped } }, [
    {
      code: 'evidence/valid',
      subject: 'evidence/precheck/all',
      says: 'an artifact with the name of the evidence',
      truth: 'its content is another artifact',
    },
  ]),
]

/** Only the first response is changed. */
function firstTime(lie: Oddity): Oddity {
  let times = 0
  return (answer) => (++times === 1 ? lie(answer) : answer)
}

/** The names of the release and of the evidence are exchanged; the page, a separate artifact, is unchanged. */
function swapped(answer: string): string {
  const { artifacts } = JSON.parse(answer) as { readonly artifacts: readonly { readonly name: string }[] }
  const names = artifacts.map(({ name }) => name).filter((name) => !name.endsWith('.html'))
  if (names.length !== 2) throw new Error(`not two artifacts: ${names.join(', ')}`)
  const other = new Map([names, names.toReversed()].map(([one = '', two = '']) => [one, two]))
  return JSON.stringify({ artifacts: artifacts.map((each) => ({ ...each, name: other.get(each.name) ?? each.name })) })
}

const offline = awsStage({
  name: 'precheck without an account',
  only: 'offline',
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ id: web, name: "web-{environment}", template: web.yml, parameters: { Name: shop } }]
`,
    'web.yml': `Parameters: { Name: { Type: String, AllowedValues: [shop] } }
Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } } }
`,
  },
})

const OFFLINE: readonly Row[] = [
  ...rowsOf(offline, { files: { '.github/test-deployments.yml': replaced('Name: shop', 'Name: blog') } }, [
    {
      code: 'precheck/sources-valid',
      subject: 'precheck',
      says: 'ValidateTemplate takes the template',
      truth: 'a parameter has a value that it does not allow',
    },
  ]),
]

/** Prechecks after one release. */
function releasesStage(): Stage {
  const oddities: Record<string, Oddity> = {}
  let base:
    Promise<{ readonly world: Releases; readonly engine: Awaited<ReturnType<typeof startOddEngine>> }> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const prepare = async () => {
    const world = await openReleases(FILES)
    const engine = await startOddEngine(world.sandbox.github.url, oddities)
    await world.release(FILES, { env: { GITHUB_API_URL: engine.url } })
    return { world, engine }
  }
  return {
    name: 'after a release',
    play(lie = {}) {
      const play = async (): Promise<Played> => {
        const { world, engine } = await (base ??= prepare())
        const told = (): number => [...engine.told.values()].reduce((sum, each) => sum + each, 0)
        const before = told()
        Object.assign(oddities, lie.github)
        const { evidence, status } = await world.precheck(FILES, { env: { GITHUB_API_URL: engine.url } })
        for (const name of Object.keys(oddities)) delete oddities[name]
        return { findings: evidence.findings, green: status === 0, told: told() - before }
      }
      const mine = last.then(play)
      last = mine.catch(() => undefined)
      return mine
    },
    async close() {
      const opened = await base
      await opened?.engine.close()
      await opened?.world.close()
    },
  }
}

const released = releasesStage()
const RUNS = 'GET /repos/*/actions/workflows/*/runs'

const RELEASED: readonly Row[] = [
  ...rowsOf(released, { github: { [RUNS]: altered((answer) => ({ ...answer, workflow_runs: [] })) } }, [
    {
      code: 'vanished/nothing',
      subject: 'release',
      says: 'one successful run, and lists none',
      truth: 'the last release is not known',
    },
  ]),
  ...rowsOf(
    released,
    { github: { 'GET /repos/*/actions/runs/*/artifacts': altered(() => ({ total_count: 3, artifacts: [] })) } },
    [
      {
        code: 'vanished/nothing',
        subject: 'release',
        says: 'three artifacts of the last release, and lists none',
        truth: 'its evidence is not known',
      },
    ],
  ),
]

export const HANDOVERS: readonly Row[] = [...JOBS, ...OFFLINE, ...RELEASED]
