import { ActionError } from '../../../support/errors.ts'
import { recordOf } from '../../../support/records.ts'
import { liveStatements, textItems } from '../items.ts'
import type { AspectKind, Reading, ResourceKind } from '../kind.ts'
import { UNKNOWN } from '../pattern.ts'
import { type Properties, orNone, policyIn } from './answers.ts'

/** Variables, layers, policies and URLs of functions, their aliases and versions. */

/** Lambda's error for a function without a policy, or without a URL. */
const MISSING = 'ResourceNotFoundException'

export const lambda: ResourceKind = {
  calls: ['lambda', 'lambda', 'lambda'],
  aspects: [
    {
      name: '/Environment/Variables',
      async read(reading) {
        const { Variables = {} } = (await configuration(reading)).Environment ?? {}
        // Values may be secrets: CloudFormation compares those that a template declares.
        return Object.keys(Variables).map((name) => ({ key: name, value: '(not shown)' }))
      },
      own({ Environment }) {
        if (Environment === UNKNOWN) return textItems(UNKNOWN)
        const { Variables } = recordOf(Environment)
        if (Variables === UNKNOWN) return textItems(UNKNOWN)
        return Object.keys(recordOf(Variables)).map((name) => ({ key: name, value: UNKNOWN }))
      },
    },
    {
      name: '/Layers',
      read: async (reading) =>
        ((await configuration(reading)).Layers ?? []).map(({ Arn = '' }) => ({ key: Arn, value: Arn })),
      own: ({ Layers }) => textItems(Layers),
    },
    functionPolicy(({ resource }) => ({ FunctionName: resource.physicalId })),
    functionUrl(
      ({ resource }) => ({ FunctionName: resource.physicalId }),
      // A URL with a qualifier is one of an alias.
      ({ TargetFunctionArn, Qualifier }) => (Qualifier === undefined ? TargetFunctionArn : undefined),
    ),
  ],
}

/** An alias and a version have policies of their own, and an alias a URL: who may call it, may call the code behind it. */
export const alias: ResourceKind = {
  calls: ['lambda', 'lambda'],
  aspects: [
    functionPolicy(qualified),
    functionUrl(qualified, ({ TargetFunctionArn: target, Qualifier: qualifier }) => {
      if (qualifier === undefined) return target
      return typeof target === 'string' && typeof qualifier === 'string' ? `${target}:${qualifier}` : UNKNOWN
    }),
  ],
}
export const version: ResourceKind = { calls: ['lambda'], aspects: [functionPolicy(qualified)] }

interface FunctionName {
  readonly FunctionName: string
  readonly Qualifier?: string
}

/** The id of an alias and of a version is its ARN, `arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER`. */
function qualified({ resource: { physicalId } }: Reading): FunctionName {
  const [, , , , , , FunctionName = '', Qualifier = '', ...more] = physicalId.split(':')
  if (FunctionName === '' || Qualifier === '' || more.length > 0) {
    throw new ActionError('aws/service', {
      message: `${physicalId} is not an ARN of an alias or version`,
      subject: 'aws',
    })
  }
  return { FunctionName, Qualifier }
}

function functionPolicy(of: (reading: Reading) => FunctionName): AspectKind {
  return {
    name: '/FunctionPolicy',
    read: async (reading) => liveStatements(policyIn(await orNone(reading.reads.getPolicy(of(reading)), MISSING))),
    own: () => [],
    children: [
      {
        type: 'AWS::Lambda::Permission',
        by: 'FunctionName',
        // The statement bears the physical id of the permission.
        items: (_properties, { physicalId }) => [{ key: physicalId, value: UNKNOWN }],
      },
    ],
    physicalId: ({ key: sid }) => sid,
  }
}

function functionUrl(
  of: (reading: Reading) => FunctionName,
  reference: (properties: Properties) => unknown,
): AspectKind {
  return {
    name: '/FunctionUrl',
    async read(reading) {
      const answer = await orNone(reading.reads.getFunctionUrlConfig(of(reading)), MISSING)
      return answer === undefined
        ? []
        : [{ key: `AuthType ${answer.AuthType ?? 'unknown'}`, value: answer.FunctionUrl }]
    },
    own: () => [],
    children: [
      {
        type: 'AWS::Lambda::Url',
        by: 'TargetFunctionArn',
        reference,
        items: ({ AuthType }) => [
          { key: typeof AuthType === 'string' ? `AuthType ${AuthType}` : UNKNOWN, value: UNKNOWN },
        ],
      },
    ],
  }
}

async function configuration({ reads, resource, once }: Reading) {
  return once('configuration', () => reads.getFunctionConfiguration({ FunctionName: resource.physicalId }))
}
