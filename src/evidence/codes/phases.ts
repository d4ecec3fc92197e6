import type { CodeTable } from './entry.ts'

/** Phases of checks that run in a deployment, and their results. */
export const PHASE_CODES = {
  'phase/not-runnable': {
    title: 'No deployment runs the checks of a phase',
    meaning:
      'A check names a phase that nothing in this configuration has, so it would never run, and the gate would stay closed.',
    outcomes: ['fail'],
    next: 'Give the check another phase, or configure a deployment that has this one.',
  },
  'phase/runnable': {
    title: 'Every check can run in its phase',
    meaning: 'For each phase that checks name, the configuration has a step or a deployment that runs it.',
    outcomes: ['pass'],
  },
  'phase/unknown-endpoint': {
    title: 'A check refers to a test endpoint that it cannot have',
    meaning:
      '`{test-endpoint}` has a value before traffic only, and `{test-endpoint.ID}` only for a deployment of that id.',
    outcomes: ['fail'],
    next: 'Set `phase: before-traffic`, or correct the id.',
  },
  'phase/group-does-not-wait': {
    title: 'A deployment group does not wait for checks before traffic',
    meaning:
      'Checks before traffic are configured, and a deployment to this group would move the traffic without them. Only a blue/green group with ActionOnTimeout STOP_DEPLOYMENT and a wait time can wait for them; AWS stops its deployment if the job dies. This action does not change groups.',
    outcomes: ['fail'],
    next: 'Add BlueGreenDeploymentConfiguration.DeploymentReadyOption to the group in its template.',
  },
  'phase/wait-too-short': {
    title: 'The wait of a deployment group is shorter than its checks before traffic',
    meaning: 'AWS would stop the deployment before the checks have made the attempts that they need.',
    outcomes: ['fail'],
    next: 'Raise WaitTimeInMinutes of the group, or shorten the checks of this phase.',
  },
  'phase/no-test-route': {
    title: 'A deployment group has no listener for test traffic',
    meaning:
      'A check before traffic refers to `{test-endpoint}`, and a group of ECS has it by its TestTrafficRoute only.',
    outcomes: ['fail'],
    next: 'Add a TestTrafficRoute to the pair of target groups of the deployment group.',
  },
  'phase/wait-unknown': {
    title: 'Whether a deployment group waits is not known',
    meaning:
      'Functions of the template decide the settings of the group; they are resolved during the deployment only.',
    outcomes: ['inconclusive'],
    next: 'Write DeploymentStyle and BlueGreenDeploymentConfiguration of the group without functions.',
  },
  'phase/group-waits': {
    title: 'A deployment group waits for the checks before traffic',
    meaning: 'Its deployments wait until the checks have passed, and AWS stops them at the timeout.',
    outcomes: ['pass'],
  },
  'phase/service-does-not-pause': {
    title: 'A service does not wait for checks before traffic',
    meaning:
      'Checks before traffic are configured, and ECS would move the traffic without them. Only the strategies BLUE_GREEN, LINEAR and CANARY with one PAUSE hook at POST_TEST_TRAFFIC_SHIFT can wait for them; ECS rolls back at the timeout of a hook that ends with ROLLBACK. This action does not change services.',
    outcomes: ['fail'],
    next: 'Add the PAUSE hook that the finding shows to DeploymentConfiguration of the service in its template.',
  },
  'phase/service-pauses': {
    title: 'A service waits for the checks before traffic',
    meaning: 'Its deployments pause after the test traffic has moved, and ECS rolls them back at the timeout.',
    outcomes: ['pass'],
  },
  'during/failed': {
    title: 'Attempts failed while the deployment went on',
    meaning:
      'In this stage of the deployment, attempts of a check of the phase during did not pass. The finding of the check says whether that fails it.',
    outcomes: ['noted'],
    next: 'Find out what the deployment does in this stage.',
  },
  'during/cut-short': {
    title: 'A check during the deployment has no result',
    meaning:
      'The release failed before the first attempt of a check on an alarm or a metric had ended. Such an attempt takes minutes, and was not waited for.',
    outcomes: ['skipped'],
    next: 'Correct what failed the release.',
  },
  'traffic/checked': {
    title: 'The checks before traffic passed',
    meaning:
      'Every check of the phase passed while the new version had no traffic, and the deployment still waited afterwards.',
    outcomes: ['pass'],
  },
  'traffic/stopped': {
    title: 'A deployment was stopped by its checks before traffic',
    meaning:
      'A check before traffic did not pass, or could not run. The deployment was asked to stop and to roll back; users stayed on the previous version, unless the finding says that another process continued it.',
    outcomes: ['fail'],
    next: 'Correct what the check found, and start the release again.',
  },
  'traffic/not-started': {
    title: 'A version did not pass its checks before traffic, and was not deployed',
    meaning:
      'The new version of a function was checked by its number and did not pass. No deployment was created; the alias leads to the previous version.',
    outcomes: ['fail'],
    next: 'Correct what the check found, and start the release again.',
  },
  'traffic/continued-by-another': {
    title: 'Another process continued a deployment while it was checked',
    meaning:
      'A hook or a person called ContinueDeployment before the checks before traffic had ended: they prove nothing about a version without traffic. Where they failed, the deployment was stopped and rolled back.',
    outcomes: ['inconclusive'],
    next: 'Find in CloudTrail who called ContinueDeployment.',
  },
  'traffic/ended-while-checked': {
    title: 'A deployment ended while it was checked',
    meaning: 'Its wait expired, or another process stopped it, before the checks before traffic had ended.',
    outcomes: ['fail'],
    next: 'Raise the wait time of the group, or find in CloudTrail who called StopDeployment.',
  },
  'traffic/not-checked': {
    title: 'Traffic moved without the checks before traffic',
    meaning:
      'The deployment did not wait: another process continued it at once, the group was changed, or an earlier attempt of the job continued it and then ended.',
    outcomes: ['inconclusive'],
    next: 'Deploy again, so that the checks run.',
  },
  'traffic/no-endpoint': {
    title: 'The new version has no address before traffic',
    meaning:
      'The address of `{test-endpoint}` could not be found: no green instance, no test listener, or no rule that forwards to the new version alone. Nothing was checked, so the deployment is stopped.',
    outcomes: ['inconclusive'],
    next: 'Correct the listener or the target group of the deployment group.',
  },
} as const satisfies CodeTable
