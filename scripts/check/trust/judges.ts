import { policyDocument } from '../../../sandbox/aws/identity/policy.ts'
import { providerOf, trustsToken } from '../../../sandbox/aws/identity/web-identity.ts'
import { admits } from '../../../src/aws/trust/decide.ts'
import { readTrust } from '../../../src/aws/trust/document.ts'
import { loadLibrary } from '../iam/judge.ts'
import { ACCOUNT, GITHUB, PROVIDER, ROLE, type Token } from './cases.ts'

/** The result of one evaluator; undefined where it rejects the policy. */
export type Judge = (policy: object, token: Token) => Promise<'true' | 'false' | 'unknown' | undefined>

export const product: Judge = async (policy, claims) => {
  const document = readTrust(JSON.stringify(policy))
  if (typeof document === 'string') return undefined
  return admits(document, { provider: GITHUB, providerArn: PROVIDER, claims })
}

export const sandbox: Judge = async (policy, claims) =>
  trustsToken(policyDocument.parse(policy), ACCOUNT, providerOf(`https://${GITHUB}`, true), claims) ? 'true' : 'false'

/** It ignores GitHub's `sub` and `aud` in the context, so both have the name of another provider's. */
const RENAMED = new RegExp(`${GITHUB.replaceAll('.', '\\.')}:(sub|aud)(?=")`, 'gi')

/** The evaluator of others; a text says why it cannot be had. */
export async function loadOutsider(): Promise<Judge | string> {
  const library = await loadLibrary()
  if (typeof library === 'string') return library
  const renamed = (value: object): object =>
    JSON.parse(
      JSON.stringify(value).replaceAll(RENAMED, (_, name: string) => `accounts.google.com:${name.toLowerCase()}`),
    ) as object
  return async (policy, claims) => {
    const context = Object.fromEntries(Object.entries(claims).map(([name, value]) => [`${GITHUB}:${name}`, value]))
    const simulated = await library.runSimulation(
      {
        request: {
          principal: PROVIDER,
          action: 'sts:AssumeRoleWithWebIdentity',
          resource: { resource: ROLE, accountId: ACCOUNT },
          contextVariables: renamed(context),
        },
        identityPolicies: [],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: renamed(policy),
      },
      { simulationMode: 'Strict' },
    )
    if (simulated.overallResult === undefined) return undefined
    return simulated.overallResult === 'Allowed' ? 'true' : 'false'
  }
}
