import type * as sdk from '@aws-sdk/client-lambda'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { missingResource } from './function-policies.ts'
import type { FunctionPolicies, FunctionUrl, Target } from './function-policies.ts'
import type { Functions } from './functions.ts'
import { functionArn, referenceOf } from './lambda.ts'

/** Operations on the resource policies and URLs of functions. */
export function functionPolicyOperations(functions: Functions, policies: FunctionPolicies): Service['operations'] {
  function targetOf({ account, region }: Call, given: string | undefined, wanted: string | undefined): Target {
    const { name, qualifier } = referenceOf(given ?? '', wanted)
    const home = { account, region }
    const fn = functions.find(home, name)
    const exists =
      fn !== undefined &&
      (qualifier === undefined ||
        functions.alias(home, name, qualifier) !== undefined ||
        fn.versions.some(({ version }) => version === qualifier))
    if (!exists) {
      throw new ServiceError(
        'ResourceNotFoundException',
        `Function not found: ${functionArn(home, name, qualifier)}`,
        404,
      )
    }
    return { ...home, name, qualifier }
  }
  function urlOf(target: Target): FunctionUrl {
    const url = policies.url(target)
    if (url === undefined) throw missingResource()
    return url
  }
  return {
    GetPolicy: (input: sdk.GetPolicyCommandInput, call) =>
      policies.policy(targetOf(call, input.FunctionName, input.Qualifier)),
    AddPermission(input: sdk.AddPermissionCommandInput, call) {
      const refused = input.EventSourceToken ?? input.RevisionId ?? input.InvokedViaFunctionUrl
      if (refused !== undefined) {
        throw new ServiceError(
          'InvalidParameterValueException',
          'The sandbox has no event source tokens, revisions and InvokedViaFunctionUrl in permissions',
        )
      }
      const statement = policies.add(targetOf(call, input.FunctionName, input.Qualifier), input)
      return { Statement: JSON.stringify(statement) }
    },
    RemovePermission(input: sdk.RemovePermissionCommandInput, call) {
      policies.remove(targetOf(call, input.FunctionName, input.Qualifier), input.StatementId)
      return {}
    },
    CreateFunctionUrlConfig(input: sdk.CreateFunctionUrlConfigCommandInput, call) {
      const target = targetOf(call, input.FunctionName, input.Qualifier)
      if (policies.url(target) !== undefined) {
        throw new ServiceError(
          'ResourceConflictException',
          `Failed to create function url config for [functionArn = ${functionArn(call, target.name, target.qualifier)}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
          409,
        )
      }
      const { url, arn, authType, invokeMode, cors, created } = policies.setUrl(target, {
        authType: input.AuthType ?? '',
        invokeMode: input.InvokeMode,
        cors: input.Cors,
      })
      return {
        FunctionUrl: url,
        FunctionArn: arn,
        AuthType: authType,
        InvokeMode: invokeMode,
        ...(cors && { Cors: cors }),
        CreationTime: created.toISOString(),
      }
    },
    GetFunctionUrlConfig(input: sdk.GetFunctionUrlConfigCommandInput, call) {
      const { url, arn, authType, invokeMode, cors, created, modified } = urlOf(
        targetOf(call, input.FunctionName, input.Qualifier),
      )
      return {
        FunctionUrl: url,
        FunctionArn: arn,
        AuthType: authType,
        InvokeMode: invokeMode,
        ...(cors && { Cors: cors }),
        CreationTime: created.toISOString(),
        LastModifiedTime: modified.toISOString(),
      }
    },
    DeleteFunctionUrlConfig(input: sdk.DeleteFunctionUrlConfigCommandInput, call) {
      const target = targetOf(call, input.FunctionName, input.Qualifier)
      urlOf(target)
      policies.removeUrl(target)
      return {}
    },
  }
}
