import type { LookUps } from '../../aws/clients/look-ups.ts'
import { errorName } from '../../aws/errors.ts'
import { ActionError } from '../../support/errors.ts'
import { NOUNS } from '../nouns.ts'
import type { Kind, LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, FOUND, missing, notAllowed, notReturned } from './outcomes.ts'

/** Types of the kinds that Cloud Control reads by their identifier. */
const TYPES: Partial<Record<Kind, string>> = {
  'hosted-zone': 'AWS::Route53::HostedZone',
  'state-machine': 'AWS::StepFunctions::StateMachine',
  'rest-api': 'AWS::ApiGateway::RestApi',
  'http-api': 'AWS::ApiGatewayV2::Api',
}

/** Cloud Control does not read the type in this region, or gives an error of the service that it does not name. */
const NO_ANSWER = ['UnsupportedActionException', 'TypeNotFoundException', 'GeneralServiceException']

/** A resource by its identifier, in the account of the role. */
export async function lookUpModel(models: Awaited<ReturnType<LookUps['models']>>, target: Target): Promise<LookedUp> {
  const { one } = NOUNS[target.kind]
  const type = TYPES[target.kind] ?? ''
  // Route 53 gives ids with their path, too.
  const identifier = target.id.replace(/^\/hostedzone\//, '')
  try {
    return await absentBy(
      ['ResourceNotFoundException'],
      async () => {
        const { ResourceDescription: its } = await models.getResource({ TypeName: type, Identifier: identifier })
        return its?.Identifier === undefined ? notReturned(`nothing of ${target.id} is returned`) : FOUND
      },
      () => missing(`no ${one} ${target.id}`, createOrCorrect(one, target)),
    )
  } catch (error) {
    if (!(error instanceof ActionError) || !NO_ANSWER.includes(errorName(error))) throw error
    return notAllowed(`Cloud Control did not read it: ${error.message}`, `Check that the ${one} ${target.id} exists.`)
  }
}
