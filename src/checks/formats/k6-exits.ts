/** What `k6 run` means by its exit status (errext/exitcodes of k6). */
export const K6_EXITS: Readonly<Record<number, string>> = {
  97: 'the cloud run failed',
  98: 'the progress of the cloud run is unknown',
  99: 'thresholds were crossed',
  100: 'setup() timed out',
  101: 'teardown() timed out',
  102: 'a timeout',
  103: 'the script was stopped through the REST API',
  104: 'the configuration is invalid',
  105: 'it was aborted from outside',
  106: 'the REST API could not be started',
  107: 'the script threw an exception',
  108: 'the script was aborted',
  109: 'k6 itself broke',
  110: 'the script marked the run as failed',
}
