import { expect, test } from '@jest/globals'
import { readServiceDeployment, readServiceRevision } from '../../src/ecs/service-deployment.ts'

type Calls = Parameters<typeof readServiceDeployment>[0] & Parameters<typeof readServiceRevision>[0]

/** ECS that answers about these, whatever it was asked for. */
const answering = (deployment: string | undefined, revision: string | undefined): Calls => ({
  describeServiceDeployments: async () => ({
    $metadata: {},
    serviceDeployments: [{ ...(deployment && { serviceDeploymentArn: deployment }), status: 'SUCCESSFUL' }],
  }),
  describeServiceRevisions: async () => ({
    $metadata: {},
    serviceRevisions: [{ ...(revision && { serviceRevisionArn: revision }), taskDefinition: 'api:5' }],
  }),
})

test('a response about another deployment or revision, or about none by name, is an error', async () => {
  const right = answering('arn:d/1', 'arn:r/1')
  expect(await readServiceDeployment(right, 'arn:d/1')).toMatchObject({ status: 'SUCCESSFUL' })
  expect(await readServiceRevision(right, 'arn:r/1')).toMatchObject({ taskDefinition: 'api:5' })
  for (const wrong of [answering('arn:d/2', 'arn:r/2'), answering(undefined, undefined)]) {
    await expect(readServiceDeployment(wrong, 'arn:d/1')).rejects.toMatchObject({ code: 'aws/service' })
    await expect(readServiceRevision(wrong, 'arn:r/1')).rejects.toMatchObject({ code: 'aws/service' })
  }
})
