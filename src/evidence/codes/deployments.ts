import type { CodeTable } from './entry.ts'

/** Deployments, their groups and alarms. */
export const DEPLOYMENTS = {
  'environment/no-address': {
    title: 'The address of an environment is not known',
    meaning:
      '`url` of the environment refers to an output that no stack has, or is no address of HTTP. GitHub shows none with its deployment; the release is deployed.',
    outcomes: ['noted'],
    next: 'Correct `url` of the environment.',
  },
  'deployment/succeeded': {
    title: 'A deployment succeeded on every target',
    meaning:
      'The deployment of this run has at least one target and succeeded on all of them; its counts and its list of targets agree.',
    outcomes: ['pass'],
  },
  'deployment/failed': {
    title: 'A deployment failed',
    meaning:
      'The finding names the target, the lifecycle event and the script that failed first, with the end of its log.',
    outcomes: ['fail'],
    next: 'Correct what made the lifecycle event fail, and start the release again.',
  },
  'deployment/stopped': {
    title: 'A deployment was stopped',
    meaning: 'The deployment was stopped before it had ended, by a person, an alarm or the job.',
    outcomes: ['fail'],
    next: 'Find out what stopped it, then start the release again.',
  },
  'deployment/incomplete': {
    title: 'Not every target has the release',
    meaning:
      'CodeDeploy calls the deployment a success because enough targets are healthy, but some do not have the release.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Find out why these targets failed or were skipped, then run the job again.',
  },
  'deployment/no-targets': {
    title: 'The deployment group has no targets',
    meaning: 'The deployment succeeded without a target, so it proves nothing.',
    outcomes: ['inconclusive'],
    next: 'Let the tags or Auto Scaling groups of the deployment group name instances that run.',
  },
  'deployment/counts-differ': {
    title: 'CodeDeploy counts other targets than it lists',
    meaning: 'Two answers about one deployment disagree, so neither proves that every target has the release.',
    outcomes: ['inconclusive'],
    next: 'Check the targets of the deployment, and run the job again.',
  },
  'deployment/other-release': {
    title: 'The deployment is not the one that was asked for',
    meaning: 'The deployment that succeeded is of another deployment group or of another revision.',
    outcomes: ['inconclusive'],
    next: 'Find out who started it, and run the job again.',
  },
  'deployment/hooks-ran': {
    title: 'Every declared hook ran',
    meaning:
      'Each hook that the AppSpec of this revision declares ran on each target, in the order of the lifecycle and within this deployment. Hooks that CodeDeploy runs from the previous revision do not count.',
    outcomes: ['pass'],
  },
  'deployment/hook-not-run': {
    title: 'A declared hook did not run',
    meaning:
      'The deployment succeeded, but a hook that the AppSpec declares was skipped, is not among the lifecycle events of a target, or ran in another order or outside of this deployment.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Check the lifecycle events of the targets, and correct the AppSpec or the deployment group.',
  },
  'deployment/hooks-unknown': {
    title: 'It is not known which hooks had to run',
    meaning: 'The AppSpec of the revision that was deployed cannot be read.',
    outcomes: ['inconclusive'],
    next: 'Correct what precheck says of the AppSpec, and start the release again.',
  },
  'deployment/group-selects-nothing': {
    title: 'A deployment group selects nothing to deploy to',
    meaning:
      'The group has no tags, no Auto Scaling group and no on-premises tags, or names no ECS service. A deployment to it would prove nothing.',
    outcomes: ['fail'],
    next: 'Let the deployment group select its instances or its service.',
  },
  'deployment/selection-unknown': {
    title: 'It is not known whether a deployment group selects anything',
    meaning: 'The template selects the targets of the group by a function that only the deployment resolves.',
    outcomes: ['inconclusive'],
    next: 'Write what selects the targets of the group without a function around it.',
  },
  'deployment/no-instances': {
    title: 'A deployment group selects no instance',
    meaning:
      'No instance has the tags of the group, no on-premises instance with its tags is registered, and its Auto Scaling groups have none that is InService. A deployment to it would prove nothing.',
    outcomes: ['fail'],
    next: 'Start instances that the group selects, or correct its selection.',
  },
  'deployment/instances-counted': {
    title: 'The instances of a deployment group are counted',
    meaning:
      'At least one instance of an Auto Scaling group is InService. Where only tags select instances, their number is an upper bound, and is noted: instances that are stopped, or were terminated a while ago, have tags, too.',
    outcomes: ['pass', 'noted'],
    next: 'Nothing to do: the deployment shows which targets have the release.',
  },
  'deployment/instances-not-counted': {
    title: 'The instances of a deployment group are not counted',
    meaning:
      'The role may not count the instances that the group selects, or this release makes them. After the deployment at least one target must have the release.',
    outcomes: ['noted'],
    next: 'Allow what the finding names, or nothing: the deployment shows how many targets it had.',
  },
  'deployment/hooks-can-run': {
    title: 'Every hook can run in its deployment group',
    meaning:
      'For each hook that the AppSpec declares, a deployment to the group has the lifecycle event. Whether it ran is known after the deployment.',
    outcomes: ['pass'],
  },
  'deployment/hook-cannot-run': {
    title: 'A hook can never run in its deployment group',
    meaning:
      'Deployments to the group do not have the lifecycle event of the hook, such as AfterAllowTraffic on servers without a load balancer. CodeDeploy would leave the hook out and call the deployment a success.',
    outcomes: ['fail'],
    next: 'Change the deployment group as the finding says, or remove the hook from the AppSpec.',
  },
  'deployment/hook-run-unknown': {
    title: 'It is not known whether a hook would run',
    meaning:
      'AWS does not document whether a deployment to a group with these settings has the lifecycle event, the settings contradict each other, or only the deployment of a template resolves them.',
    outcomes: ['inconclusive'],
    next: 'Change the deployment group as the finding says, or remove the hook from the AppSpec.',
  },
  'deployment/stop-failure-ignored': {
    title: 'ApplicationStop failed and was ignored',
    meaning: 'The script comes from the previous revision, and the configuration allows it to fail.',
    outcomes: ['noted'],
    next: 'Remove `ignore-application-stop-failures` once this revision is installed.',
  },
  'deployment/agent-not-responding': {
    title: 'The agent on a target does not respond',
    meaning: 'Nothing was started on the target: its CodeDeploy agent did not ask for the deployment.',
    outcomes: ['fail'],
    next: 'Check on the instance that the CodeDeploy agent runs, has its role and reaches the service.',
    formerly: ['deployment/no-answer'],
  },
  'deployment/rolled-back': {
    title: 'CodeDeploy restored the previous revision',
    meaning: 'The deployment failed and was rolled back, so this release is not deployed.',
    outcomes: ['fail'],
    next: 'Correct what made this release fail and start it again.',
  },
  'deployment/rollback-failed': {
    title: 'The rollback of a deployment failed',
    meaning: 'The targets may have parts of both revisions.',
    outcomes: ['fail'],
    next: 'Check the rollback deployment, and deploy a revision that is known to work.',
  },
  'deployment/rollback-running': {
    title: 'The rollback of a deployment is still running',
    meaning: 'The deployment failed, and its rollback had not ended when the job did.',
    outcomes: ['fail'],
    next: 'Wait until the rollback has ended, and check its result.',
  },
  'deployment/group-busy': {
    title: 'Another deployment is running in the group',
    meaning: 'The deployment group was busy until the time limit, and nothing was deployed.',
    outcomes: ['fail'],
    next: 'Wait for the other deployment or stop it, then run the job again.',
  },
  'deployment/dry-run': {
    title: 'The deployment could be carried out on this host',
    meaning: 'A dry run on this host found no obstacle; no script ran.',
    outcomes: ['pass'],
    formerly: ['deployment/foreseen'],
  },
  'deployment/would-fail': {
    title: 'The deployment would fail on this host',
    meaning: 'A dry run on this host found what would make the deployment fail.',
    outcomes: ['fail'],
    next: 'Correct what the finding names, or run as a user who may do it.',
  },
  'deployment/fits': {
    title: 'A deployment fits its group',
    meaning: 'The platform of the deployment is that of its application, and the alias that it moves is there.',
    outcomes: ['pass'],
  },
  'deployment/platform': {
    title: 'A deployment is for another platform than its group',
    meaning: 'CodeDeploy would refuse the revision.',
    outcomes: ['fail'],
    next: 'Correct `platform` of the deployment, or its application and group.',
  },
  'deployment/platform-unknown': {
    title: 'It is not known which platform a group deploys to',
    meaning: 'Neither the deployment group nor its application states the platform, or they state different ones.',
    outcomes: ['inconclusive'],
    next: 'Check the application with `aws deploy get-application`.',
  },
  'deployment/alias-missing': {
    title: 'The alias of a Lambda deployment does not exist',
    meaning: 'The AppSpec names an alias that is not there and that no stack of this release would create.',
    outcomes: ['fail'],
    next: 'Correct Name and Alias in the AppSpec, or create the alias.',
  },
  'deployment/alias-unknown': {
    title: 'The alias of a Lambda deployment is not known yet',
    meaning: 'The alias is created by this release, or its name depends on an output that is not there yet.',
    outcomes: ['skipped'],
    next: 'Nothing to do: it is checked when it is deployed.',
  },
  'deployment/alias-split': {
    title: 'An alias leads to two versions',
    meaning: 'A part of the calls goes to another version, so the current version is ambiguous.',
    outcomes: ['fail'],
    next: 'Wait for the deployment that shifts the traffic, or end it with `aws lambda update-alias`.',
  },
  'deployment/alias-wrong-version': {
    title: 'An alias leads to another version than expected',
    meaning:
      'Before the deployment the alias does not lead to the version in the AppSpec or to a published one, or after it not to the version that was deployed.',
    outcomes: ['fail'],
    next: 'Leave CurrentVersion out of the AppSpec; after a deployment, see in CloudTrail who called UpdateAlias.',
    formerly: ['deployment/alias-elsewhere'],
  },
  'deployment/version-missing': {
    title: 'The version that an AppSpec names does not exist',
    meaning: 'The target version of a Lambda deployment is not there, and no stack of this release would publish it.',
    outcomes: ['fail'],
    next: 'Correct TargetVersion, or let it be an output of a stack: numbers of versions differ between accounts.',
  },
  'deployment/alias-moved': {
    title: 'The alias leads to the deployed version',
    meaning: 'After the deployment the alias leads to the version that was deployed, and to no other.',
    outcomes: ['pass'],
  },
  'deployment/already-deployed': {
    title: 'The alias leads to the version already',
    meaning: 'The alias leads to the version of this release, so there is nothing to deploy.',
    outcomes: ['pass'],
    formerly: ['deployment/already'],
  },
  'deployment/protected': {
    title: 'A failing deployment would be noticed and rolled back',
    meaning: 'The deployment group has alarms, and rolls back on failure and on alarm.',
    outcomes: ['pass'],
  },
  'deployment/no-alarms': {
    title: 'No alarm would stop a deployment',
    meaning: 'The deployment group has no alarm, or its alarms are disabled.',
    outcomes: ['fail'],
    next: 'Set AlarmConfiguration of the deployment group.',
  },
  'deployment/alarm-failure-ignored': {
    title: 'A deployment would go on when its alarms cannot be read',
    meaning: 'The deployment group has IgnorePollAlarmFailure set to true.',
    outcomes: ['fail'],
    next: 'Set IgnorePollAlarmFailure to false in the AlarmConfiguration of the group.',
    formerly: ['deployment/alarms-may-be-unread'],
  },
  'deployment/no-auto-rollback': {
    title: 'A failed deployment would not be rolled back',
    meaning: 'Automatic rollback of the deployment group is disabled, or does not cover failure and alarm.',
    outcomes: ['fail'],
    next: 'Set AutoRollbackConfiguration of the deployment group.',
  },
  'deployment/protection-unknown': {
    title: 'It is not known whether a deployment would be rolled back',
    meaning:
      'The template sets the alarms or the rollback of a deployment group by a function, which is not resolved here.',
    outcomes: ['inconclusive'],
    next: 'Write AlarmConfiguration and AutoRollbackConfiguration without functions.',
  },
  'deployment/group-missing': {
    title: 'A deployment group does not exist',
    meaning: 'The group is not there, and no stack of this release would create it.',
    outcomes: ['fail'],
    next: 'Correct application and group of the deployment, or add the group to a template.',
  },
  'deployment/ready': {
    title: 'No alarm is active and no deployment is running before the start',
    meaning: 'A deployment to the group can start.',
    outcomes: ['pass'],
    formerly: ['deployment/quiet'],
  },
  'deployment/running': {
    title: 'A deployment to the group is running before the start',
    meaning: 'CodeDeploy runs one deployment for a group at a time.',
    outcomes: ['fail'],
    next: 'Wait for it, or stop it with `aws deploy stop-deployment`.',
  },
  'deployment/alarm-active': {
    title: 'An alarm of the group is active before the start',
    meaning: 'A deployment that starts now is stopped at once, or its alarm cannot be judged.',
    outcomes: ['fail'],
    next: 'Find out why the alarm is active, and start when it is OK.',
  },
  'deployment/alarm-missing': {
    title: 'The group names an alarm that does not exist',
    meaning: 'An alarm that does not exist stops no deployment.',
    outcomes: ['fail'],
    next: 'Correct the AlarmConfiguration of the group, or create the alarm.',
  },
  'deployment/alarm-no-data': {
    title: 'An alarm of the group has no data before the start',
    meaning:
      'An alarm without data does not stop a deployment. Whether it proves anything is decided by the watch after the deployment.',
    outcomes: ['noted'],
    next: 'Send requests to the environment while it is deployed to, or add an alarm whose metric always has data.',
    formerly: ['deployment/alarm-silent'],
  },
  'deployment/alarm-unknown': {
    title: 'An alarm of the group is in an unknown state before the start',
    meaning: 'CloudWatch reports a state that this version does not know, or a change of state without the state.',
    outcomes: ['inconclusive'],
    next: 'Check the alarm with `aws cloudwatch describe-alarms`.',
  },
  'deployment/alarm-slow': {
    title: 'An alarm of the group needs longer than the timeout of the deployment',
    meaning:
      'After the deployment the alarm cannot be watched for its periods, the delay of its metric and one evaluation.',
    outcomes: ['inconclusive'],
    next: 'Give the deployment a longer timeout, or use an alarm with shorter periods.',
  },
  'alarm/ok': {
    title: 'An alarm was OK after the deployment',
    meaning:
      'The alarm was watched for as long as it needs, its metric had data in that time, and it was not in ALARM since the deployment started.',
    outcomes: ['pass'],
  },
  'alarm/active': {
    title: 'An alarm is active',
    meaning:
      'The alarm was in ALARM before the deployment, or at any time since it started. In the second case the deployments of the run go back to the previous revisions.',
    outcomes: ['fail'],
    next: 'Check the history of the alarm and what it measures before deploying again.',
  },
  'alarm/stopped-deployment': {
    title: 'A deployment was stopped by an alarm',
    meaning:
      'While the deployment ran, an alarm of its group was in ALARM, or a check of the phase during on an alarm or a metric failed. The deployment was asked to stop and to roll back; the finding says what rolled it back.',
    outcomes: ['fail'],
    next: 'Correct what the alarm shows, and start the release again.',
  },
  'alarm/no-data': {
    title: 'An alarm has no data',
    meaning:
      'After the deployment the metric of the alarm had fewer datapoints than the alarm needs to go into ALARM. This is noted where another alarm of the group had data and this one had none before the deployment either.',
    outcomes: ['inconclusive', 'noted'],
    next: 'Send requests to the environment while it is deployed to, or add an alarm whose metric always has data.',
  },
  'alarm/watch-too-short': {
    title: 'An alarm was watched for less time than it needs',
    meaning:
      'The alarm needs more time than the timeout of the deployment: its periods, the delay of its metric and one evaluation.',
    outcomes: ['inconclusive'],
    next: 'Give the deployment a longer timeout, or use an alarm with shorter periods.',
  },
  'alarm/data-unknown': {
    title: 'It is not known whether an alarm had data',
    meaning:
      'CloudWatch did not answer with all datapoints, or the alarm decides on logs, on a PromQL query or on alarms that cannot be read.',
    outcomes: ['inconclusive'],
    next: 'Use an alarm on a metric or on metric math as well, or run the job again.',
  },
  'alarm/not-evaluated': {
    title: 'An alarm was not evaluated completely',
    meaning:
      'CloudWatch reports an error of the evaluation, or that the alarm, or one of its rule, saw only a part of its data; or what it evaluates was changed while it was watched.',
    outcomes: ['inconclusive'],
    next: 'Check the alarm with `aws cloudwatch describe-alarms`.',
  },
  'alarm/missing': {
    title: 'An alarm does not exist',
    meaning: 'The deployment group names an alarm that does not exist.',
    outcomes: ['fail'],
    next: 'Create the alarm, or take it out of the deployment group.',
  },
  'alarm/unknown': {
    title: 'An alarm is in an unknown state',
    meaning: 'CloudWatch reports a state that this version does not know, or a change of state without the state.',
    outcomes: ['inconclusive'],
    next: 'Check the alarm with `aws cloudwatch describe-alarms`.',
  },
} as const satisfies CodeTable
