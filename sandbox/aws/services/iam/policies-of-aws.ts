import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PREFIX = 'arn:aws:iam::aws:policy/'
let names: ReadonlySet<string> | undefined

/**
 * Whether AWS has a managed policy of this ARN: aws-policies.txt has path and name of each, without those that AWS has
 * withdrawn (github.com/iann0036/iam-dataset, MIT, as of 22 August 2026).
 */
export function isPolicyOfAws(arn: string): boolean {
  if (!arn.startsWith(PREFIX)) return false
  names ??= new Set(
    readFileSync(join(import.meta.dirname, 'aws-policies.txt'), 'utf8')
      .trimEnd()
      .split('\n'),
  )
  return names.has(arn.slice(PREFIX.length))
}
