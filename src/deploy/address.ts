import type { Environment } from '../config/model/environment.ts'
import { fillOutputs, type Outputs } from '../config/model/references.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { ActionError } from '../support/errors.ts'

/** Records where an environment serves, for GitHub to show with its deployment. What is no address is a remark. */
export function recordAddress(
  record: Pick<Recorder, 'serves' | 'find'>,
  { key, url }: Pick<Environment, 'key' | 'url'>,
  outputs: Outputs,
): void {
  if (url === undefined) return
  const subject = `environment/${key}/url`
  try {
    const address = fillOutputs(url, outputs, subject)
    if (isWebAddress(address)) record.serves(address)
    else record.find(noAddress(key, subject, 'http:// or https:// and a host', address))
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    record.find(noAddress(key, subject, error.details.expected ?? 'an output of a stack', url))
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}

function noAddress(key: string, subject: string, expected: string, observed: string): Finding {
  return {
    code: 'environment/no-address',
    outcome: 'noted',
    title: `${key}: its \`url\` is no address that GitHub could show`,
    subject,
    expected,
    observed,
    advice: `Correct environments.${key}.url; the release is deployed.`,
  }
}
