import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { check } from '../../src/checks/service.ts'
import { world } from './world.ts'

test('a process of this host is found by its PID file and by its port, and not after its end', async () => {
  const here = await world()
  const server = createServer()
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' })
  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    mkdirSync(join(here.workspace, 'run'))
    const runCheck = async (id: number | undefined, more: Record<string, unknown> = {}) => {
      writeFileSync(join(here.workspace, 'run/a.pid'), `${id}\n`)
      const options = z.object(check.shape).parse({ service: '/run/a.pid', by: 'pid-file', started: 'any', ...more })
      const context = here.context({ on: 'hosts', hosts: [{ name: 'host', root: here.workspace }] })
      return check.judge(options, await check.observe(options, context))
    }
    expect(await runCheck(process.pid, { port })).toMatchObject({ outcome: 'pass' })
    expect(await runCheck(child.pid)).toMatchObject({ outcome: 'pass' })
    expect(await runCheck(child.pid, { port })).toMatchObject({
      title: `host: another process listens on port ${port}`,
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
    expect(await runCheck(child.pid)).toMatchObject({
      outcome: 'fail',
      title: `host: the process ${child.pid} does not run`,
    })
    const options = z.object(check.shape).parse({ service: 'no-such-program-here', by: 'process' })
    expect(check.judge(options, await check.observe(options, here.context()))).toMatchObject({
      title: 'this runner: no such process runs',
    })
  } finally {
    child.kill('SIGKILL')
    server.close()
    await here.end()
  }
})

test('a name of several units is none of one unit', async () => {
  const here = await world()
  const { PATH = '' } = process.env
  try {
    const unit = (state: string, pid: number): string =>
      `LoadState=loaded\nActiveState=${state}\nSubState=running\nResult=success\nNRestarts=0\nMainPID=${pid}\nControlGroup=\n`
    const answer = join(here.workspace, 'answer')
    writeFileSync(join(here.workspace, 'systemctl'), `#!/bin/sh\ncat ${answer}\n`, { mode: 0o755 })
    process.env['PATH'] = `${here.workspace}:${PATH}`
    const runCheck = async (said: string) => {
      writeFileSync(answer, said)
      const options = z.object(check.shape).parse({ service: 'shop-*', started: 'any' })
      return check.judge(options, await check.observe(options, here.context()))
    }
    expect(await runCheck(unit('active', process.pid))).toMatchObject({ outcome: 'pass' })
    expect(await runCheck(`${unit('failed', 0)}\n${unit('active', process.pid)}`)).toMatchObject({
      outcome: 'inconclusive',
      title: 'this runner: shop-* is the name of several units',
    })
  } finally {
    process.env['PATH'] = PATH
    await here.end()
  }
})
