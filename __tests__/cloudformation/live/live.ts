import type { StateReads } from '../../../src/aws/clients/state-reads.ts'
import { compareResource, declarations } from '../../../src/cloudformation/live/compare.ts'
import type { DeployedResource, LiveResource } from '../../../src/cloudformation/live/contract.ts'
import type { DeclaredStack } from '../../../src/cloudformation/live/declared.ts'
import { ACCESS_KINDS } from '../../../src/cloudformation/live/kinds/index.ts'
import { readResource } from '../../../src/cloudformation/live/read.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'

const ACCOUNT = '111111111111'

/** A deployed stack `web`: its template, and the physical ID of each resource. */
export function stackOf(
  template: string,
  ids: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>> = {},
  name = 'web',
): DeclaredStack {
  const parsed = parseTemplate(template, `${name}.yml`)
  return {
    stack: name,
    template: parsed,
    state: {
      arn: `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/${name}/1`,
      name,
      parameters,
      outputs: {},
      exports: {},
    },
    resources: Object.entries(parsed.resources).map(([logicalId, { type }]) => ({
      logicalId,
      type,
      physicalId: ids[logicalId] ?? `${name}-${logicalId}-1`,
    })),
  }
}

/** Reads of services with the given responses; a call without a response fails the test. */
export function readsOf(answers: Partial<StateReads>): StateReads {
  return new Proxy(answers as StateReads, {
    get(target, name) {
      const found = target[name as keyof StateReads]
      if (found === undefined) throw new Error(`the test has no answer for ${String(name)}`)
      return found
    },
  })
}

/** Cloud Control with one model for all resources. */
export const modelOf = (model: object): StateReads =>
  readsOf({
    getResource: async () => ({ $metadata: {}, ResourceDescription: { Properties: JSON.stringify(model) } }),
  })

/** The access of one resource of the first stack, compared. */
export async function compared(
  [first, ...others]: readonly [DeclaredStack, ...DeclaredStack[]],
  logicalId: string,
  reads: StateReads,
  exports: ReadonlyMap<string, string> = new Map(),
): Promise<LiveResource> {
  const resource = first.resources.find((each) => each.logicalId === logicalId) as DeployedResource
  const kind = ACCESS_KINDS[resource.type]
  if (kind === undefined) throw new Error(`the access of ${resource.type} is not read`)
  const read = await readResource(resource, kind, { reads, account: ACCOUNT })
  return compareResource(first.stack, read, declarations([first, ...others], exports), ACCOUNT)
}

/**
 * `ManagedPolicyArns arn:…`, with `?` where a template may declare it, and `≠` where a template declares another one.
 */
export function undeclaredOf({ aspects }: LiveResource): string[] {
  return aspects.flatMap(({ name, undeclared }) =>
    undeclared.map(
      ({ key, perhaps, declared }) =>
        `${name.slice(1)} ${key}${perhaps === undefined ? '' : `? ${perhaps}`}${declared === undefined ? '' : ' ≠'}`,
    ),
  )
}
