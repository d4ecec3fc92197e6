import type { CodeTable } from './entry.ts'

/** The planned changes, the rules by which they are judged, and what was declared beforehand. */
export const CHANGES = {
  'change/unrecognized': {
    title: 'A change is described by a value that this version does not know',
    meaning:
      'CloudFormation describes the change of a resource with a new action or replacement, so it is not judged as harmless.',
    outcomes: ['inconclusive'],
    next: 'Use a newer version of this action; until then review the change in the CloudFormation console and declare it.',
    formerly: ['change/unknown-words'],
  },
  'change/nested-unknown': {
    title: 'The changes in a nested stack are not known',
    meaning: 'The change set does not include the nested stack, so nothing is known about its changes.',
    outcomes: ['inconclusive'],
    next: 'Run precheck again; if it stays so, review the nested stack in the CloudFormation console and declare it.',
    formerly: ['change/nested-untold'],
  },
  'change/values-unknown': {
    title: 'Not all values of the changes are known',
    meaning: 'CloudFormation could not give all values before and after. The list of the changes itself is complete.',
    outcomes: ['noted'],
    next: 'Nothing to do: the changes were read a second time without values.',
    formerly: ['change/values-untold'],
  },
  'change/keeps-state': {
    title: 'No resource that holds state is replaced or removed',
    meaning: 'No planned change replaces or removes a table, bucket, key, file system or other resource with data.',
    outcomes: ['pass'],
  },
  'change/no-effect': {
    title: 'A change has no effect on what serves',
    meaning:
      'The plan changes a function, an API, a launch template or a task definition, and not the version, deployment, group or service that serves it: everything would be green, and nothing else would happen. `inconclusive`: the deployment of an API may be made before the change, or an alias that the release does not declare serves the present version. `noted`: nothing of the template refers to a new revision, or aliases could not be listed.',
    outcomes: ['fail', 'inconclusive', 'noted'],
    next: 'Let the version, the deployment or the group be made again with the change, as the finding says.',
  },
  'change/replaces-state': {
    title: 'A resource that holds state would be replaced',
    meaning: 'The plan replaces, or may replace, a resource with data by an empty one. It blocks in `observe` too.',
    outcomes: ['fail'],
    next: 'Undo the change of the property that causes the replacement, or migrate the data first.',
  },
  'change/removes-state': {
    title: 'A resource that holds state would be removed',
    meaning: 'The plan removes a resource with its data. It blocks in `observe` too.',
    outcomes: ['fail'],
    next: 'Keep the resource, or first deploy it with `DeletionPolicy: Retain` and remove it in a later release.',
  },
  'change/access-unchanged': {
    title: 'No one gets more access than before',
    meaning:
      'The policies, permissions and network rules of existing stacks were compared before and after; none is broader.',
    outcomes: ['pass'],
  },
  'change/broadens-access': {
    title: 'A change gives more access than before',
    meaning: 'A policy, permission or network rule allows something that it did not allow before.',
    outcomes: ['fail'],
    next: 'Undo it, or declare it in the intent file by the name of the resource.',
  },
  'change/new-access': {
    title: 'A new resource is open to everybody or may do everything',
    meaning:
      'A stack that would be created gives access to any principal or address, or gives full rights. It blocks where there is an intent file.',
    outcomes: ['fail', 'noted'],
    next: 'Narrow it, or declare it in the intent file by the name of the resource.',
  },
  'change/access-unknown': {
    title: 'It is not known how the access of a resource would change',
    meaning: 'CloudFormation does not give the properties of a changed policy, permission or network rule.',
    outcomes: ['inconclusive'],
    next: 'Review the change of the resource and declare it in the intent file.',
  },
  'change/dynamic-reference': {
    title: 'A changed resource takes a value that no plan shows',
    meaning:
      'A resource that would be updated has a dynamic reference without a version, whose value is read only when the change is executed.',
    outcomes: ['inconclusive'],
    next: 'Name a version in the dynamic reference.',
  },
  'change/reference-not-checked': {
    title: 'Values behind dynamic references were not compared',
    meaning:
      'Resources that stay as they are have dynamic references without a version. CloudFormation does not show whether their values have changed.',
    outcomes: ['noted'],
    next: 'Name a version in the dynamic references to see such a change in a plan.',
    formerly: ['change/reference-unseen'],
  },
  'change/as-declared': {
    title: 'The plan is what the intent declares',
    meaning: 'Every planned change is declared by the intent file, and every expected one is planned.',
    outcomes: ['pass'],
  },
  'change/undeclared': {
    title: 'A change is not declared',
    meaning: 'The plan has a change that the intent file neither expects nor allows.',
    outcomes: ['fail'],
    next: 'Undo the change, or declare it in the intent file.',
  },
  'change/forbidden': {
    title: 'A change is forbidden',
    meaning: 'The plan has a change that the intent file forbids.',
    outcomes: ['fail'],
    next: 'Undo the change, or take the entry out of `forbid`.',
  },
  'change/expected-absent': {
    title: 'An expected change is not planned',
    meaning: 'The intent file expects a change that the plan does not have.',
    outcomes: ['fail'],
    next: 'Check that the template has the change and that it is not deployed already; or take the entry out of `expect`.',
  },
  'change/already-deployed': {
    title: 'An expected change is deployed already',
    meaning:
      'Pre-prod has the change, and production still lacks it, as after a release that is started again, or one that failed after its deployment to pre-prod.',
    outcomes: ['noted'],
    next: 'Nothing to do.',
    formerly: ['change/already-there'],
  },
  'template/macro': {
    title: 'A template uses a macro that is not allowed',
    meaning:
      'A macro or AWS::Include runs code or reads objects outside of the release while a change set is made. The stack is not planned.',
    outcomes: ['fail'],
    next: 'Review what it does, then allow it by name in `precheck.transforms`.',
  },
  'rules/unchanged': {
    title: 'The rules are not weaker than before',
    meaning:
      'The configuration, the intent file and the baseline were compared with those of the last successful run, or of the base of the pull request.',
    outcomes: ['pass'],
  },
  'rules/weakened': {
    title: 'The release weakens a rule',
    meaning: 'The release changes its own configuration so that less is checked, required or protected.',
    outcomes: ['fail'],
    next: 'Undo it, or declare it under `rules` of the intent file with a reason, an owner and an end date.',
  },
  'rules/changed': {
    title: 'The release changes a rule',
    meaning: 'The release changes its configuration without making a rule weaker.',
    outcomes: ['noted'],
    next: 'Nothing to do: reviewers see the change.',
  },
  'rules/base-unknown': {
    title: 'The earlier configuration could not be read',
    meaning: 'It is not known whether the release weakens the rules by which it is judged.',
    outcomes: ['inconclusive'],
    next: 'Give the job `permissions: { contents: read, actions: read }`, or check out with `fetch-depth: 0`.',
  },
  'rules/no-base': {
    title: 'There is no earlier configuration',
    meaning:
      'There is no earlier commit or it has no configuration, so all rules are new and there is nothing to compare.',
    outcomes: ['noted'],
    next: 'Nothing to do for the first release with this action.',
  },
  'rule/failed': {
    title: 'A rule of precheck could not judge',
    meaning: 'A rule failed because of a mistake in this action; the other rules were judged.',
    outcomes: ['error'],
    next: 'Report it with the log; until then switch the rule off with a reason.',
  },
  'rule/unknown': {
    title: 'The configuration names a rule that does not exist',
    meaning: '`precheck.rules` has an entry for a rule that this version does not have.',
    outcomes: ['fail'],
    next: 'Correct or remove the entry of `precheck.rules`.',
  },
  'rule/off-expired': {
    title: 'The time for which a rule was switched off has ended',
    meaning: 'The entry of `precheck.rules` has expired, and the rule is judged again.',
    outcomes: ['fail'],
    next: 'Ask the owner whether the reason still holds; remove the entry or set a new `until`.',
  },
  'observe/ended': {
    title: 'The observation period has ended',
    meaning: '`observe.until` has passed: findings that the baseline does not list block.',
    outcomes: ['noted'],
    prominent: true,
    next: 'Correct the findings that block; remove `observe` when the baseline is empty.',
  },
  'precheck/fork': {
    title: 'AWS was not called for a pull request from a fork',
    meaning:
      'The pull request comes from another repository, or its origin is not known, so its code gets no access to AWS. Precheck fails: it proves nothing about the environments.',
    outcomes: ['error'],
    next: 'Let a maintainer who has read the changes run precheck on a branch of this repository, or set `only: offline`.',
  },
  'precheck/no-identity': {
    title: 'AWS was not called because the job has no identity',
    meaning:
      'The job for a pull request has neither an OIDC token nor credentials. Precheck fails: it proves nothing about the environments.',
    outcomes: ['error'],
    next: 'Give the job `permissions: id-token: write`, or set `only: offline`.',
  },
  'precheck/offline': {
    title: 'Only what needs no account was checked',
    meaning: '`only: offline` is set. The gate does not count such a precheck.',
    outcomes: ['skipped'],
    prominent: true,
    next: 'Run precheck without `only: offline` for a release.',
  },
  'precheck/sources-valid': {
    title: 'Templates and parameters can be read',
    meaning: 'Without an account, the templates and parameters of every stack were read and their limits judged.',
    outcomes: ['pass'],
  },
  'exports/in-use': {
    title: 'An export that another stack imports would be removed or changed',
    meaning: 'CloudFormation fails the update of the exporting stack while another stack imports the export.',
    outcomes: ['fail'],
    next: 'Deploy the importing stack without the import first, or keep the export.',
  },
  'exports/perhaps-in-use': {
    title: 'An export that another stack imports might be removed or changed',
    meaning:
      'The new name or value of the export is only known during the deployment. If it changes, CloudFormation fails the update.',
    outcomes: ['inconclusive'],
    next: 'Deploy the importing stack without the import first, or keep name and value of the export.',
  },
  'exports/taken': {
    title: 'A new export has the name of an export of another stack',
    meaning:
      'Names of exports are unique in an account and region. CloudFormation fails the stack that exports the name after another one.',
    outcomes: ['fail'],
    next: 'Give the export another name, such as one with the name of the stack, or take it out of the other stack first.',
  },
  'exports/kept': {
    title: 'No other stack imports the export that is removed or changed',
    meaning: 'CloudFormation lists no stack of the account and region that imports the export.',
    outcomes: ['pass'],
  },
  'imports/missing': {
    title: 'An imported export does not exist',
    meaning:
      'No stack of the account and region exports the name, and no stack of this release makes it before. Inconclusive where CloudFormation says so of a nested stack, and another nested stack may make the export.',
    outcomes: ['fail', 'inconclusive'],
    next: 'Deploy the exporting stack first, add `depends-on`, or correct the name.',
  },
  'imports/not-checked': {
    title: 'Imports were not checked',
    meaning: 'The names of the imports are only known during the deployment.',
    outcomes: ['noted'],
    next: 'Write names that depend on parameters and pseudo parameters only.',
  },
  'imports/found': {
    title: 'Every import has its export',
    meaning: 'Each imported name is exported in the account and region, or made by a stack of this release before.',
    outcomes: ['pass'],
  },
} as const satisfies CodeTable
