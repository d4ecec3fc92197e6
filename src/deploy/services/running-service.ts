/** A deployment of a service that runs. */
export interface RunningService {
  /** Id in the configuration; `web/Service` where CloudFormation started it. */
  readonly id: string
  readonly deploymentArn: string
  readonly cluster: string
  readonly service: string
  readonly region: string
  readonly timeout: number
  /** ARN of the task definition that was asked for; absent where CloudFormation asked. */
  readonly expected?: string
}
