import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-ssm'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import { parameterArn, versionOf } from './parameter-store.ts'
import type { Parameter, ParameterContent, ParameterStore, ParameterVersion } from './parameter-store.ts'

const MOST_LEVELS = 15
const STANDARD_BYTES = 4_096
const ADVANCED_BYTES = 8_192
const MOST_LABELS = 10
const PATH_PAGE = 10
const LIST_PAGE = 50
const NAME = /^[\w./-]+$/
const NUMBER_OF_VERSION = /^\d/

const invalid = (message: string): ServiceError => new ServiceError('ValidationException', message)
const invalidToken = (): Error => new ServiceError('InvalidNextToken', 'The specified token is not valid.')
const notFound = (name: string): ServiceError => new ServiceError('ParameterNotFound', `Parameter ${name} not found.`)

/** The operations of Parameter Store. */
export function parameterOperations(store: ParameterStore): Service['operations'] {
  function existing(call: Call, name: string): Parameter {
    const parameter = store.find(call, nameOf(name))
    if (parameter === undefined) throw notFound(name)
    return parameter
  }

  /** NAME, NAME:VERSION, NAME:LABEL or an ARN. */
  function selected(call: Call, given: string): sdk.Parameter & { readonly type: string } {
    const [name = '', selector] = nameOf(given).split(':')
    const parameter = existing(call, name)
    const version = versionOf(parameter, selector)
    if (version === undefined) {
      const message = `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`
      throw new ServiceError('ParameterVersionNotFound', message)
    }
    return { ...shown(parameter, version), type: version.type, ...(selector && { Selector: `:${selector}` }) }
  }

  /** A value as it is returned: SecureStrings are decrypted on request only. */
  function answered(call: Call, given: string, decrypt: boolean | undefined): sdk.Parameter {
    const { type, ...parameter } = selected(call, given)
    return concealed(parameter, type === 'SecureString' && decrypt !== true)
  }

  return {
    PutParameter(input: sdk.PutParameterCommandInput, call) {
      const name = nameOf(input.Name ?? '')
      const known = store.find(call, name)
      checkName(name)
      if (known !== undefined && input.Overwrite !== true) {
        const hint = 'To overwrite this value, set the overwrite option in the request to true.'
        throw new ServiceError('ParameterAlreadyExists', `The parameter already exists. ${hint}`)
      }
      const content = contentOf(input, known?.versions.at(-1))
      const { version } = store.put(call, name, content, call.principal)
      return { Version: version, Tier: content.tier }
    },
    GetParameter: (input: sdk.GetParameterCommandInput, call) => ({
      Parameter: answered(call, input.Name ?? '', input.WithDecryption),
    }),
    GetParameters(input: sdk.GetParametersCommandInput, call) {
      const names = input.Names ?? []
      const found = names.map((name) => {
        try {
          return answered(call, name, input.WithDecryption)
        } catch (error) {
          if (error instanceof ServiceError) return undefined
          throw error
        }
      })
      const unknown = names.filter((_, index) => found[index] === undefined)
      return {
        Parameters: found.filter((each) => each !== undefined),
        // The model asks for at least one name.
        ...(unknown.length > 0 && { InvalidParameters: unknown }),
      }
    },
    GetParametersByPath(input: sdk.GetParametersByPathCommandInput, call) {
      const path = input.Path ?? ''
      if (!path.startsWith('/')) throw invalid('The parameter path must begin with a forward slash (/).')
      if (input.ParameterFilters !== undefined) throw notPlayed('GetParametersByPath with ParameterFilters')
      const below = path.endsWith('/') ? path : `${path}/`
      const inside = store
        .list(call)
        .filter(({ name }) => name.startsWith(below))
        .filter(({ name }) => input.Recursive === true || !name.slice(below.length).includes('/'))
      const { items, next } = pageOf(inside, input.MaxResults ?? PATH_PAGE, input.NextToken, invalidToken)
      return {
        Parameters: items.map(({ name }) => answered(call, name, input.WithDecryption)),
        ...(next !== undefined && { NextToken: next }),
      }
    },
    GetParameterHistory(input: sdk.GetParameterHistoryCommandInput, call) {
      const parameter = existing(call, input.Name ?? '')
      const { items, next } = pageOf(parameter.versions, input.MaxResults ?? LIST_PAGE, input.NextToken, invalidToken)
      const entries = items.map((version) => {
        const { Value: value } = concealed(
          { Value: version.value },
          version.type === 'SecureString' && input.WithDecryption !== true,
        )
        return {
          ...described(parameter, version),
          Value: value,
          ...(version.labels.size > 0 && { Labels: [...version.labels] }),
        }
      })
      return { Parameters: entries, ...(next !== undefined && { NextToken: next }) }
    },
    DescribeParameters(input: sdk.DescribeParametersCommandInput, call) {
      if (input.Shared === true) throw notPlayed('DescribeParameters of shared parameters')
      if (input.Filters !== undefined) throw notPlayed('DescribeParameters with Filters')
      const all = store.list(call).filter((parameter) => (input.ParameterFilters ?? []).every(matches(parameter)))
      const { items, next } = pageOf(all, input.MaxResults ?? LIST_PAGE, input.NextToken, invalidToken)
      return {
        Parameters: items.map((each) => ({ ...described(each, newest(each)), ARN: parameterArn(each) })),
        ...(next !== undefined && { NextToken: next }),
      }
    },
    LabelParameterVersion(input: sdk.LabelParameterVersionCommandInput, call) {
      const parameter = existing(call, input.Name ?? '')
      const version = versionOf(parameter, input.ParameterVersion?.toString())
      if (version === undefined) {
        throw new ServiceError('ParameterVersionNotFound', `Version ${input.ParameterVersion} was not found.`)
      }
      const [good, bad] = [(input.Labels ?? []).filter(isLabel), (input.Labels ?? []).filter((each) => !isLabel(each))]
      if (version.labels.size + good.length > MOST_LABELS) {
        const message = `A parameter version can have a maximum of ${MOST_LABELS} labels.`
        throw new ServiceError('ParameterVersionLabelLimitExceeded', message)
      }
      for (const label of good) {
        for (const other of parameter.versions) other.labels.delete(label)
        version.labels.add(label)
      }
      return { ...(bad.length > 0 && { InvalidLabels: bad }), ParameterVersion: version.version }
    },
    DeleteParameter(input: sdk.DeleteParameterCommandInput, call) {
      if (!store.remove(call, nameOf(input.Name ?? ''))) throw notFound(input.Name ?? '')
      return {}
    },
    DeleteParameters(input: sdk.DeleteParametersCommandInput, call) {
      const names = input.Names ?? []
      const deleted = names.filter((name) => store.remove(call, nameOf(name)))
      const invalidNames = names.filter((name) => !deleted.includes(name))
      return {
        ...(deleted.length > 0 && { DeletedParameters: deleted }),
        ...(invalidNames.length > 0 && { InvalidParameters: invalidNames }),
      }
    },
  }
}

