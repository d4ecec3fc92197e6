import type { CodeTable } from './entry.ts'

/** A check with `dry-run` is `skipped`, whatever its result. */
const OF_A_CHECK = ['pass', 'fail', 'inconclusive', 'error', 'skipped'] as const

/** Results of the checks of `verify`: `check/` and the key of each check. */
export const CHECK_CODES = {
  'check/http': {
    title: 'A request over HTTP',
    meaning:
      'The check `http`: whether the URL gives the expected answer. With `dry-run` it is measured and counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Compare what was expected and observed; check the service, its listener and its logs.',
  },
  'check/invoke': {
    title: 'An invocation of a Lambda function',
    meaning:
      'The check `invoke`: whether the handler answers as expected, by the version that was named. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Read the answer and the log of the function.',
  },
  'check/manual': {
    title: "A person's test",
    meaning:
      'The check `manual`: noted by the gate while it waits for the team; passed by deploy-production where a member of the team approved production. Where membership cannot be known it is inconclusive.',
    outcomes: ['pass', 'noted', 'inconclusive'],
    next: 'Do the test, then let a member of the team approve the deployment; the environment must require that team and no other.',
    prominent: true,
  },
  'check/run': {
    title: 'A command',
    meaning:
      'The check `run`: whether the command succeeds and each glob of its reports (`junit`, `ctrf`, `tap`, `trx`, `sarif`, `k6`) finds tests that ran, all of which passed. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Read the end of the output, and run the command yourself.',
  },
  'check/run/test': {
    title: 'A test that did not pass',
    meaning:
      'A test case that a report of the check `run` calls failed, or a test case with neither a pass nor a failure, such as an unknown status or element.',
    outcomes: ['fail', 'inconclusive', 'skipped'],
    next: 'Read the message of the test, and run it yourself.',
  },
  'check/run/flaky': {
    title: 'A test that passed when it was run again',
    meaning: 'A report of the check `run` says that a test failed at first and passed in a later try of the same run.',
    outcomes: ['noted', 'skipped'],
    next: 'Find out whether the test or the service is unsteady.',
  },
  'check/load': {
    title: 'A load test',
    meaning:
      'The check `load`: whether the service keeps latency and errors within the limits under load. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Compare the measurements with the limits; check the capacity and the logs of the service.',
  },
  'check/load/not-compared': {
    title: 'A load that was not compared with the last release',
    meaning:
      'The check `load` has `compare: last-release`, and there is nothing to compare with: no last release is known, it has no measurement of this check, or the load was another one. The limits of the check are judged as always.',
    outcomes: ['noted', 'skipped'],
    next: 'Nothing to do at the first release with this check; otherwise see what precheck found of the last release.',
  },
  'check/file': {
    title: 'A file on a host',
    meaning:
      'The check `file`: whether a file on the hosts of the deployments is as expected. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Check the file on the host, and the files and permissions of the AppSpec.',
  },
  'check/service': {
    title: 'A service on a host',
    meaning:
      'The check `service`: whether a unit or process runs on a host, was started since this deployment, is not restarted, and listens on its port. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Read the log of the service on the host, and the hooks that stop and start it.',
  },
  'check/tls': {
    title: 'A certificate and its protocol',
    meaning:
      'The check `tls`: whether an endpoint serves a trusted and valid certificate for its names, over the wanted versions of TLS only. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Compare what was expected and observed; check the certificate and the security policy that the endpoint is configured with.',
  },
  'check/tcp': {
    title: 'A port',
    meaning:
      'The check `tcp`: whether a port of each address of a host is open, refused or filtered, as it must be. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Check what listens on the host, and the security groups and network ACLs on the way.',
  },
  'check/dns': {
    title: 'Records of a name',
    meaning:
      'The check `dns`: whether resolvers answer with the expected records of a name, or that there are none. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Check the zone of the name, and the answers of its resolvers.',
  },
  'check/alarm': {
    title: 'Alarms after the deployment',
    meaning:
      'The check `alarm`: whether alarms stayed quiet since the deployment, with data, and without actions that somebody silenced. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Check the history of the alarm and what it measures.',
  },
  'check/alarm/one': {
    title: 'An alarm that does not prove anything',
    meaning:
      'An alarm of the check `alarm` was in ALARM, does not exist, had no data, was not evaluated, or was watched for less time than it needs.',
    outcomes: ['fail', 'inconclusive', 'noted', 'skipped'],
    next: 'Check the history of the alarm and what it measures.',
  },
  'check/alarm/silenced': {
    title: 'The actions of an alarm are not taken',
    meaning:
      'The actions of an alarm that the check `alarm` names are disabled, muted by a rule or suppressed: nobody is notified, whatever its state.',
    outcomes: ['inconclusive', 'skipped'],
    next: 'Enable the actions, or remove what mutes the alarm.',
  },
  'check/metric': {
    title: 'A metric after the deployment',
    meaning:
      'The check `metric`: whether each value of a CloudWatch metric, or of metric math, keeps its limits since the deployment, with enough data. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Check the metric around that time, and the logs of the service.',
  },
  'check/log': {
    title: 'A log after the deployment',
    meaning:
      'The check `log`: whether patterns appear, or do not appear, in a log group since the deployment, while a heartbeat proves that its events arrive. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Check the events of the log group around that time.',
  },
  'check/targets': {
    title: 'Targets of a load balancer',
    meaning:
      'The check `targets`: whether all targets of a target group are healthy, as many as are wanted and in enough zones. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Check the reasons of the targets, and the health check of the target group.',
  },
  'check/path': {
    title: 'A network path',
    meaning:
      'The check `path`: whether Reachability Analyzer finds a path through the configuration of the network, as it must or must not. With `dry-run`, or where nothing that it depends on was changed, it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Read the explanation, and correct the security group, network ACL, route or address that it names.',
  },
  'check/path/remains': {
    title: 'Something of an analysis was not removed',
    meaning: 'The check `path` could not remove the path or the analysis that it had made; they count towards quotas.',
    outcomes: ['noted', 'skipped'],
    next: 'Remove the analysis and then the path: `aws ec2 describe-network-insights-paths` lists them.',
  },
  'check/grpc': {
    title: 'The health of a gRPC service',
    meaning:
      'The check `grpc`: whether the health service of a server (grpc.health.v1) says that it, or one of its services, is SERVING. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Check the service and its log; the finding shows the status that was observed.',
  },
  'check/released': {
    title: 'What serves is the release',
    meaning:
      'The check `released`: whether what serves of stacks and deployments at this moment (versions and code behind aliases, task definitions and image digests, revisions of instances, launch templates, API deployments) is what the deployment of this run recorded at its end. With `dry-run` it counts for nothing.',
    outcomes: OF_A_CHECK,
    next: 'Find who deployed or rolled back since, then run the deployment and its verification again.',
  },
  'verify/no-checks': {
    title: 'Nothing was verified',
    meaning: 'The configuration has no check.',
    outcomes: ['inconclusive'],
    next: 'Add a check under `verify`.',
    formerly: ['verify/nothing'],
  },
  'verify/no-deployment': {
    title: 'No deployment of this run is known',
    meaning:
      'The job was given no evidence of a deployment, so the checks are not bound to one. The gate does not count such a verification.',
    outcomes: ['noted'],
    prominent: true,
    next: 'Name the job of the deployment in `needs:` of the job and pass `needs: ${{ toJSON(needs) }}`.',
  },
  'verify/none-selected': {
    title: 'No check was selected',
    meaning: 'None of the checks is among those that the input `only` names.',
    outcomes: ['skipped'],
    prominent: true,
    next: 'Nothing to do, unless a check was meant to be selected.',
    formerly: ['verify/nothing-selected'],
  },
} as const satisfies CodeTable

type NameIn<Code> = Code extends `check/${infer Name}` ? (Name extends `${string}/${string}` ? never : Name) : never

/** The keys of the checks in the configuration: each has a code of its own. */
export type CheckName = NameIn<keyof typeof CHECK_CODES>
