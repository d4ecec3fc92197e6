import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Call, SandboxClock, Service } from '../../../contract.ts'
import type { Host, Hosts } from '../../hosts/hosts.ts'
import { capitals, homeKey } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import { invalidToken } from './configs.ts'
import { failure } from './errors.ts'
import type { CodeDeployState, OnPremisesInstance } from './state.ts'

const PAGE = 100
const BATCH = 100
const MAX_TAGS = 10
const MAX_KEY_LENGTH = 128
const MAX_VALUE_LENGTH = 256
const NAME = /^(?!i-)[A-Za-z0-9+=,.@_-]{1,100}$/
const USER_ARN = /^arn:aws:iam::\d{12}:user\/[A-Za-z0-9/+=,.@_-]+$/
const SESSION_ARN = /^arn:aws:sts::\d{12}:assumed-role\/[^/]+\/[^/]+$/

export function matchesFilter(tags: Host['tags'], { Key, Value, Type }: sdk.TagFilter): boolean {
  switch (Type) {
    case 'KEY_ONLY':
      return tags.some((tag) => tag.Key === Key)
    case 'VALUE_ONLY':
      return tags.some((tag) => tag.Value === Value)
    default:
      return tags.some((tag) => tag.Key === Key && tag.Value === Value)
  }
}

const asTags = (tags: readonly sdk.Tag[]): Host['tags'] => tags.map(({ Key = '', Value = '' }) => ({ Key, Value }))

interface OnPremisesContext {
  readonly state: CodeDeployState
  readonly clock: SandboxClock
  readonly hosts: Hosts
}

/** Registrations of on-premises instances. A registered instance is a host of the sandbox with a running agent. */
export function onPremisesOperations({ state, clock, hosts }: OnPremisesContext): Service['operations'] {
  const { onPremises } = state
  const own = (call: Call): OnPremisesInstance[] =>
    [...onPremises.values()].filter(({ home }) => homeKey(home) === homeKey(call))
  const find = (call: Call, name: string): OnPremisesInstance | undefined => onPremises.get(homeKey(call, name))

  function named(name: string | undefined): string {
    if (!name) throw failure('InstanceNameRequiredException', 'Instance name is required')
    if (!NAME.test(name)) throw failure('InvalidInstanceNameException', `Invalid instance name: ${name}`)
    return name
  }

  function registered(call: Call, name: string): OnPremisesInstance {
    const found = find(call, named(name))
    if (found === undefined || found.info.deregisterTime !== undefined) {
      throw failure('InstanceNotRegisteredException', `The instance ${name} is not registered`)
    }
    return found
  }

  function retag({ home, info }: OnPremisesInstance, tags: readonly sdk.Tag[]): void {
    info.tags = [...tags]
    const host = hosts.find(home, info.instanceName)
    if (host !== undefined) hosts.retag(host, asTags(tags))
  }

  /** The instances whose tags a call changes, all of them registered. */
  function changed(input: sdk.AddTagsToOnPremisesInstancesCommandInput, call: Call): OnPremisesInstance[] {
    const { tags = [], instanceNames: names = [] } = input
    if (tags.length === 0) throw failure('TagRequiredException', 'A tag is required')
    if (names.length === 0) throw failure('InstanceNameRequiredException', 'Instance name is required')
    if (names.length > BATCH) {
      throw failure('InstanceLimitExceededException', `The maximum number of instances is ${BATCH}`)
    }
    for (const { Key = '', Value = '' } of tags) {
      if (Key === '' || Key.length > MAX_KEY_LENGTH || Value.length > MAX_VALUE_LENGTH) {
        throw failure('InvalidTagException', `Invalid tag: ${Key}`)
      }
    }
    return names.map((name) => registered(call, name))
  }

  const same = (left: sdk.Tag, right: sdk.Tag): boolean => left.Key === right.Key && left.Value === right.Value

  return {
    async RegisterOnPremisesInstance(input: sdk.RegisterOnPremisesInstanceCommandInput, call) {
      const name = named(input.instanceName)
      const identity = identityOf(input)
      if (find(call, name)?.info.deregisterTime === undefined && find(call, name) !== undefined) {
        throw failure('InstanceNameAlreadyRegisteredException', `The instance name ${name} is already registered`)
      }
      refuseKnownIdentity(own(call), identity)
      const home = { account: call.account, region: call.region }
      const instanceArn = `arn:aws:codedeploy:${call.region}:${call.account}:instance/${name}_${capitals(10)}`
      const info = { instanceName: name, instanceArn, ...identity, registerTime: clock.now(), tags: [] }
      onPremises.set(homeKey(call, name), { home, info })
      if (hosts.find(home, name) === undefined) await hosts.launch(home, [], clock.now(), name)
      return {}
    },
    DeregisterOnPremisesInstance(input: sdk.DeregisterOnPremisesInstanceCommandInput, call) {
      const found = find(call, named(input.instanceName))
      if (found !== undefined) found.info.deregisterTime ??= clock.now()
      return {}
    },
    AddTagsToOnPremisesInstances(input: sdk.AddTagsToOnPremisesInstancesCommandInput, call) {
      const { tags = [] } = input
      const planned = changed(input, call).map((instance) => {
        const all = [...instance.info.tags.filter((tag) => !tags.some((added) => same(tag, added))), ...tags]
        if (all.length > MAX_TAGS) {
          throw failure('TagLimitExceededException', `An instance can have at most ${MAX_TAGS} tags`)
        }
        return { instance, all }
      })
      for (const { instance, all } of planned) retag(instance, all)
      return {}
    },
    RemoveTagsFromOnPremisesInstances(input: sdk.RemoveTagsFromOnPremisesInstancesCommandInput, call) {
      const { tags = [] } = input
      for (const instance of changed(input, call)) {
        const kept = instance.info.tags.filter((tag) => !tags.some((removed) => same(tag, removed)))
        retag(instance, kept)
      }
      return {}
    },
    GetOnPremisesInstance(input: sdk.GetOnPremisesInstanceCommandInput, call) {
      const name = named(input.instanceName)
      const found = find(call, name)
      if (found === undefined) {
        throw failure('InstanceNotRegisteredException', `The instance ${name} is not registered`)
      }
      return { instanceInfo: found.info }
    },
    BatchGetOnPremisesInstances(input: sdk.BatchGetOnPremisesInstancesCommandInput, call) {
      const names = (input.instanceNames ?? []).map(named)
      if (names.length === 0) throw failure('InstanceNameRequiredException', 'Instance name is required')
      if (names.length > BATCH) {
        throw failure('BatchLimitExceededException', `The maximum number of instances is ${BATCH}`)
      }
      return { instanceInfos: names.flatMap((name) => find(call, name)?.info ?? []) }
    },
    ListOnPremisesInstances(input: sdk.ListOnPremisesInstancesCommandInput, call) {
      const { registrationStatus: status, tagFilters = [], nextToken } = input
      if (status !== undefined && !['Registered', 'Deregistered'].includes(status)) {
        throw failure('InvalidRegistrationStatusException', `Invalid registration status: ${status}`)
      }
      for (const { Type } of tagFilters) {
        if (Type !== undefined && !['KEY_ONLY', 'VALUE_ONLY', 'KEY_AND_VALUE'].includes(Type)) {
          throw failure('InvalidTagFilterException', `Invalid tag filter type: ${Type}`)
        }
      }
      const names = own(call)
        .map(({ info }) => info)
        .filter(({ deregisterTime }) =>
          status === undefined ? true : (deregisterTime === undefined) === (status === 'Registered'),
        )
        .filter(({ tags }) => tagFilters.length === 0 || tagFilters.some((each) => matchesFilter(asTags(tags), each)))
        .map(({ instanceName }) => instanceName)
      const { items, next } = pageOf(names, PAGE, nextToken, invalidToken)
      return { instanceNames: items, ...(next !== undefined && { nextToken: next }) }
    },
  }
}

