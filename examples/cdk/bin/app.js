const { App, CfnOutput, Stack, Stage } = require('aws-cdk-lib')
const { AutoScalingGroup } = require('aws-cdk-lib/aws-autoscaling')
const { InstanceType, LaunchTemplate, MachineImage, SecurityGroup, SubnetType, Vpc } = require('aws-cdk-lib/aws-ec2')
const { Alias, Code, Function: LambdaFunction, Runtime } = require('aws-cdk-lib/aws-lambda')

/** What both environments get. */
class Shop extends Stage {
  constructor(scope, id, props) {
    super(scope, id, props)
    const network = new Stack(this, 'Network', { stackName: `shop-${id}-network` })
    const vpc = new Vpc(network, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC }],
    })

    const shop = new Stack(this, 'Shop', { stackName: `shop-${id}` })
    const orders = new LambdaFunction(shop, 'Orders', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(`${__dirname}/../orders`),
    })
    const live = new Alias(shop, 'Live', { aliasName: 'live', version: orders.currentVersion })
    // Uses the network of the other stack.
    const securityGroup = new SecurityGroup(shop, 'Group', { vpc })
    const launchTemplate = new LaunchTemplate(shop, 'Servers', {
      machineImage: MachineImage.genericLinux({ 'eu-west-1': 'ami-0abcdef1234567890' }),
      instanceType: new InstanceType('t3.micro'),
      securityGroup,
    })
    new AutoScalingGroup(shop, 'Fleet', { vpc, launchTemplate, minCapacity: 0, maxCapacity: 2 })
    new CfnOutput(shop, 'Function', { value: live.functionArn })
  }
}

// The stages are named as the environments of the release.
const app = new App()
new Shop(app, 'preprod', { env: { account: '111111111111', region: 'eu-west-1' } })
new Shop(app, 'production', { env: { account: '222222222222', region: 'eu-west-1' } })
