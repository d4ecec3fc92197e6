import { createHash } from 'node:crypto'
import { allReports, type DriftReport } from '../../cloudformation/drift/drift.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { whyUnread } from '../../cloudformation/live/read.ts'
import type { LookUps } from '../../aws/clients/look-ups.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { PlanOptions, StackPlan } from '../../plan/contract.ts'
import type { DeployedContent, StackReference } from '../../policies/contract.ts'
import type { Content } from '../../references/contract.ts'
import { lookUpLayer } from '../../references/kinds/functions.ts'
import { compareContent } from '../../references/same-content.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'

const READS_AT_ONCE = 4

type Options = Pick<PlanOptions, 'ports' | 'access'>

interface Connected {
  readonly cloudformation: Pick<CloudFormation, 'getTemplate'>
  readonly functions: () => Promise<Awaited<ReturnType<LookUps['functions']>>>
}

type Read = (connected: Connected, physicalId: string, object: Content) => Promise<Content>

/** The property that names an object, by type, and how the service tells of the content that it has taken from it. */
const DEPLOYED: Readonly<Record<string, { readonly property: string; readonly read: Read }>> = {
  'AWS::Lambda::Function': {
    property: 'Code',
    async read({ functions }, FunctionName) {
      const { CodeSha256: sha, CodeSize: bytes } = await (await functions()).getFunctionConfiguration({ FunctionName })
      return { ...(bytes !== undefined && { bytes }), digests: sha === undefined ? {} : { SHA256: sha } }
    },
  },
  'AWS::Lambda::LayerVersion': {
    property: 'Content',
    async read({ functions }, id) {
      const found = await lookUpLayer(await functions(), { kind: 'layer', id })
      return (found.state === 'found' ? found.content : undefined) ?? { digests: {} }
    },
  },
  'AWS::CloudFormation::Stack': {
    property: 'TemplateURL',
    async read({ cloudformation }, StackName, object) {
      const { TemplateBody: body } = await cloudformation.getTemplate({ StackName, TemplateStage: 'Original' })
      return typeof body === 'string' ? contentOfTemplate(body, object) : { digests: {} }
    },
  },
}

/**
 * Pure. GetTemplate gives `?` in place of each character beyond ASCII: then neither size nor digest tells anything. The
 * answer is XML, in which line ends are \n, whatever those of the object are: the form counts that is the object's, if one is.
 */
export function contentOfTemplate(body: string, object: Content): Content {
  if (body === '' || body.includes('?')) return { digests: {} }
  const forms = [body, body.replaceAll(/\r?\n/g, '\r\n')].map(contentOfText)
  return forms.find((form) => compareContent(object, form).same === true) ?? (forms[0] as Content)
}

function contentOfText(text: string): Content {
  return {
    bytes: Buffer.byteLength(text),
    digests: {
      SHA256: createHash('sha256').update(text).digest('base64'),
      MD5: createHash('md5').update(text).digest('hex'),
    },
  }
}

/**
 * What is deployed of the objects that templates name, where this release leaves the names as they are: CloudFormation then
 * takes nothing from the objects, whatever they hold by now.
 */
export async function surveyDeployedContent(
  { ports, access }: Options,
  {
    references,
    planned,
    drift,
  }: {
    readonly references: readonly StackReference[]
    readonly planned: readonly StackPlan[]
    readonly drift: readonly DriftReport[]
  },
): Promise<DeployedContent[]> {
  const physicalIds = new Map(drift.flatMap(allReports).flatMap(idsOf))
  const wanted = references.flatMap((each) => {
    const { stack, stackName, reference, answer } = each
    const { logicalId, type, property, target, source } = reference
    const how = DEPLOYED[type]
    if (logicalId === undefined || target === undefined || how?.property !== property) return []
    const plan = planned.find((one) => one.stack.id === stack)?.plan
    const physicalId = physicalIds.get(`${stack}/${logicalId}`)
    if (physicalId === undefined || plan === undefined || takes(plan, logicalId, property)) return []
    const object = answer?.state === 'found' ? answer.content : undefined
    if (object === undefined) return []
    return [{ how, physicalId, known: { stack, stackName, logicalId, type, property, id: target.id, source, object } }]
  })
  if (wanted.length === 0) return []
  const connected: Connected = {
    cloudformation: await ports.connect.cloudformation(access),
    functions: async () => (await ports.connect.lookUps(access)).functions(),
  }
  return mapLimit(wanted, READS_AT_ONCE, async ({ how, physicalId, known }): Promise<DeployedContent> => {
    try {
      return { ...known, deployed: await how.read(connected, physicalId, known.object) }
    } catch (error) {
      if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
      return { ...known, deployed: undefined, unread: whyUnread(error) }
    }
  })
}

/** By `web/Fn`; a nested stack's physical id is in its own report. */
function idsOf({ stack, stackArn, resources }: DriftReport): (readonly [string, string])[] {
  const own = resources.flatMap(({ logicalId, physicalId, status }) =>
    physicalId === '' || status === 'DELETED' ? [] : [[`${stack}/${logicalId}`, physicalId] as const],
  )
  return [...own, [stack, stackArn]]
}

/** Whether the plan makes the resource, makes it again, or changes the property with the name of the object. */
function takes(plan: ChangeSetPlan, logicalId: string, property: string): boolean {
  return plan.changes.some(
    (change) =>
      change.logicalId === logicalId &&
      (change.action !== 'Modify' ||
        change.replacement !== 'False' ||
        change.type === 'AWS::CloudFormation::Stack' ||
        change.properties.length === 0 ||
        change.properties.some(({ path }) => path.split('/').includes(property))),
  )
}
