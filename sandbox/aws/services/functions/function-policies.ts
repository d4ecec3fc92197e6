import { randomUUID } from 'node:crypto'
import { ServiceError } from '../../../contract.ts'
import type { SandboxClock } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'

/** A function, or one of its versions and aliases. */
export interface Target extends Home {
  readonly name: string
  readonly qualifier?: string | undefined
}

export interface PermissionInput {
  readonly StatementId?: string | undefined
  readonly Action?: string | undefined
  readonly Principal?: string | undefined
  readonly SourceArn?: string | undefined
  readonly SourceAccount?: string | undefined
  readonly PrincipalOrgID?: string | undefined
  readonly FunctionUrlAuthType?: string | undefined
}

export interface FunctionUrl {
  readonly url: string
  readonly arn: string
  authType: string
  invokeMode: string
  cors?: object | undefined
  readonly created: Date
  modified: Date
}

interface Policy {
  readonly statements: Map<string, object>
  revision: string
}

/** Resource policies and URLs of functions. */
export interface FunctionPolicies {
  add(target: Target, input: PermissionInput): object
  /** Throws Lambda's error when there is no such statement. */
  remove(target: Target, statementId: string | undefined): void
  has(target: Target, statementId: string): boolean
  /** The policy and its revision; throws Lambda's error when there is none. */
  policy(target: Target): { Policy: string; RevisionId: string }
  url(target: Target): FunctionUrl | undefined
  setUrl(
    target: Target,
    given: { authType: string; invokeMode?: string | undefined; cors?: object | undefined },
  ): FunctionUrl
  removeUrl(target: Target): void
}

const ARN_OF_ACCOUNT = /^\d{12}$/

export const missingResource = (): ServiceError =>
  new ServiceError('ResourceNotFoundException', 'The resource you requested does not exist.', 404, { Type: 'User' })

export const targetArn = ({ account, region, name, qualifier }: Target): string =>
  [`arn:aws:lambda:${region}:${account}:function:${name}`, ...(qualifier === undefined ? [] : [qualifier])].join(':')

export const functionPoliciesOf = perWorld(({ clock }: { readonly clock: SandboxClock }): FunctionPolicies => {
  const policies = new Map<string, Policy>()
  const urls = new Map<string, FunctionUrl>()
  const keyOf = (target: Target): string => homeKey(target, target.name, target.qualifier ?? '$LATEST')
  return {
    add(target, input) {
      const id = input.StatementId ?? ''
      const policy = policies.get(keyOf(target)) ?? { statements: new Map<string, object>(), revision: '' }
      if (policy.statements.has(id)) {
        throw new ServiceError(
          'ResourceConflictException',
          `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          409,
        )
      }
      const statement = statementOf(targetArn(target), input)
      policy.statements.set(id, statement)
      policy.revision = randomUUID()
      policies.set(keyOf(target), policy)
      return statement
    },
    remove(target, id = '') {
      const policy = policies.get(keyOf(target))
      if (policy === undefined || !policy.statements.delete(id)) {
        throw new ServiceError('ResourceNotFoundException', `Statement ${id} is not found in resource policy.`, 404)
      }
      policy.revision = randomUUID()
      if (policy.statements.size === 0) policies.delete(keyOf(target))
    },
    has: (target, id) => policies.get(keyOf(target))?.statements.has(id) ?? false,
    policy(target) {
      const policy = policies.get(keyOf(target))
      if (policy === undefined) throw missingResource()
      const document = { Version: '2012-10-17', Id: 'default', Statement: [...policy.statements.values()] }
      return { Policy: JSON.stringify(document), RevisionId: policy.revision }
    },
    url: (target) => urls.get(keyOf(target)),
    setUrl(target, { authType, invokeMode = 'BUFFERED', cors }) {
      const known = urls.get(keyOf(target))
      if (known !== undefined) {
        Object.assign(known, { authType, invokeMode, cors, modified: clock.now() })
        return known
      }
      const created = clock.now()
      const id = randomUUID().replaceAll('-', '')
      const made: FunctionUrl = {
        url: `https://${id}.lambda-url.${target.region}.on.aws/`,
        arn: targetArn(target),
        authType,
        invokeMode,
        cors,
        created,
        modified: created,
      }
      urls.set(keyOf(target), made)
      return made
    },
    removeUrl: (target) => void urls.delete(keyOf(target)),
  }
})

function statementOf(resource: string, input: PermissionInput): object {
  const { StatementId, Action, Principal = '', SourceArn, SourceAccount, PrincipalOrgID, FunctionUrlAuthType } = input
  const principal =
    Principal === '*'
      ? '*'
      : ARN_OF_ACCOUNT.test(Principal)
        ? { AWS: `arn:aws:iam::${Principal}:root` }
        : Principal.startsWith('arn:')
          ? { AWS: Principal }
          : { Service: Principal }
  const equals = {
    ...(SourceAccount !== undefined && { 'AWS:SourceAccount': SourceAccount }),
    ...(PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': PrincipalOrgID }),
    ...(FunctionUrlAuthType !== undefined && { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType }),
  }
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
  }
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: principal,
    Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  }
}
