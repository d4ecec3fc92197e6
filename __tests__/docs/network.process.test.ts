import { expect, test } from '@jest/globals'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT } from '../dist/support/harness.ts'

/** docs/network.md lists the host of every AWS service that the product calls. */

interface EndpointProvider {
  endpointProvider(parameters: object): { readonly url: URL }
}

const sources = globSync('src/**/*.ts', { cwd: PROJECT })
const packages = new Set(
  sources.flatMap((path) => readFileSync(join(PROJECT, path), 'utf8').match(/@aws-sdk\/client-[a-z0-9-]+/g) ?? []),
)
const page = readFileSync(join(PROJECT, 'docs/network.md'), 'utf8')

test.each([...packages].toSorted())('the host of %s', async (name) => {
  const sdk = (await import(name)) as Record<string, unknown>
  const [, Client] =
    Object.entries(sdk).find(([key]) => /^[A-Z]\w*Client$/.test(key)) ?? ([] as unknown as [string, undefined])
  const { config } = new (Client as new (config: object) => { readonly config: EndpointProvider })({
    region: 'eu-west-1',
  })
  const parameters = { Region: 'eu-west-1', UseFIPS: false, UseDualStack: false }
  const { hostname } = config.endpointProvider(parameters).url
  expect(page).toContain(`\`${hostname.replace('eu-west-1', 'REGION')}\``)
})
