import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { layOutRepository } from '../../rehearsal/workspace.ts'

const MAIN = resolve(import.meta.dirname, '../../rehearsal/main.ts')
const WORKFLOW = 'on: push\njobs: { release: { uses: org/test-deployments/.github/workflows/release.yml@v1 } }'

const ROLE = 'arn:aws:iam::111111111111:role/shop-plan'
/** A repository whose stack keeps the previous value of a parameter that the template declares so. */
const keeps = (declaration: string): Readonly<Record<string, string>> => ({
  '.github/workflows/release.yml': WORKFLOW,
  '.github/test-deployments.yml': `version: 1
environments:
  preprod: { region: eu-west-1, plan-role: '${ROLE}' }
  production: { region: eu-west-1, plan-role: '${ROLE.replace('111111111111', '222222222222')}' }
stacks: [{ id: web, name: 'shop-{environment}', template: web.yml, parameters: parameters.json }]
`,
  'parameters.json': '[{ "ParameterKey": "Token", "UsePreviousValue": true }]',
  'web.yml': `Parameters: { Token: ${declaration} }\nResources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: !Ref Token } } }\n`,
})

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['no workflow', {}, '`node dist/index.js init --dir'],
  [
    'no configuration',
    { '.github/workflows/release.yml': WORKFLOW },
    'release.yml names the configuration .github/test-deployments.yml',
  ],
  [
    'an error in the configuration',
    { '.github/workflows/release.yml': WORKFLOW, '.github/test-deployments.yml': 'version: 1\nstack: []\n' },
    'Write `stacks` instead of `stack` in line 2 of .github/test-deployments.yml.',
  ],
  [
    'a previous value of a pattern',
    keeps("{ Type: String, AllowedPattern: '[A-Z]{3}-\\d+' }"),
    'the parameter Token of web.yml keeps a previous value, and the rehearsal has none that the template accepts: give Token a Default',
  ],
  [
    'a workflow that GitHub refuses',
    { ...keeps('{ Type: String }'), '.github/workflows/release.yml': WORKFLOW.replace('on: push', 'name: Release') },
    'the workflow does not start: The workflow is not valid. .github/workflows/release.yml',
  ],
  [
    'a step that the rehearsal does not have',
    {
      ...keeps('{ Type: String }'),
      '.github/workflows/release.yml':
        'on: push\njobs: { own: { runs-on: x, steps: [{ uses: docker/login-action@v3 }, { uses: org/test-deployments@v1 }] } }',
    },
    'cannot play docker/login-action@v3 in the job own: it plays this action',
  ],
  [
    'an earlier stack that cannot be created',
    {
      ...keeps('{ Type: String }'),
      'web.yml':
        'Parameters: { Token: { Type: String } }\nResources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Missing } } }\n',
    },
    'the stack shop-preprod has to exist before this release, since parameters keep previous values, and it cannot be created',
  ],
])('--repo of a repository with %s reports the next step, without a stack trace', (_, files, next) => {
  const folder = mkdtempSync(join(tmpdir(), 'repository-'))
  try {
    write(folder, files)
    const { status, stderr } = spawnSync(process.execPath, [MAIN, '--repo', folder, '--yes'], { encoding: 'utf8' })
    expect(stderr).toContain(next)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect(status).toBe(2)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the rehearsal checks out what git does not ignore, under any name; without git everything but node_modules', () => {
  const base = mkdtempSync(join(tmpdir(), 'repository-'))
  try {
    const [source, plain] = [join(base, 'source'), join(base, 'plain')]
    const files = {
      '.gitignore': 'node_modules/\ncdk.out/\n',
      'src/build/index.js': '',
      'app/state/schema.sql': '',
      'next/page.js': '',
      'a name with spaces.txt': '',
      'cdk.out/manifest.json': '{}',
      'node_modules/left-pad/index.js': '',
    }
    write(source, files)
    write(plain, files)
    execFileSync('git', ['init', '--quiet', source])
    const listed = (from: string): string[] => Object.keys(layOutRepository(from, `${from}-laid-out`).files())
    const all = ['.gitignore', 'a name with spaces.txt', 'app/state/schema.sql', 'next/page.js', 'src/build/index.js']
    expect(listed(source).toSorted()).toEqual(all)
    expect(listed(plain).toSorted()).toEqual([...all, 'cdk.out/manifest.json'].toSorted())
  } finally {
    rmSync(base, { recursive: true })
  }
})

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
