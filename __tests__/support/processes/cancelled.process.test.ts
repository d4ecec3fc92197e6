import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'

/** `npm run check:kill` sends SIGTERM at fewer calls than SIGINT, because both have the same effect. */

const MODULE = join(import.meta.dirname, '../../../src/support/processes/cancelled.ts')

test.each(['SIGINT', 'SIGTERM'])('%s cancels the step, which ends by itself', async (signal) => {
  const script = `
    import { cancelled } from ${JSON.stringify(MODULE)}
    const waiting = setInterval(() => undefined, 1_000)
    cancelled.addEventListener('abort', () => {
      console.log(JSON.stringify([cancelled.reason.code, cancelled.reason.message]))
      clearInterval(waiting)
    })
    process.kill(process.pid, ${JSON.stringify(signal)})`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  expect(JSON.parse(stdout)).toEqual(['cancelled', `the job was cancelled (${signal})`])
})
