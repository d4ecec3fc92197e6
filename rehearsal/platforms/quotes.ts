import { IAM } from '@aws-sdk/client-iam'
import type { InvokeCommandOutput, Lambda } from '@aws-sdk/client-lambda'
import { zip } from '../breaks/artifact.ts'
import type { Account } from '../installed.ts'
import { role } from './template.ts'

/** The function of the shop that gives quotes: its code, its role and the permissions of its deployers. */

export const FILE_OF_FUNCTION = 'functions/quotes/index.mjs'
export const QUOTED = 'total: quantity * PRICE'
/** The format of a quote. A customer may present it again. */
export const QUOTE = { written: '`${quantity} pieces`', read: '/^(\\d+) pieces$/', ofTwo: '2 pieces' }
export const handler = (version: string): string => `const PRICE = 250
const read = (quote) => Number(${QUOTE.read}.exec(quote)[1])

/** The price of an order, in cents, and a quote for it; a quote that was given before is one of its order. */
export const handler = async ({ quote, quantity = quote === undefined ? 1 : read(quote) }) => ({
  version: '${version}', quote: ${QUOTE.written}, ${QUOTED}
})
`

export const codeOf = (version: string): Buffer => zip(new Map([['index.mjs', Buffer.from(handler(version))]]))

/** The resources of the function's role, `FunctionRole`. */
export const FUNCTION_ROLE = role('FunctionRole', 'shop-quotes-function', 'lambda')

/** The check that version 1.4.0 works with data of the release. */
export const oldQuote = (
  functionName: string,
): string => `  - name: version 1.4.0 accepts a quote that this release gave
    kind: recovery
    phase: after-rollback
    invoke: { function: '${functionName}', payload: { quote: ${QUOTE.ofTwo} }, json: { version: 1.4.0, total: 500 } }
`

/** Allows the roles of the shop the actions that the deployment of the function needs. */
export async function allowQuotes(
  { client }: Account,
  resources: readonly string[],
  actions: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const iam = new IAM(client)
  for (const [RoleName, Action] of Object.entries(actions)) {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action, Resource: resources }],
    })
    await iam.putRolePolicy({ RoleName, PolicyName: 'quotes', PolicyDocument })
  }
}

/** A customer's call. @returns the result for the customer; `noted` receives the response first */
export async function askQuotes(
  lambda: Lambda,
  call: { readonly FunctionName: string; readonly Qualifier?: string },
  noted?: (answer: InvokeCommandOutput) => Promise<void>,
): Promise<string> {
  try {
    const answer = await lambda.invoke({ ...call, Payload: '{}' })
    await noted?.(answer)
    const text = Buffer.from(answer.Payload ?? []).toString('utf8')
    return answer.FunctionError === undefined
      ? `version ${(JSON.parse(text) as { version?: string }).version ?? 'unknown'}`
      : `failure ${text}`
  } catch {
    return 'no answer'
  }
}
