import { inlinePolicies, liveInline, single, textItems, textList } from '../items.ts'
import type { AspectKind, ResourceKind } from '../kind.ts'

/** Policies of IAM's identities: attached, inline and limiting. */

const PLURAL = { Role: 'Roles', User: 'Users', Group: 'Groups' } as const

function attached(owner: keyof typeof PLURAL): AspectKind {
  return textList('ManagedPolicyArns', {
    children: [
      {
        type: 'AWS::IAM::ManagedPolicy',
        by: PLURAL[owner],
        items: (_properties, { physicalId }) => [{ key: physicalId, value: physicalId }],
      },
    ],
    physicalId: ({ key }) => (key.includes(':aws:policy/') ? undefined : key),
  })
}

function inline(owner: keyof typeof PLURAL): AspectKind {
  const policy = (properties: Readonly<Record<string, unknown>>) => inlinePolicies([properties])
  return {
    name: '/Policies',
    read: async ({ model }) => liveInline((await model())['Policies']),
    own: (properties) => inlinePolicies(properties['Policies']),
    children: [
      { type: 'AWS::IAM::Policy', by: PLURAL[owner], items: policy },
      { type: `AWS::IAM::${owner}Policy`, by: `${owner}Name`, items: policy },
    ],
  }
}

const boundary = single('PermissionsBoundary')

export const IAM_KINDS: Readonly<Record<string, ResourceKind>> = {
  'AWS::IAM::Role': { calls: ['cloudcontrol'], aspects: [attached('Role'), inline('Role'), boundary] },
  'AWS::IAM::User': {
    calls: ['cloudcontrol'],
    aspects: [
      attached('User'),
      inline('User'),
      boundary,
      textList('Groups', {
        children: [
          { type: 'AWS::IAM::UserToGroupAddition', by: 'Users', items: ({ GroupName }) => textItems(GroupName) },
        ],
      }),
    ],
  },
  'AWS::IAM::Group': { calls: ['cloudcontrol'], aspects: [attached('Group'), inline('Group')] },
}
