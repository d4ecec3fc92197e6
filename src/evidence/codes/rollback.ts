import type { CodeTable } from './entry.ts'

/** The way back: what it does not restore, and how it is walked. */
export const ROLLBACK = {
  'rollback/restores': {
    title: 'The way back restores every changed resource',
    meaning:
      'For each planned change of existing stacks the reverse change was derived. None of them makes an empty resource, is refused by its service, or needs a value that is not known.',
    outcomes: ['pass'],
  },
  'rollback/loses-state': {
    title: 'The way back does not restore what a resource holds',
    meaning:
      'The reverse change makes an empty resource, generates another secret, or deletes what existed before the release. What CloudFormation leaves open is inconclusive.',
    outcomes: ['fail', 'inconclusive', 'noted'],
    next: 'Change the release so that it can be undone; or declare it under `precheck.one-way` with a reason and an owner.',
  },
  'rollback/refused': {
    title: 'The way back would be refused',
    meaning: 'A service does not accept the previous value or name, so that the update back to it fails.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Change the release so that it can be undone; or declare it under `precheck.one-way` with a reason and an owner.',
  },
  'rollback/secret-unknown': {
    title: 'The earlier value of a secret is not known',
    meaning:
      'The release changes a parameter with NoEcho. AWS does not give its earlier value, so the way back goes on with the new one.',
    outcomes: ['fail'],
    next: 'Refer to the secret by a dynamic reference with a version; or declare it under `precheck.one-way`.',
  },
  'rollback/unknown': {
    title: 'It is not known what the way back does',
    meaning: 'A custom resource runs code of its own, a change is not described, or the plan is not final yet.',
    outcomes: ['inconclusive', 'noted'],
    next: 'Rehearse the way back on pre-prod (`rehearse-rollback`); or declare it under `precheck.one-way`.',
  },
  'rollback/stays': {
    title: 'Something stays after the way back, or comes back with another address',
    meaning:
      'A new resource is retained or goes with what was written into it, a replaced one gets another address, or a policy protects less in the meantime.',
    outcomes: ['noted'],
    next: 'Know it before the release; remove what stays by hand afterwards.',
  },
  'rollback/impossible': {
    title: 'The configuration declares that a release cannot be undone',
    meaning: '`precheck.one-way` names a deployment after which the old version does not work any more.',
    outcomes: ['fail'],
    next: 'Divide the release so that both versions can read the data; or let the declaration name a reason and an owner.',
  },
  'rollback/none': {
    title: 'There is no way back',
    meaning:
      'It is the first release of a stack or deployment: there is no earlier version. Or the release changes no stack, so that none goes back.',
    outcomes: ['noted'],
    next: 'Nothing to do for a first release: what it makes is removed by hand.',
  },
  'rollback/local': {
    title: 'The way back of a deployment to the host of the job cannot be rehearsed',
    meaning:
      '`rehearse-rollback: { deployments: true }` asks for the way back of every deployment. With `platform: local` the release is on the host of the job, and the releases before it were on the hosts of other jobs: there is no earlier version to go back to.',
    outcomes: ['fail'],
    next: 'Deploy by `platform: server`, set `rehearse-rollback: { deployments: false }`, or declare the deployment under `precheck.one-way` with a reason and an owner.',
  },
  'rollback/ways': {
    title: 'How the parts of an environment are rolled back',
    meaning:
      'Which deployments and stacks AWS rolls back by itself, on which events and alarms, and which are rolled back by command only.',
    outcomes: ['noted'],
    next: 'Add alarms where a part is rolled back by command only.',
  },
  'rollback/recovered': {
    title: 'A deployment or stack was rolled back',
    meaning:
      'The previous revision was deployed as production would do it: its deployment succeeded on every target, the group has its revision, and an alias leads to its version. A stack has the previous template, parameters and tags.',
    outcomes: ['pass'],
  },
  'rollback/after-alarm': {
    title: 'The deployments of a release went back after an alarm',
    meaning:
      'An alarm was in ALARM, or a check of the phase during on an alarm or a metric failed, while the environment was deployed to or baked. The deployments of this run that had ended went back to the previous revisions; the finding counts them. Stacks keep what the release changed.',
    outcomes: ['fail'],
    next: 'Correct what the alarm shows, then start the release again.',
  },
  'rollback/went-back': {
    title: 'A deployment went back after an alarm',
    meaning:
      'The previous revision was deployed again: its deployment succeeded on every target, the group has its revision, and an alias leads to its version. It is not a rehearsal, and proves nothing about the release.',
    outcomes: ['noted'],
    next: 'See the finding on the alarm.',
  },
  'rollback/not-back': {
    title: 'A deployment keeps the release after an alarm',
    meaning:
      'There is no earlier revision, it does not exist any more, another process has deployed to the group since, or the way back failed. The finding says what serves, and the command of the way back where there is one.',
    outcomes: ['fail'],
    next: 'Run the command of the finding, or deploy a revision that works.',
  },
  'rollback/not-recovered': {
    title: 'A rollback succeeded, and not every target has the previous version',
    meaning:
      'CodeDeploy reports success; the group, a target or the alias has another version. Or a stack has another template, parameter or tag than before.',
    outcomes: ['fail'],
    next: 'Find in the events of the deployment what differs.',
  },
  'rollback/failed': {
    title: 'A rollback failed',
    meaning:
      'The deployment of the previous revision failed or was stopped, or the change set back was not executed completely. The finding names the state of each part.',
    outcomes: ['fail'],
    next: 'Correct the cause, and deploy again; production could not have been rolled back.',
  },
  'rollback/lost-revision': {
    title: 'The previous revision does not exist any more',
    meaning:
      'The S3 object, the version of the function or the task definition of the last successful deployment was deleted, GitHub no longer has its commit or repository, or something that the template of a stack named before, such as code in S3. Nothing is deployed, since there is no way back; where it was deleted after the release was deployed, the release stays.',
    outcomes: ['fail'],
    next: 'Restore it, or deploy an existing version first; keep the last two revisions.',
  },
  'rollback/as-derived': {
    title: 'The change set back of a stack has the changes that precheck derived',
    meaning:
      'After the release was deployed to pre-prod, CloudFormation made the change set back. Its actions and replacements are those that precheck derived from the reviewed change set.',
    outcomes: ['pass'],
  },
  'rollback/not-as-derived': {
    title: 'The change set back of a stack differs from what precheck derived',
    meaning:
      'CloudFormation would change, replace or remove something else on the way back than what reviewers saw of it.',
    outcomes: ['fail'],
    next: 'Find the cause in the changes that differ; declare what cannot be undone under `precheck.one-way`.',
  },
  'rollback/deployed-again': {
    title: 'The release was deployed again after its way back',
    meaning: 'The environment ends with the release, as it was before the rehearsal of the way back.',
    outcomes: ['noted', 'fail'],
    next: 'Where it failed, correct what the findings of the deployment say.',
  },
  'rollback/own-configuration': {
    title: 'The way back was rehearsed with another deployment configuration than that of production',
    meaning:
      'The configuration of production is not known, or is none of those that every account has. How many targets change at once may differ.',
    outcomes: ['noted'],
    next: 'Give both groups the same configuration, or set `deployment-config`.',
  },
  'rollback/mixed-versions': {
    title: 'Both versions served for a time',
    meaning:
      'How many requests were answered while one target had the new version and another one the old; or that this was not tested.',
    outcomes: ['noted'],
    next: 'Give pre-prod two targets that are deployed to one after the other.',
  },
  'rollback/requests': {
    title: 'Requests ran while the way back was rehearsed',
    meaning: 'The GET requests of the http checks, sent throughout, and the failed ones of each stage.',
    outcomes: ['noted'],
    next: 'Take targets out of traffic while they change.',
  },
  'rollback/one-way': {
    title: 'The previous version does not work with what the release left',
    meaning:
      'A check of the phase after-rollback failed while the previous version was back: the release wrote or changed something that it cannot use. The finding names the stage, what was asked, and the targets that answered.',
    outcomes: ['fail'],
    next: 'Divide the release, so that the previous version can read what the new one writes; or declare it under `precheck.one-way`.',
  },
  'rollback/not-checked': {
    title: 'No check ran with the old version back',
    meaning: 'There is no check of the phase after-rollback, so only the version was proved.',
    outcomes: ['noted'],
    next: 'Add checks with `phase: after-rollback`.',
  },
  'rollback/release': {
    title: 'The release that is rolled back',
    meaning:
      'It is the run of the newest deployment to production or of the newest record of a stack, compared with the last release that evidence proves. It fails where a later release made no deployment: going back would undo an older one.',
    outcomes: ['noted', 'fail'],
    next: 'Undo the change sets of the last release by hand.',
  },
  'rollback/planned': {
    title: 'What the rollback does to a deployment or a stack',
    meaning:
      'From which revision to which, as the deployments of its group say; of a stack, the changes of the change set back.',
    outcomes: ['noted'],
    next: 'Approve the job if that is what you want.',
  },
  'rollback/foreign': {
    title: 'Another process deployed after the release',
    meaning:
      'The newest deployment of the group, or the last operation on the stack, was not made by this action, so what to go back to is not known. Nothing is rolled back.',
    outcomes: ['fail'],
    next: 'Ask who made it; then deploy the wanted revision by hand.',
  },
  'rollback/not-in-release': {
    title: 'A deployment was not part of the release that is rolled back',
    meaning: 'Its version was deployed by an earlier run and is not changed.',
    outcomes: ['noted'],
    next: 'Nothing, unless that version is at fault: then deploy an earlier one.',
  },
  'rollback/stack-stays': {
    title: 'A stack is not rolled back',
    meaning:
      'What the stack was before the release is not recorded, or the record cannot be read. It stays as the release left it.',
    outcomes: ['noted'],
    next: 'If the release changed the stack, execute the reverse change set by the commands of the finding.',
  },
  'rollback/alarm': {
    title: 'An alarm does not stop the way back',
    meaning:
      'In production an alarm is the reason to go back. In this deployment CodeDeploy does not watch the alarms of the group; ECS does not use those that are in ALARM when a deployment starts.',
    outcomes: ['noted'],
    next: 'Check whether the alarm returns to OK after the rollback.',
  },
  'rollback/not-walked': {
    title: 'A deployment was not rolled back',
    meaning: 'Nothing could be rolled back, or the way back of another deployment or stack failed before.',
    outcomes: ['fail'],
    next: 'Read the findings before it; then run the job again.',
  },
  'rollback/result': {
    title: 'The result of a rollback of production',
    meaning:
      'Which parts of the release have the previous version, and which do not. A later precheck reads it: it compares with the release before where all parts are back.',
    outcomes: ['noted'],
    next: 'Nothing where all parts are back; otherwise read the findings of the parts that are not.',
  },
  'rollback/undone-release': {
    title: 'The newest release was rolled back',
    meaning:
      'Evidence of an approved rollback of production names it. Where all of its parts went back, the release is compared with the one before.',
    outcomes: ['noted'],
    next: 'Nothing, unless parts of it stay: then roll them back, or release.',
  },
  'rollback/declaration-unused': {
    title: 'A declaration of `precheck.one-way` is about nothing',
    meaning: 'The entry names no deployment of the release, and no resource whose way back is in question.',
    outcomes: ['fail', 'noted'],
    next: 'Remove or correct the entry.',
  },
} as const satisfies CodeTable
