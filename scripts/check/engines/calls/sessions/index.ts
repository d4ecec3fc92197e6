import type { Session } from '../contract.ts'
import { CONTAINERS, functions, SCALING } from './compute.ts'
import { IAM, KEYS } from './identity.ts'
import { MESSAGES, PARAMETERS } from './messages.ts'
import { NETWORK } from './network.ts'
import { ALARMS, LOGS } from './observe.ts'
import { DEPLOYMENTS, STACKS } from './stacks.ts'
import { BUCKETS, IMAGES } from './storage.ts'

export const sessions = async (): Promise<readonly Session[]> => [
  STACKS,
  DEPLOYMENTS,
  IAM,
  KEYS,
  BUCKETS,
  IMAGES,
  MESSAGES,
  PARAMETERS,
  LOGS,
  ALARMS,
  NETWORK,
  await functions(),
  CONTAINERS,
  SCALING,
]
