import type { Row } from './contract.ts'

const READ = /^(Describe|List|Get|BatchGet|Head|Lookup|Filter|Simulate|Validate)|^AssumeRole$/

/** Operations that read and that no successful command of the AWS CLI called with success. */
export function notRead(operations: Readonly<Record<string, readonly string[]>>, rows: readonly Row[]): string[] {
  const read = new Set(
    rows
      .filter(({ client, fault }) => client === 'aws' && fault === undefined)
      .flatMap(({ called }) => called.filter(({ statuses }) => statuses.some((status) => status < 300)))
      .map(({ service, operation }) => `${service}:${operation}`),
  )
  return Object.entries(operations).flatMap(([service, names]) =>
    names
      .filter((name) => READ.test(name))
      .map((name) => `${service}:${name}`)
      .filter((name) => !read.has(name)),
  )
}
