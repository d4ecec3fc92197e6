import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { startSandbox } from './sandbox.ts'

const USAGE = 'npm run sandbox -- [--scenario FILE] [--port N] [--traffic FILE] [--checkout FOLDER]'

/** Runs a sandbox until it is told to end; prints one JSON line when it listens. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string' },
      port: { type: 'string' },
      traffic: { type: 'string' },
      checkout: { type: 'string' },
    },
  })
  const port = Number(values.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port`)
  const { traffic, checkout } = values
  const sandbox = await startSandbox({
    port,
    ...(values.scenario !== undefined && { scenario: values.scenario }),
    ...(traffic !== undefined && { record: (exchange) => appendFileSync(traffic, `${JSON.stringify(exchange)}\n`) }),
  })
  if (checkout !== undefined) {
    for (const [name, text] of Object.entries(sandbox.scenario.github.files)) {
      mkdirSync(dirname(join(checkout, name)), { recursive: true })
      writeFileSync(join(checkout, name), text)
    }
  }
  // Before the line is out, so that whoever reads it may end us at once.
  const told = new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  const { awsUrl: aws, github, token } = sandbox
  process.stdout.write(`${JSON.stringify({ aws, github: github.url, token, admin: `${aws}/_sandbox/` })}\n`)
  await told
  await sandbox.close()
}

main().catch((error: unknown) => {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
  process.exitCode = 1
})
