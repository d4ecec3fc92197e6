import { uploadRevision, type Bundle } from '../../codedeploy/revision/revision.ts'
import { placeOfEnvironment, type ServerDeployment } from '../../config/model/environment.ts'
import { ActionError } from '../../support/errors.ts'
import type { DeployContext } from '../contract.ts'

/** Uploads the revision of a deployment to its bucket, and records it as something that is kept. */
export async function uploadToBucket(
  context: DeployContext,
  deployment: Pick<ServerDeployment, 'id' | 'revision'>,
  bundle: Bundle,
): ReturnType<typeof uploadRevision> {
  const { ports, record, environment, access } = context
  const { bucket, prefix } = deployment.revision
  if (bucket === undefined) {
    throw new ActionError('config/revision', {
      message: `the deployment ${deployment.id} names no bucket for its revision`,
      advice: `Set \`revision.bucket\` of the deployment ${deployment.id}, for example to an output of a stack.`,
      subject: `deployment/${deployment.id}/revision`,
      expected: 'a bucket',
      observed: 'none',
    })
  }
  const began = ports.clock.now().getTime()
  const storage = await ports.connect.storage(access)
  const revision = await uploadRevision(storage, { bucket, prefix, id: deployment.id }, bundle)
  const ms = ports.clock.now().getTime() - began
  const place = `s3://${revision.bucket}/${revision.key}`
  ports.log.info(
    revision.uploaded
      ? `${deployment.id}: ${bundle.bytes.length} bytes uploaded to ${place} in ${ms} ms`
      : `${deployment.id}: ${place} already has the same content`,
  )
  record.measure({
    name: 'revision',
    unit: 'bytes',
    value: bundle.bytes.length,
    subject: `deployment/${deployment.id}`,
  })
  record.handle({
    kind: 'revision',
    id: place,
    ...placeOfEnvironment(environment),
    state: 'kept',
  })
  return revision
}
