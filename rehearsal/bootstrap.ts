import type { Account } from './installed.ts'
import { stackReady } from './installed.ts'

/**
 * The resources of the stack of `cdk bootstrap` that a release needs: bucket, version and execution role.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html#bootstrapping-contract
 */
const TEMPLATE = `Parameters: { Qualifier: { Type: String } }
Resources:
  Assets:
    Type: AWS::S3::Bucket
    Properties: { BucketName: !Sub 'cdk-\${Qualifier}-assets-\${AWS::AccountId}-\${AWS::Region}' }
  Version:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Name: !Sub '/cdk-bootstrap/\${Qualifier}/version', Value: '32' }
  Execution:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub 'cdk-\${Qualifier}-cfn-exec-role-\${AWS::AccountId}-\${AWS::Region}'
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: cloudformation.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: everything
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: '*', Resource: '*' }] }
`
const DEFAULT_QUALIFIER = 'hnb659fds'

/** Bootstraps an account, as its administrator. */
export async function bootstrap(account: Account, cancelled: AbortSignal): Promise<void> {
  await account.cloudformation.createStack({
    StackName: 'CDKToolkit',
    TemplateBody: TEMPLATE,
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Parameters: [{ ParameterKey: 'Qualifier', ParameterValue: DEFAULT_QUALIFIER }],
  })
  await stackReady(account, 'CDKToolkit', cancelled)
}
