import { randomInt, randomUUID } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** The tail of a physical name: twelve letters and digits, as CloudFormation makes them since 2023. */
export function suffix(length = 12): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

export function stackArn(region: string, account: string, name: string): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`
}

export function changeSetArn(region: string, account: string, name: string): string {
  return `arn:aws:cloudformation:${region}:${account}:changeSet/${name}/${randomUUID()}`
}

/** Physical names keep the logical ID whole and cut the stack's name to what is left. */
export function physicalName(stackName: string, logicalId: string, limit = 255): string {
  const tail = `-${logicalId}-${suffix()}`
  return `${stackName.slice(0, Math.max(1, limit - tail.length))}${tail}`
}
