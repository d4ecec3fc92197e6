import { ACCOUNT, REGION } from './contract.ts'

const FAMILY = 'action-web'

/** The service that the ECS action deploys to. */
export const ECS_ACTION = {
  cluster: 'default',
  service: 'action-web',
  task: {
    family: FAMILY,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'web', image: 'shop:2', essential: true }],
  },
} as const

/** The initial resources of the sandbox for the clients. */
export const SCENARIO = {
  pace: 50,
  hooks: [
    {
      target: 'CHANGE_SET',
      type: 'Acme::Review::Changes',
      message: 'reviewed',
      mode: 'FAIL',
      answer: 'complies',
      stacks: ['cli'],
    },
  ],
  failures: [
    { resource: 'cli-stuck/Failing', on: 'update', reason: 'no capacity', times: 1 },
    { resource: 'cli-stuck/Stuck', on: 'rollback', reason: 'no capacity', times: 1 },
  ],
  network: [{ account: ACCOUNT, region: REGION, vpc: 'vpc-0123456789abcdef0', images: ['ami-0123456789abcdef0'] }],
  taskDefinitions: [{ account: ACCOUNT, region: REGION, ...ECS_ACTION.task }],
  services: [
    {
      account: ACCOUNT,
      region: REGION,
      cluster: ECS_ACTION.cluster,
      name: ECS_ACTION.service,
      taskDefinition: FAMILY,
      desired: 1,
      controller: 'ECS',
    },
  ],
}
