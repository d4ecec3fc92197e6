import { expect, test } from '@jest/globals'
import type { EventResult } from '../../../src/codedeploy/agent/types.ts'
import { deployOnHost } from '../../../src/codedeploy/local/deployment.ts'
import { SCHEMA } from '../../../src/evidence/document.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import { Secrets } from '../../../src/support/secrets/secrets.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { REQUEST } from '../requests.ts'

const SECRET = 'secret-of-the-job'

/** A hook that read the environment of its parent and printed it. */
const failed: EventResult = {
  event: 'AfterInstall',
  status: 'failed',
  at: new Date(0),
  ms: 10,
  scripts: [],
  diagnostics: {
    errorCode: 'ScriptFailed',
    agentCode: 4,
    scriptName: 'h.sh',
    message: `h.sh said ${SECRET}`,
    logTail: `AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
    background: { ended: [{ pid: 12, started: 1, session: 12, command: `server --key ${SECRET}` }], surviving: [] },
  },
}

test('secrets of the job that a hook printed are not in the evidence', async () => {
  const record = new Recorder(() => new Date(0))
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warning: () => undefined,
    group: <T>(_title: string, body: () => Promise<T>) => body(),
    mask: () => undefined,
  }
  const place = { env: { AWS_SECRET_ACCESS_KEY: SECRET }, workspace: '/', temp: '/' }
  const { findings } = await deployOnHost(
    {
      ports: { place, clock: wallClock, log, secrets: new Secrets(place.env), cancelled: new AbortController().signal },
      record,
    },
    REQUEST,
    (options) => {
      options.onEvent?.(failed)
      return Promise.resolve({
        outcome: 'failed',
        deploymentId: 'd-1',
        folder: '/agent/d-1',
        log: '/agent/d-1/scripts.log',
        events: [failed],
        failed,
        actions: [],
        needsRoot: [],
      })
    },
  )
  record.find(...findings)
  const document = record.document({
    schema: SCHEMA,
    slot: { command: 'deploy-preprod', environment: 'preprod' },
    origin: { repository: '', sha: '', ref: '', runId: '', runAttempt: 1, job: '', actor: '' },
    endpoints: { aws: 'aws', github: 'github' },
    startedAt: '2026-11-22T10:00:00.000Z',
  })
  expect(JSON.stringify(document)).not.toContain(SECRET)
  expect(findings[0]?.observed).toContain('its background process 12 (`server --key ***`) was ended')
  expect(findings[0]?.details).toMatchObject({ logTail: ['AWS_SECRET_ACCESS_KEY=***'] })
})
