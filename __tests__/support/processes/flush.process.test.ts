import { expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'

const MODULE = new URL('../../../src/support/processes/flush.ts', import.meta.url).href
const LINES = 100_000

test('a slow reader gets every line before the process exits', async () => {
  const script = `
    const { flush } = await import(${JSON.stringify(MODULE)})
    for (let line = 0; line < ${LINES}; line++) process.stdout.write('line ' + line + '\\n')
    await flush(process.stdout)
    process.exit(0)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = new Promise((resolve) => child.once('exit', resolve))
  // Nothing is read until the writer has filled the pipe and waits.
  await delay(500)
  let text = ''
  for await (const chunk of child.stdout) text += String(chunk)
  expect(await exit).toBe(0)
  expect(text.trimEnd().split('\n')).toHaveLength(LINES)
  expect(text.endsWith(`line ${LINES - 1}\n`)).toBe(true)
})
