import { INLINE_BYTES } from '../../cloudformation/template/template.ts'
import { ActionError } from '../../support/errors.ts'
import type { StackPlanOptions } from '../contract.ts'

/** Key prefix of large templates; the name is the digest of the content, so that equal ones are stored once. */
const PREFIX = 'test-deployments/templates/'

/** The template itself, or the URL of a large one in the template bucket of the stack. */
export async function templateLocation(options: StackPlanOptions): Promise<{ body: string } | { url: string }> {
  const { stack, source, ports, access, environment } = options
  if (source.template.bytes <= INLINE_BYTES) return { body: source.template.text }
  const bucket = stack['template-bucket']
  if (bucket === undefined) {
    throw new ActionError('config/template', {
      message: `${source.template.file} has ${source.template.bytes} bytes, and the stack has no template bucket`,
      advice: `Set \`template-bucket\` of the stack ${stack.id}.`,
      subject: `stack/${stack.id}`,
    })
  }
  const key = `${PREFIX}${source.template.digest.replace(':', '-')}.template`
  const storage = await ports.connect.storage(access)
  await storage.putObject({ Bucket: bucket, Key: key, Body: source.template.text })
  const host = environment.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return { url: `https://${bucket}.s3.${environment.region}.${host}/${key}` }
}
