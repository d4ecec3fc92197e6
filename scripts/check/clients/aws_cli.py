"""Runs commands of the AWS CLI in one process: reads a JSON list of arguments a line, prints {"status", "stdout", "stderr"}
as a line. Its waiters wait a fraction of their time, since the time of the sandbox runs faster."""
import contextlib
import io
import json
import sys
import time

from awscli.clidriver import create_clidriver

LONGEST_S = 0.2
sleep, out = time.sleep, sys.stdout
time.sleep = lambda seconds: sleep(min(seconds, LONGEST_S))

for line in sys.stdin:
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            status = create_clidriver().main(json.loads(line))
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
    print(json.dumps({'status': status or 0, 'stdout': stdout.getvalue(), 'stderr': stderr.getvalue()}), file=out, flush=True)