const notPlayed = (what: string): ServiceError => invalid(`The sandbox does not play ${what}`)

/** The name in an ARN, or the given name; a selector stays. */
function nameOf(given: string): string {
  const [, path] = /^arn:[^:]+:ssm:[^:]+:[^:]+:parameter(\/.+)$/.exec(given) ?? []
  if (path === undefined) return given
  // The ARN of a name without a hierarchy has a slash that the name does not have.
  return path.lastIndexOf('/') === 0 ? path.slice(1) : path
}

function checkName(name: string): void {
  if (!NAME.test(name)) {
    throw invalid('Parameter name: only a mix of letters, numbers and the following 3 symbols .-_ is allowed.')
  }
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw invalid('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).')
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw invalid('Parameter name must be a fully qualified name: it has to begin with a forward slash (/).')
  }
  if (name.split('/').length - 1 > MOST_LEVELS) {
    const message = `Parameter hierarchies are limited to a maximum of ${MOST_LEVELS} levels.`
    throw new ServiceError('HierarchyLevelLimitExceededException', message)
  }
}

/** The content of a new version; what is not given stays as it was. */
function contentOf(input: sdk.PutParameterCommandInput, before: ParameterVersion | undefined): ParameterContent {
  const type = input.Type ?? before?.type
  if (type === undefined) throw invalid('A parameter type is required when you create a parameter.')
  const value = input.Value ?? ''
  const pattern = input.AllowedPattern
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 's').test(value)) {
    const message = `Parameter value, cannot be validated against allowedPattern: ${pattern}`
    throw new ServiceError('ParameterPatternMismatchException', message)
  }
  if (input.Tier === 'Intelligent-Tiering') throw notPlayed('the tier Intelligent-Tiering')
  // An advanced parameter cannot become a standard one.
  const tier = before?.tier === 'Advanced' ? 'Advanced' : (input.Tier ?? 'Standard')
  const most = tier === 'Advanced' ? ADVANCED_BYTES : STANDARD_BYTES
  if (Buffer.byteLength(value) > most) {
    throw invalid(`Parameter value is too long: a ${tier.toLowerCase()} parameter can have ${most} bytes.`)
  }
  return {
    type,
    value,
    description: input.Description ?? before?.description,
    tier,
    dataType: input.DataType ?? before?.dataType ?? 'text',
    allowedPattern: pattern,
  }
}

function shown(parameter: Parameter, version: ParameterVersion): sdk.Parameter {
  return {
    Name: parameter.name,
    Type: version.type,
    Value: version.value,
    Version: version.version,
    LastModifiedDate: version.modified,
    ARN: parameterArn(parameter),
    DataType: version.dataType,
  }
}

function described(parameter: Parameter, version: ParameterVersion): sdk.ParameterMetadata {
  return {
    Name: parameter.name,
    Type: version.type,
    ...(version.type === 'SecureString' && { KeyId: 'alias/aws/ssm' }),
    LastModifiedDate: version.modified,
    LastModifiedUser: version.by,
    ...(version.description !== undefined && { Description: version.description }),
    ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  }
}

function newest({ versions, name }: Parameter): ParameterVersion {
  const version = versions.at(-1)
  if (version === undefined) throw notFound(name)
  return version
}

/** With an unreadable text in place of the value. */
function concealed(parameter: sdk.Parameter, encrypted: boolean): sdk.Parameter {
  if (!encrypted) return parameter
  const digest = createHash('sha256')
    .update(parameter.Value ?? '')
    .digest('base64')
  return { ...parameter, Value: `AQICAHg${digest}` }
}

const isLabel = (label: string): boolean =>
  /^[\w.-]{1,100}$/.test(label) && !NUMBER_OF_VERSION.test(label) && !/^(aws|ssm)/i.test(label)

const matches =
  (parameter: Parameter) =>
  ({ Key: key = '', Option: option = 'Equals', Values: values = [] }: sdk.ParameterStringFilter): boolean => {
    if (key === 'Type') return values.includes(newest(parameter).type)
    if (key === 'Name' && option === 'Equals') return values.includes(parameter.name)
    if (key === 'Name' && option === 'BeginsWith') return values.some((value) => parameter.name.startsWith(value))
    if (key === 'Name' && option === 'Contains') return values.some((value) => parameter.name.includes(value))
    throw notPlayed(`the filter ${key} with ${option}`)
  }
