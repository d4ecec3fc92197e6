import { randomInt, randomUUID } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** The suffix of a generated physical name: twelve letters and digits since 2023. */
export function suffix(length = 12): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

export function stackArn(region: string, account: string, name: string): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`
}

export function changeSetArn(region: string, account: string, name: string): string {
  return `arn:aws:cloudformation:${region}:${account}:changeSet/${name}/${randomUUID()}`
}

/** Generated physical names contain the whole logical ID; the stack name is shortened to fit the limit. */
export function physicalName(stackName: string, logicalId: string, limit = 255): string {
  // A resource that no stack made has a random name.
  if (stackName === '') return suffix(20)
  const tail = `-${logicalId}-${suffix()}`
  return `${stackName.slice(0, Math.max(1, limit - tail.length))}${tail}`
}
