import { serviceTemplate, taskFile } from '../commands/ecs-service.ts'
import { replaced } from '../odd-engine.ts'
import { awsStage } from './aws-stage.ts'
import { rowsOf, type Row } from './row.ts'

/** Services that ECS itself deploys. */

const CONFIG = `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
deployments:
  - { id: api, platform: ecs-native, cluster: shop, service: api, task-definition: task.json }
`
const PAUSE = {
  TargetType: 'PAUSE',
  LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
  TimeoutConfiguration: { TimeoutInMinutes: 60, Action: 'ROLLBACK' },
}
const WAITS = {
  Strategy: 'BLUE_GREEN',
  BakeTimeInMinutes: 1,
  Alarms: { AlarmNames: ['errors'], Enable: true, Rollback: true },
  LifecycleHooks: [PAUSE],
}
const metrics = [{ namespace: 'Shop', name: 'Errors', value: 0 }]
/** A pause would also stop the creation of the service. */
const historyOf = (configuration: Readonly<Record<string, unknown>>) =>
  [{ ...configuration, LifecycleHooks: [] }, configuration].map((each) => ({
    deploy: { stack: 'network', template: serviceTemplate({ configuration: each }) },
  }))

const rolls = awsStage({
  name: 'a deployment by ECS',
  environment: 'preprod',
  deploys: true,
  files: { '.github/test-deployments.yml': CONFIG, 'task.json': taskFile('shop:2') },
  scenario: { metrics, history: historyOf({ DeploymentCircuitBreaker: { Enable: true, Rollback: true } }) },
})
const pauses = awsStage({
  name: 'precheck of a service that pauses',
  environment: 'preprod',
  files: {
    '.github/test-deployments.yml': `${CONFIG}verify: [{ name: it answers, http: "http://shop.example.com/", phase: before-traffic }]\n`,
    'task.json': taskFile('shop:2'),
  },
  scenario: { metrics, history: historyOf(WAITS) },
})

const DIGEST = /sha256:[0-9a-f]{64}/g

export const SERVICES: readonly Row[] = [
  ...rowsOf(rolls, { aws: { DescribeServiceRevisions: replaced(DIGEST, `sha256:${'0'.repeat(64)}`) } }, [
    {
      code: 'service/deployed',
      subject: 'deployment/api',
      says: 'the deployment is SUCCESSFUL, and all tasks run',
      truth: 'the tasks have another image than their revision',
    },
  ]),
  ...rowsOf(rolls, { aws: { DescribeTasks: replaced(/task-definition\/api:\d+/g, 'task-definition/api:1') } }, [
    {
      code: 'service/deployed',
      subject: 'deployment/api',
      says: 'the deployment is SUCCESSFUL, and as many tasks run as are desired',
      truth: 'they run the previous task definition, as after a rollback that the deployment does not show',
    },
  ]),
  ...rowsOf(rolls, { aws: { ListTasks: replaced(/"taskArns":\[[^\]]*\]/g, '"taskArns":[]') } }, [
    {
      code: 'service/deployed',
      subject: 'deployment/api',
      says: 'the deployment is SUCCESSFUL',
      truth: 'no task of the service runs',
    },
  ]),
  ...rowsOf(pauses, { aws: { DescribeServices: replaced(/"rollback":true/g, '"rollback":false') } }, [
    {
      code: 'service/ready',
      subject: 'deployment/api/service',
      says: 'an alarm is enabled for deployments',
      truth: 'ECS would not roll back when it is in ALARM',
    },
  ]),
  ...rowsOf(pauses, { aws: { DescribeServices: replaced(/"action":"ROLLBACK"/g, '"action":"CONTINUE"') } }, [
    {
      code: 'phase/service-pauses',
      subject: 'deployment/api/service',
      says: 'the service pauses before its traffic moves',
      truth: 'ECS continues the deployment at the timeout',
    },
  ]),
]
