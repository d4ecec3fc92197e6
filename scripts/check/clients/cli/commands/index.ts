import { APIS } from './apis.ts'
import { CHANGES } from './changes.ts'
import { CODEDEPLOY } from './codedeploy.ts'
import { COMPUTE } from './compute.ts'
import type { Command } from './contract.ts'
import { IDENTITY } from './identity.ts'
import { MESSAGES } from './messages.ts'
import { NETWORK } from './network.ts'
import { OBSERVE } from './observe.ts'
import { STACKS } from './stacks.ts'
import { STORAGE } from './storage.ts'

/** In this order: the first ones make what the others read. */
export const COMMANDS: readonly Command[] = [
  ...STACKS,
  ...STORAGE,
  ...NETWORK,
  ...COMPUTE,
  ...CODEDEPLOY,
  ...IDENTITY,
  ...MESSAGES,
  ...OBSERVE,
  ...APIS,
  ...CHANGES,
]
