/** Texts that the templates and configurations of several platforms share. */

/** The parameter of every template, and the start of its resources. */
export const TEMPLATE_START = `Parameters: { Environment: { Type: String } }
Resources:
`

/** A role that a service of AWS assumes, as a resource; its name ends with the environment. */
export const role = (logicalId: string, name: string, service: string): string => `  ${logicalId}:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub ${name}-\${Environment}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: ${service}.amazonaws.com }, Action: sts:AssumeRole }]
`

/** CodeDeploy's role, which may do these actions. */
export const deployRole = (
  name: string,
  actions: string,
): string => `${role('DeployRole', name, 'codedeploy')}      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{ Effect: Allow, Action: [${actions}], Resource: '*' }]
`

const rolesOf = (account: string, kinds: readonly string[]): string =>
  kinds.map((kind) => `    ${kind}-role: arn:aws:iam::${account}:role/shop-${kind}\n`).join('')

/** The start of a configuration: the shop's environments, and the roles that production has. */
export const configurationStart = (production: readonly string[] = ['plan', 'verify', 'deploy']): string => `version: 1
application: shop
environments:
  preprod:
    region: eu-west-1
${rolesOf('111111111111', ['plan', 'verify', 'deploy'])}  production:
    region: eu-west-1
${rolesOf('222222222222', production)}`
