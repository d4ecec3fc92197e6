import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clientsOf, openSandbox } from '../world.ts'

const root = mkdtempSync(join(tmpdir(), 'traffic-'))
afterEach(() => rmSync(root, { recursive: true }))

test('the folder of the traffic is created where it is absent', async () => {
  const folder = join(root, 'of', 'today')
  process.env.SANDBOX_TRAFFIC = folder
  const { sandbox } = await openSandbox()
  try {
    await clientsOf(sandbox).sts.send(new GetCallerIdentityCommand())
    expect(readdirSync(folder)).toEqual([`${process.pid}.jsonl`])
  } finally {
    await sandbox.close()
  }
})
