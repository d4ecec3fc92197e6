import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { inputVariables, readAction } from '../rehearsal/runner/action.ts'
import { startSandbox } from '../sandbox/sandbox.ts'

/** The cost of a peer's bundle for one update. */
export interface PeerRow {
  readonly seconds: number
  /** Milliseconds from the end of the stack until the process of the action has ended. */
  readonly late: number
  readonly callsPerMinute: number
}

const REGION = 'eu-west-1'
const KEYS = { accessKeyId: '111111111111', secretAccessKey: 'bench' }
const TEMPLATE = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })

/**
 * Deploys a stack whose resource takes so many seconds by the bundle of aws-cloudformation-github-deploy, in real time: a
 * peer's timers know no other. `folder`: a checkout with action.yml and dist/.
 */
export async function measurePeer(folder: string, seconds: number): Promise<PeerRow> {
  let calls = 0
  const sandbox = await startSandbox({
    scenario: { pace: 1, durations: { cloudformation: { changeSet: 50, stack: 50, resource: seconds * 1_000 } } },
    record: () => void calls++,
  })
  const workspace = await mkdtemp(join(tmpdir(), 'bench-peer-'))
  const client = new CloudFormation({ region: REGION, endpoint: sandbox.awsUrl, credentials: KEYS })
  try {
    await writeFile(join(workspace, 'template.json'), TEMPLATE)
    await writeFile(join(workspace, 'outputs'), '')
    const action = readAction(folder)
    const began = Date.now()
    const child = spawn(process.execPath, [action.main], {
      cwd: workspace,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        ...inputVariables(action, { name: 'bench', template: 'template.json' }, ''),
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: join(workspace, 'outputs'),
        GITHUB_REPOSITORY: 'acme/shop',
        AWS_ENDPOINT_URL: sandbox.awsUrl,
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      },
    })
    let complaint = ''
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    const [status] = (await once(child, 'exit')) as [number | null]
    const ended = Date.now()
    if (status !== 0) throw new Error(`the peer ended with ${status}: ${complaint}`)
    const counted = calls
    const { StackEvents = [] } = await client.describeStackEvents({ StackName: 'bench' })
    const done = StackEvents.find(
      ({ PhysicalResourceId, StackId, ResourceStatus }) =>
        PhysicalResourceId === StackId && ResourceStatus === 'CREATE_COMPLETE',
    )
    const late = ended - (done?.Timestamp?.getTime() ?? Number.NaN)
    return { seconds, late, callsPerMinute: counted / ((ended - began) / 60_000) }
  } finally {
    client.destroy()
    await sandbox.close()
    await rm(workspace, { recursive: true, force: true })
  }
}
