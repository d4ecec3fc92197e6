import type { CodeTable } from './entry.ts'

/** Services of ECS that ECS itself deploys. */
export const SERVICES = {
  'service/deployed': {
    title: 'ECS deployed the release to a service',
    meaning:
      'The deployment of this run is SUCCESSFUL, its revision has the task definition of the release, and every desired task runs it with the digests of that revision; no other task runs.',
    outcomes: ['pass'],
  },
  'service/failed': {
    title: 'A deployment of a service failed',
    meaning:
      'The finding names what failed first: an alarm, a hook, a container with its exit code and last log lines, a task that could not start, or an unhealthy target.',
    outcomes: ['fail'],
    next: 'Correct what failed first, and start the release again.',
  },
  'service/stopped': {
    title: 'A deployment of a service was stopped',
    meaning: 'It ended before it had succeeded: a person, a newer deployment, an alarm or the job stopped it.',
    outcomes: ['fail'],
    next: 'Find out what stopped it, then start the release again.',
  },
  'service/rolled-back': {
    title: 'ECS restored the previous revision of a service',
    meaning: 'The deployment failed and ECS rolled it back, so this release is not deployed.',
    outcomes: ['fail'],
    next: 'Correct what made this release fail, and start it again.',
  },
  'service/rollback-failed': {
    title: 'ECS could not restore the previous revision of a service',
    meaning: 'The deployment failed, and so did its rollback, as where no deployment had ever succeeded.',
    outcomes: ['fail'],
    next: 'Deploy a revision that works.',
  },
  'service/incomplete': {
    title: 'A service does not run the release on all its tasks',
    meaning:
      'ECS calls the deployment a success, but fewer tasks than desired run the revision, tasks of another one run, or a task is unhealthy. Inconclusive where the status of the deployment is not known.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Check the tasks and events of the service, then run the job again.',
  },
  'service/no-tasks': {
    title: 'No task runs in a service',
    meaning: 'A deployment to a service without tasks proves nothing.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Give the service a desired count of at least 1.',
  },
  'service/other-release': {
    title: 'Another task definition was deployed to a service',
    meaning: 'The deployment that was followed has another task definition than the release.',
    outcomes: ['fail'],
    next: 'Find in CloudTrail who called UpdateService.',
  },
  'service/images-unknown': {
    title: 'Which images run in a service is not known',
    meaning: 'ECS did not return the digest of the image of a container.',
    outcomes: ['inconclusive'],
    next: 'Name images by their digests.',
  },
  'service/other-images': {
    title: 'A service runs other images than its revision has',
    meaning: 'A task has an image with another digest than the one that ECS resolved for the revision.',
    outcomes: ['fail'],
    next: 'Name images by their digests.',
  },
  'service/busy': {
    title: 'Another process deploys to a service',
    meaning:
      'A deployment that this run did not start is in progress. ECS would stop it for a new one, so nothing was deployed.',
    outcomes: ['fail'],
    next: 'Wait until it has ended, or stop it; then run the job again.',
  },
  'service/no-deployment': {
    title: 'ECS started no deployment of a service',
    meaning: 'UpdateService was accepted, and no deployment with the task definition of the release appeared.',
    outcomes: ['inconclusive'],
    next: 'Check the deployments of the service, then run the job again.',
  },
  'service/missing': {
    title: 'A service does not exist',
    meaning: 'The cluster has no active service of this name, and no stack of this release would create it.',
    outcomes: ['fail', 'skipped'],
    next: 'Correct `cluster` and `service` of the deployment, or add the service to a template.',
  },
  'service/controller': {
    title: 'Another controller deploys a service',
    meaning: 'The deployment controller of the service is CODE_DEPLOY or EXTERNAL, so ECS does not deploy it.',
    outcomes: ['fail'],
    next: 'Use `platform: ecs` for CODE_DEPLOY, or change the controller of the service to ECS.',
  },
  'service/unprotected': {
    title: 'A failing deployment of a service would not be rolled back',
    meaning:
      'Neither a circuit breaker nor alarms with rollback are enabled: tasks that do not start would be started again without an end. Inconclusive for another strategy than ROLLING without alarms: AWS documents the circuit breaker for rolling deployments only.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Enable the circuit breaker or alarms of DeploymentConfiguration, with Rollback.',
  },
  'service/image-missing': {
    title: 'An image of a task definition does not exist',
    meaning: 'ECR has no such image, or one that cannot be pulled: the tasks would not start.',
    outcomes: ['fail'],
    next: 'Push the image, or correct its name in the task definition.',
  },
  'service/image-unknown': {
    title: 'Whether an image of a task definition exists is not known',
    meaning: 'Its registry is not ECR, its name is known during the deployment only, or the role may not read it.',
    outcomes: ['noted'],
    next: 'Allow ecr:DescribeImages for the plan-role; images of other registries are not looked up.',
  },
  'service/ready': {
    title: 'A service can be deployed',
    meaning:
      'The service exists, ECS deploys it, at least one task is desired, a failing deployment is rolled back, its images exist as far as they can be looked up, and no deployment is in progress.',
    outcomes: ['pass'],
  },
  'service/changes': {
    title: 'What a deployment changes in a service',
    meaning:
      'The members in which the task definition of the release differs from the one that runs, and how ECS would deploy it. Values of environment variables are not shown.',
    outcomes: ['noted'],
    next: 'Compare it with what the release is meant to change.',
  },
} as const satisfies CodeTable
