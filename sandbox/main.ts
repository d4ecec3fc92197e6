import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const USAGE = 'npm run sandbox -- [--scenario FILE] [--port N] [--traffic FILE] [--checkout FOLDER]'

/** Runs a sandbox until SIGTERM or SIGINT; prints one JSON line when it listens. */
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
  // Stripping types takes most of a start; modules that are loaded from here on are cached for the next one.
  enableCompileCache()
  const { startSandbox } = await import('./sandbox.ts')
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
  // Registered before the line is printed, so that its reader can end the sandbox at once.
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
