import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startSandbox } from '../../../sandbox/sandbox.ts'

const SCRIPT = fileURLToPath(new URL('client.py', import.meta.url))
const LIMIT_MS = 120_000

/** Asks a sandbox by boto3. @returns the script's status and output; undefined without python3 and boto3 */
export async function askByBoto3(): Promise<{ readonly status: number; readonly output: string } | undefined> {
  if ((await python(['-c', 'import boto3'])).status !== 0) return undefined
  const sandbox = await startSandbox({ scenario: { pace: 'skip' } })
  try {
    return await python([SCRIPT, sandbox.awsUrl])
  } finally {
    await sandbox.close()
  }
}

function python(args: readonly string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn('python3', args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('error', (error) => resolve({ status: 127, output: String(error) }))
    child.once('close', (status) => resolve({ status: status ?? 1, output }))
  })
}