type Identity = Pick<sdk.InstanceInfo, 'iamUserArn' | 'iamSessionArn'>

/** The one IAM identity of a registration. */
function identityOf({
  iamUserArn: user,
  iamSessionArn: session,
}: sdk.RegisterOnPremisesInstanceCommandInput): Identity {
  if (user !== undefined && session !== undefined) {
    throw failure('MultipleIamArnsProvidedException', 'Both an IAM user ARN and an IAM session ARN were provided')
  }
  if (user !== undefined) {
    if (!USER_ARN.test(user)) throw failure('InvalidIamUserArnException', `Invalid IAM user ARN: ${user}`)
    return { iamUserArn: user }
  }
  if (session === undefined) throw failure('IamArnRequiredException', 'An IAM user ARN or session ARN is required')
  if (!SESSION_ARN.test(session)) {
    throw failure('InvalidIamSessionArnException', `Invalid IAM session ARN: ${session}`)
  }
  return { iamSessionArn: session }
}

function refuseKnownIdentity(known: readonly OnPremisesInstance[], { iamUserArn, iamSessionArn }: Identity): void {
  const used = known.map(({ info }) => info).filter(({ deregisterTime }) => deregisterTime === undefined)
  if (iamUserArn !== undefined && used.some((info) => info.iamUserArn === iamUserArn)) {
    throw failure('IamUserArnAlreadyRegisteredException', `The IAM user ${iamUserArn} is already registered`)
  }
  if (iamSessionArn !== undefined && used.some((info) => info.iamSessionArn === iamSessionArn)) {
    throw failure('IamSessionArnAlreadyRegisteredException', `The IAM session ${iamSessionArn} is already registered`)
  }
}
