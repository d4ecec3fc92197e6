import type { LookUps } from '../../aws/clients/look-ups.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { LookedUp, Target } from '../contract.ts'
import { createOrCorrect, FOUND, missing, notReturned, unusable } from './outcomes.ts'

type Network = Awaited<ReturnType<LookUps['network']>>

/** The most values that a filter of EC2 takes. */
const MOST_VALUES = 200

/** One thing of EC2 that exists, with its VPC; `fault` says why it cannot be used. */
interface Existing {
  readonly id: string | undefined
  readonly vpc?: string | undefined
  readonly fault?: LookedUp
}

/** By a filter, an id that does not exist is left out of the answer; by ids, it would fail the whole call. */
const READERS: Readonly<
  Record<string, { readonly noun: string; read(ec2: Network, ids: string[]): AsyncIterable<Existing> }>
> = {
  vpc: {
    noun: 'VPC',
    async *read(ec2, ids) {
      for await (const { Vpcs = [] } of pagesOf('NextToken', (next) =>
        ec2.describeVpcs({ Filters: [{ Name: 'vpc-id', Values: ids }], ...next }),
      ))
        for (const { VpcId: id } of Vpcs) yield { id }
    },
  },
  subnet: {
    noun: 'subnet',
    async *read(ec2, ids) {
      for await (const { Subnets = [] } of pagesOf('NextToken', (next) =>
        ec2.describeSubnets({ Filters: [{ Name: 'subnet-id', Values: ids }], ...next }),
      ))
        for (const { SubnetId: id, VpcId: vpc } of Subnets) yield { id, vpc }
    },
  },
  'security-group': {
    noun: 'security group',
    async *read(ec2, ids) {
      for await (const { SecurityGroups = [] } of pagesOf('NextToken', (next) =>
        ec2.describeSecurityGroups({ Filters: [{ Name: 'group-id', Values: ids }], ...next }),
      ))
        for (const { GroupId: id, VpcId: vpc } of SecurityGroups) yield { id, vpc }
    },
  },
  'key-pair': {
    noun: 'key pair',
    async *read(ec2, names) {
      const { KeyPairs = [] } = await ec2.describeKeyPairs({ Filters: [{ Name: 'key-name', Values: names }] })
      for (const { KeyName: id } of KeyPairs) yield { id }
    },
  },
  'machine-image': {
    noun: 'machine image',
    async *read(ec2, ids) {
      for await (const { Images = [] } of pagesOf('NextToken', (next) =>
        ec2.describeImages({ Filters: [{ Name: 'image-id', Values: ids }], IncludeDeprecated: true, ...next }),
      )) {
        for (const { ImageId: id, State: state } of Images) {
          if (state === undefined) yield { id, fault: notReturned(`the state of ${id ?? 'an image'} is unknown`) }
          else
            yield state === 'available'
              ? { id }
              : {
                  id,
                  fault: unusable(
                    'an available image',
                    `state ${state}`,
                    `Name an image that is available, or wait for ${id}.`,
                  ),
                }
        }
      }
    },
  },
}

/** Looks up targets of one kind of EC2, two hundred a call. */
export async function lookUpNetwork(
  ec2: Network,
  targets: readonly Target[],
  answer: (target: Target, answer: LookedUp) => void,
): Promise<void> {
  const reader = READERS[targets[0]?.kind ?? '']
  if (reader === undefined) return
  for (let from = 0; from < targets.length; from += MOST_VALUES) {
    const part = targets.slice(from, from + MOST_VALUES)
    const found = new Map<string, LookedUp>()
    for await (const { id, vpc, fault } of reader.read(
      ec2,
      part.map((target) => target.id),
    )) {
      if (id !== undefined) found.set(id, fault ?? { ...FOUND, ...(vpc !== undefined && { vpc }) })
    }
    for (const target of part) {
      const { noun } = reader
      answer(target, found.get(target.id) ?? missing(`no ${noun} ${target.id}`, createOrCorrect(noun, target)))
    }
  }
}
