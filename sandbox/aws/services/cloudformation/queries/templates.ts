import type { Call, Service } from '../../../../contract.ts'
import { invalid } from '../errors.ts'
import { schemaOf } from '../../../registry/schemas.ts'
import { checkStackName, findChangeSet, requireStack, templateText } from '../requests.ts'
import type { ChangeSetInput, TemplateInput } from '../requests.ts'
import type { Store } from '../store.ts'
import { macrosOf, readTemplate, requiredCapabilities } from '../template/template-check.ts'
import type { Template } from '../template/template.ts'
import { textOf } from '../template/text.ts'

/** Operations that return templates, and what a template declares. */
export function templateQueries(store: Store): Service['operations'] {
  return {
    GetTemplate(input: GetTemplateInput, call: Call) {
      const { text, stages } = templateOf(store, input, call)
      // A stack in REVIEW_IN_PROGRESS has no template, and the service model does not allow an empty one.
      return { ...(text !== '' && { TemplateBody: text }), StagesAvailable: stages }
    },

    async GetTemplateSummary(input: TemplateInput & { StackName?: string }, call: Call) {
      if (input.StackName !== undefined) {
        const stack = requireStack(store, call, input.StackName, 'id')
        if (stack.status === 'REVIEW_IN_PROGRESS') {
          throw invalid('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.')
        }
        return summaryOf(stack.current.template)
      }
      return summaryOf(readTemplate(await templateText(store, input, undefined)))
    },

    async ValidateTemplate(input: TemplateInput) {
      const template = readTemplate(await templateText(store, input, undefined))
      const { Parameters, ...rest } = summaryOf(template) as { Parameters: readonly object[] }
      const { Capabilities, CapabilitiesReason, DeclaredTransforms, Description } = rest as Record<string, unknown>
      const parameters = (Parameters as readonly Record<string, unknown>[]).map(
        ({ ParameterKey, DefaultValue, NoEcho, Description: d }) => ({
          ParameterKey,
          ...(DefaultValue === undefined ? {} : { DefaultValue }),
          NoEcho,
          ...(d === undefined ? {} : { Description: d }),
        }),
      )
      return {
        Parameters: parameters,
        ...(Description === undefined ? {} : { Description }),
        ...(Capabilities === undefined ? {} : { Capabilities, CapabilitiesReason }),
        ...(DeclaredTransforms === undefined ? {} : { DeclaredTransforms }),
      }
    },
  }
}

interface GetTemplateInput extends ChangeSetInput {
  readonly TemplateStage?: string
}

/** The template at the requested stage. The processed one of a change set exists only after its creation. */
function templateOf(store: Store, input: GetTemplateInput, call: Call): { text: string; stages: string[] } {
  if (input.ChangeSetName !== undefined && !input.ChangeSetName.startsWith('arn:') && input.StackName === undefined) {
    throw invalid('StackName is a required parameter.')
  }
  if (input.ChangeSetName === undefined && input.StackName === undefined) {
    throw invalid('StackName is required if ChangeSetName is not specified.')
  }
  const changeSet = input.ChangeSetName === undefined ? undefined : findChangeSet(store, call, input)
  const desired = changeSet?.desired ?? requireStack(store, call, checkStackName(input.StackName), 'id').current
  const ready = changeSet === undefined || changeSet.status === 'CREATE_COMPLETE'
  const stages = ['Original', ...(ready ? ['Processed'] : [])]
  const stage = input.TemplateStage ?? 'Original'
  if (!stages.includes(stage)) throw invalid(`Template stage ${stage} is not available.`)
  return { text: stage === 'Processed' ? (desired.processed ?? desired.body) : desired.body, stages }
}

function summaryOf(template: Template): object {
  const needed = requiredCapabilities(template)
  const parameters = Object.entries(template.Parameters).map(([key, p]) => ({
    ParameterKey: key,
    ...(p.Default === undefined ? {} : { DefaultValue: textOf(p.Default) }),
    ParameterType: p.Type,
    NoEcho: String(p.NoEcho) === 'true',
    ...(p.Description === undefined ? {} : { Description: p.Description }),
    ParameterConstraints: p.AllowedValues ? { AllowedValues: p.AllowedValues.map(String) } : {},
  }))
  const types = [...new Set(Object.values(template.Resources).map((r) => r.Type))]
  const transforms = [...macrosOf(template), ...(template.Transform === undefined ? [] : [template.Transform].flat())]
  const declared = [...new Set(transforms.filter((t) => typeof t === 'string' && t !== 'Fn::Transform'))]
  return {
    Parameters: parameters,
    ...(template.Description === undefined ? {} : { Description: template.Description }),
    ...(needed.capabilities.length === 0
      ? {}
      : { Capabilities: needed.capabilities, CapabilitiesReason: needed.reason ?? '' }),
    ResourceTypes: types,
    Version: '2010-09-09',
    ...(template.Metadata === undefined ? {} : { Metadata: JSON.stringify(template.Metadata) }),
    ...(declared.length === 0 ? {} : { DeclaredTransforms: declared }),
    ResourceIdentifierSummaries: identifiersOf(template),
  }
}

/** What an import needs to know of each type: the properties of its primary identifier in the registry's schema. */
function identifiersOf({ Resources }: Template): object[] {
  const ids = Map.groupBy(Object.entries(Resources), ([, { Type }]) => Type)
  return [...ids].flatMap(([type, all]) => {
    const schema = schemaOf(type)
    if (schema?.handlers?.read === undefined) return []
    return {
      ResourceType: type,
      LogicalResourceIds: all.map(([id]) => id),
      ResourceIdentifiers: (schema.primaryIdentifier ?? []).map((path) => path.split('/').slice(2).join('/')),
    }
  })
}
