import { playCdk } from './cdk.ts'
import { playCloudFormationAction } from './cloudformation-action.ts'
import { playCli } from './cli/play.ts'
import type { Client } from './contract.ts'
import { playEcsAction } from './ecs-action.ts'
import { playSam } from './sam.ts'

/** The clients, in the order in which they are played. */
export const CLIENTS: readonly Client[] = [
  {
    name: 'cdk',
    package: {
      registry: 'npm',
      name: 'aws-cdk',
      requirements: ['aws-cdk@2.1148.1', 'aws-cdk-lib@2.276.0', 'constructs@10'],
      bin: 'bin/cdk',
    },
    play: playCdk,
  },
  {
    name: 'sam',
    package: {
      registry: 'pypi',
      name: 'aws-sam-cli',
      requirements: ['aws-sam-cli==1.170.0'],
      module: 'samcli',
      leastPython: [3, 10],
    },
    play: playSam,
  },
  {
    name: 'aws',
    package: {
      registry: 'pypi',
      name: 'awscli',
      requirements: ['awscli'],
      module: 'awscli',
      leastPython: [3, 9],
    },
    play: playCli,
  },
  {
    name: 'ecs-action',
    package: { registry: 'action', name: 'aws-actions/amazon-ecs-deploy-task-definition' },
    play: playEcsAction,
  },
  {
    name: 'cloudformation-action',
    package: { registry: 'action', name: 'aws-actions/aws-cloudformation-github-deploy' },
    play: playCloudFormationAction,
  },
]
