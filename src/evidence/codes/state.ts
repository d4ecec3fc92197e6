import type { CodeTable } from './entry.ts'

/** The state of the environments: drift, and parity of pre-prod with production. */
export const STATE = {
  'drift/in-sync': {
    title: 'CloudFormation reports no difference between a stack and its template',
    meaning:
      'No resource that CloudFormation checked differs in a declared property, or its difference is accepted. The finding states the number of compared properties where it is known, and names the resources that were not checked.',
    outcomes: ['pass'],
  },
  'drift/property-differs': {
    title: 'A property was changed outside CloudFormation',
    meaning: 'A resource has another value than its template declares.',
    outcomes: ['fail'],
    next: 'Bring the difference into the template, revert it, or ignore it with a reason, an owner and an end date.',
  },
  'drift/resource-deleted': {
    title: 'A resource was deleted outside CloudFormation',
    meaning: 'The template declares a resource that no longer exists.',
    outcomes: ['fail'],
    next: 'Create the resource again as the finding says, or remove it from the template.',
  },
  'drift/equivalent': {
    title: 'A difference has no effect',
    meaning: 'AWS reports a difference between two notations of the same value.',
    outcomes: ['pass'],
    formerly: ['drift/equal-in-meaning'],
  },
  'drift/moved-by-deployment': {
    title: 'A listener or service is as the deployments of this release left it',
    meaning:
      'CodeDeploy leads the listeners of its group to the other target group of the pair, and the service to another task set. The listener or rule forwards all traffic to one target group of the pair, that of customers to the one with the primary task set of the service; a service has what its primary task set has. Any other difference is drift.',
    outcomes: ['noted'],
    next: 'Nothing to do. An exception in `precheck.drift.ignore` for it can be removed.',
  },
  'drift/reordered': {
    title: 'A list has its items in another order',
    meaning:
      'Every item of the list equals the template, and their order does not. Whether the order has a meaning depends on the property.',
    outcomes: ['inconclusive'],
    next: 'Accept the order in `precheck.drift.ignore` where it has no meaning; otherwise write the order that is meant into the template.',
  },
  'drift/scaled': {
    title: 'A capacity is within the limits of its automatic scaling',
    meaning:
      'The deployed template declares the capacity, and the policy, schedule or capacity provider that scales it: the number is one that this may set. The gate does not take such a number for a change; one beyond the limits is drift.',
    outcomes: ['noted'],
    next: 'Leave the capacity out of the template where the service allows it: an update may set it back.',
  },
  'drift/system-tags': {
    title: 'AWS services added tags of their own',
    meaning:
      'Resources have tags that their template does not declare and whose key begins with `aws:`. Only AWS can add or remove such a tag, and no template may declare one: they are counted and are not drift.',
    outcomes: ['noted'],
    next: 'Do nothing: tags of AWS services are expected.',
  },
  'drift/on-many-resources': {
    title: 'One tag differs on several resources',
    meaning: 'The same tag was added, removed or changed on several resources of a stack outside CloudFormation.',
    outcomes: ['fail'],
    next: 'Declare the tag in `tags` of the stack, or accept it in `precheck.drift.ignore`.',
  },
  'drift/nothing-checked': {
    title: 'No resource of a stack was checked for drift',
    meaning:
      'AWS could check none of the resources, so nothing is known about the drift of the stack; skipped where each of them is ignored with a reason.',
    outcomes: ['inconclusive', 'skipped'],
    next: 'Read the reasons; ignore with a reason what AWS cannot check.',
  },
  'drift/unchecked': {
    title: 'Resources were left out of the drift detection',
    meaning: 'AWS checked some resources of a type and left out others of the same type, as throttling does.',
    outcomes: ['inconclusive'],
    next: 'Run the drift detection again.',
  },
  'drift/coverage': {
    title: 'Too few resources were checked for drift',
    meaning: 'The share of checked resources is below `precheck.drift.coverage`.',
    outcomes: ['fail'],
    next: 'Ignore with a reason what AWS cannot check, or lower `precheck.drift.coverage`.',
  },
  'drift/detection-failed': {
    title: 'The drift detection did not complete',
    meaning: 'AWS refused the detection, or could not finish it.',
    outcomes: ['inconclusive'],
    next: 'Give the plan role read permission on every resource of the stack, and bring the stack into a settled state.',
  },
  'drift/throttled': {
    title: 'AWS throttled the drift detection',
    meaning: 'AWS refused to read resources because of the rate of requests, until the last attempt.',
    outcomes: ['inconclusive'],
    next: 'Run the job again when less runs at the same time in this account and region.',
  },
  'drift/counts-differ': {
    title: 'Two answers about the drift of a stack disagree',
    meaning:
      'CloudFormation counts other drifted resources than it lists, or calls the stack what its resources are not.',
    outcomes: ['inconclusive'],
    next: 'Run drift detection again, then precheck.',
  },
  'drift/unknown-status': {
    title: 'The drift of a resource is not known',
    meaning: 'AWS reports a drift status that is not known, or could not read the resource.',
    outcomes: ['inconclusive'],
    next: 'Give the plan role read permission on the resource, or ignore it with a reason.',
  },
  'drift/undeclared': {
    title: 'A resource gives access that no template declares',
    meaning:
      'A policy, rule, permission or setting was added to a resource outside of CloudFormation. Drift detection does not see it, since it compares declared properties only.',
    outcomes: ['fail'],
    next: 'Remove it, declare it in the template, or accept it in `precheck.drift.ignore` with a reason, an owner and an end date.',
  },
  'drift/perhaps-undeclared': {
    title: 'It is not known whether a template declares what gives access',
    meaning:
      'A resource has a policy, rule, permission or setting that may be the one of a template whose value is known during the execution only.',
    outcomes: ['inconclusive'],
    next: 'Write the name into the template without a reference that CloudFormation resolves, or accept it in `precheck.drift.ignore`.',
  },
  'drift/access-declared': {
    title: 'Everything that was found to give access is declared',
    meaning:
      'Policies, rules, permissions and settings of the resources were read from their services, and each is in a template or accepted. What was not read is counted and named.',
    outcomes: ['pass'],
  },
  'drift/differs-undeclared': {
    title: 'A property that no template declares differs between environments',
    meaning:
      'With `precheck.drift.live: all`, what resources have beyond their templates was compared with the same resources of the other environment. Ids, names and times are left out; the rest was set by a person or by a service.',
    outcomes: ['fail', 'noted'],
    blocksFrom: '2027-02-27',
    next: 'Declare the property in the template, or accept it in `precheck.drift.ignore` with a reason, an owner and an end date.',
  },
  'drift/shared-unproven': {
    title: 'Properties that no template declares are the same in both environments',
    meaning:
      'With `precheck.drift.live: all`: they are most likely defaults of the services. A change by hand in both environments looks the same, so that this proves nothing.',
    outcomes: ['noted'],
    next: 'Declare what matters.',
  },
  'drift/not-read': {
    title: 'A part of the live state was not read',
    meaning:
      'The role may not read it, the service did not respond, or precheck does not read it, such as the instances of stack sets: what is there beyond the template is not known. The finding names the missing permissions, or the command.',
    outcomes: ['skipped'],
    next: 'Give the plan role the named permissions; docs/iam has the policy.',
  },
  'drift/other-content': {
    title: 'What is deployed is not what the named object holds',
    meaning:
      'A function, layer or nested stack has other bytes than the S3 object that its template names, and the release leaves the name as it is: CloudFormation does not read the object again. The object was replaced under its name, or the resource was changed outside of CloudFormation.',
    outcomes: ['fail'],
    next: 'Publish the content under a name that has its digest, or accept it in `precheck.drift.ignore`.',
  },
  'drift/content-not-compared': {
    title: 'Whether what is deployed is what the named object holds is not known',
    meaning:
      'The services did not return a common digest of the object and of what is deployed, or one may not be read. The finding names them.',
    outcomes: ['noted'],
    next: 'Upload the objects with `--checksum-algorithm SHA256`, and allow s3:GetObject on them for the plan-role.',
  },
  'drift/same-content': {
    title: 'What is deployed is what the named objects hold',
    meaning:
      'Size and digest of the code of functions and layers, and of the templates of nested stacks, are those of the S3 objects that the templates name.',
    outcomes: ['pass'],
  },
  'drift/ignore-expired': {
    title: 'An accepted drift has expired',
    meaning: 'An entry of `precheck.drift.ignore` has passed its end date.',
    outcomes: ['fail'],
    next: 'Ask the owner whether the reason still holds; remove the entry or set a new `until`.',
  },
  'drift/ignore-unused': {
    title: 'An accepted drift does not occur',
    meaning:
      'An entry of `precheck.drift.ignore` matched no difference. It blocks where it names no resource of the release at all.',
    outcomes: ['fail', 'noted'],
    next: 'Remove the entry, or correct the name of the resource.',
  },
  'drift/organisation-baseline': {
    title: 'The organisation accepts drift',
    meaning:
      '`precheck.drift.baseline` names a file of the organisation at a pinned commit. The finding shows which of its exceptions this release needed; each is shown as waived, with its reason, owner and end date.',
    outcomes: ['noted'],
    next: 'Nothing to do; an exception is changed in the repository of the organisation.',
  },
  'parity/mirrors': {
    title: 'Pre-prod mirrors production',
    meaning: 'The contents of both environments were compared; every difference is declared or only informs.',
    outcomes: ['pass'],
  },
  'parity/differs': {
    title: 'Pre-prod does not mirror production',
    meaning:
      'The environments differ in something that concerns security or procedure, so the rehearsal would prove less.',
    outcomes: ['fail'],
    next: 'Make both the same, or declare the difference with a reason in `precheck.parity.allow`.',
  },
  'parity/not-known-yet': {
    title: 'It is not known before the deployment whether pre-prod mirrors production',
    meaning:
      'This release sets a value that CloudFormation resolves during the deployment only, and the templates of both environments do not say the same of it.',
    outcomes: ['inconclusive'],
    next: 'Write the value into the template without a reference to a resource that is new or replaced, or declare it with a reason in `precheck.parity.allow`.',
  },
  'parity/capacity': {
    title: 'The environments differ in capacity',
    meaning:
      'A parameter for a size or number, or what a template chooses for such a property, differs. It blocks where `precheck.parity.capacity` is not `inform`; none in one environment only (0) is `parity/differs`.',
    outcomes: ['fail', 'noted'],
    next: 'Nothing to do where it informs; otherwise make both the same or declare the difference.',
  },
  'parity/start': {
    title: 'The environments start from different points',
    meaning:
      'Before this release the environments have different templates or resources, so the rehearsal starts from another point than production.',
    outcomes: ['noted'],
    next: 'Nothing to do; the rehearsal differs from production in this.',
  },
  'parity/one-environment': {
    title: 'Only one environment was seen',
    meaning:
      'This job looked at one environment. The environments are compared where both are known, in the gate at the latest.',
    outcomes: ['skipped'],
    next: 'Nothing to do: the gate compares both environments.',
    formerly: ['parity/one-side'],
  },
  'parity/not-compared': {
    title: 'The environments were not compared',
    meaning: 'Every precheck was limited by `only`, so none of them read a whole environment.',
    outcomes: ['inconclusive'],
    next: 'Run one precheck of each environment without `only`.',
    formerly: ['parity/unseen'],
  },
  'parity/allowance-expired': {
    title: 'A declared difference has expired',
    meaning: 'An entry of `precheck.parity.allow` has passed its end date.',
    outcomes: ['fail'],
    next: 'Ask the owner whether the reason still holds; remove the entry or set a new `until`.',
  },
  'parity/allowance-unused': {
    title: 'A declared difference does not exist',
    meaning:
      'An entry of `precheck.parity.allow` matches no difference. It does not block while one environment does not exist yet.',
    outcomes: ['fail', 'noted'],
    next: 'Remove the entry from `precheck.parity.allow`.',
  },
} as const satisfies CodeTable
