import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { KEYS, openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/** User commands that search for secrets, through the bundle: no secret appears in any output. */

const PASSWORD = 'correct "horse" battery/staple'
const TOKEN = 'token-of-the-service-0123456789'
const CONFIG = '.github/test-deployments.yml'

let world: PrecheckWorld
let endService = (): Promise<void> => Promise.resolve()
afterEach(async () => {
  await world.close()
  await endService()
})

/** Everything that the step shows, and its page. */
function shown({ everything, result }: Seen): string {
  return everything + readFileSync(result.outputs.get('report') ?? '', 'utf8')
}

function expectNone(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) {
    const forms = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('hex'),
      // The part that does not depend on the characters after it.
      ...[0, 1, 2].map((before) =>
        Buffer.from('x'.repeat(before) + secret)
          .toString('base64')
          .slice(4, -4),
      ),
    ]
    for (const form of forms) expect(text).not.toContain(form)
  }
}

const VERIFY = `version: 1
verify:
  - name: looks at the environment of its parent
    run: |
      tr '\\0' '\\n' < /proc/$PPID/environ > seen
      cat seen /proc/$PPID/fd/0
      base64 seen
      base64 -w 20 < /proc/$PPID/environ
      exit 1
  - name: prints what it was given
    env: { SHOP_PASSWORD: '${PASSWORD}' }
    run: |
      env; env | base64; printf 'correct "ho'; sleep 0.2; printf 'rse" battery/staple'; echo
      node -p 'JSON.stringify(process.env) + encodeURIComponent(process.env.SHOP_PASSWORD)'
      printf %s "$SHOP_PASSWORD" | od -An -v -tx1 | tr -d ' \\n'
      exit 1
`

test('a command that reads the environment of its parent finds no key, and shows no password', async () => {
  world = await openWorld({ github: { files: { [CONFIG]: VERIFY } } })
  const seen = await world.step({ command: 'verify' })
  const text = shown(seen)
  expect(seen.evidence.verdict).toBe('fail')
  expect(text).toContain('GITHUB_REPOSITORY=acme/shop')
  expectNone(text, [KEYS.secretAccessKey, KEYS.accessKeyId, 'ghs_of_the_job', PASSWORD])
  expect(readFileSync(`${world.folder}/seen`, 'utf8')).not.toMatch(/AWS_SECRET|INPUT_GITHUB-TOKEN|ghs_of_the_job/)
})

test('a hook on this host shows no key in the log of the job or in its own', async () => {
  const files = {
    [CONFIG]:
      'version: 1\ndeployments: [{ platform: local, revision: { directory: app }, destination-root: ./host, environment: { SHOP_PASSWORD: "very-secret-password" } }]\n',
    'app/appspec.yml':
      'version: 0.0\nos: linux\nfiles: [{ source: /, destination: /srv }]\nhooks: { ValidateService: [{ location: look.sh, timeout: 20 }] }\n',
    'app/look.sh': `#!/bin/bash\ntr '\\0' '\\n' < /proc/$PPID/environ; base64 /proc/$PPID/environ\nenv\nenv | base64\necho ${KEYS.secretAccessKey} | base64\nexit 1\n`,
  }
  world = await openWorld({ github: { files } })
  const seen = await world.step({ command: 'deploy-preprod' })
  const text = shown(seen)
  expect(text).toContain('GITHUB_REPOSITORY=acme/shop')
  expect(text).toContain('SHOP_PASSWORD=***')
  expectNone(text, [KEYS.secretAccessKey, KEYS.accessKeyId, 'ghs_of_the_job', 'very-secret-password'])
})

test('an Authorization header that a service echoes is not shown', async () => {
  const server = createServer((request, response) => {
    response.writeHead(500, { 'x-asked': request.headers.authorization ?? '' })
    response.end(JSON.stringify([request.url, request.headers]))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  endService = () => new Promise((done) => server.close(() => done()))
  const { port } = server.address() as AddressInfo
  const verify = `version: 1
verify:
  - { http: { url: "http://ada:password-of-the-url@127.0.0.1:${port}/?access_token=${TOKEN}2", headers: { Authorization: "Bearer ${TOKEN}" }, expect-headers: { x-asked: none } } }
  - { name: basic, http: { url: "http://127.0.0.1:${port}/", headers: { authorization: "Basic ${Buffer.from(`ada:${TOKEN}3`).toString('base64')}" } } }
`
  world = await openWorld({ github: { files: { [CONFIG]: verify } } })
  const text = shown(await world.step({ command: 'verify' }))
  expect(text).toContain('authorization')
  expectNone(text, [TOKEN, 'password-of-the-url'])
})
