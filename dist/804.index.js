export const id = 804;
export const ids = [804];
export const modules = {

/***/ 5804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  deployRevision: () => (/* binding */ deployRevision),
  obstaclesOf: () => (/* reexport */ obstaclesOf),
  processesOf: () => (/* reexport */ processesOf),
  showAction: () => (/* reexport */ showAction)
});

// UNUSED EXPORTS: LIFECYCLE, LIFECYCLE_WITHOUT_LOAD_BALANCER, endEverything

// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/facts.js
var facts = __webpack_require__(59840);
// EXTERNAL MODULE: ./build/dist/codedeploy/agent/bundle.js
var bundle = __webpack_require__(41455);
// EXTERNAL MODULE: ./build/dist/codedeploy/agent/files.js
var files = __webpack_require__(75553);
// EXTERNAL MODULE: ./build/dist/support/folders.js
var folders = __webpack_require__(79256);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/processes.js





/** Every hook carries this variable, and with it all that it starts: `<root's digest>:<deployment>:<event>:<run>`. */
const MARKER = 'TEST_DEPLOYMENTS_HOOK';
/** How long a process may take to end after TERM, in ms. Then it is killed. */
const GRACE = 5_000;
const KILL_PATIENCE = 2_000;
const LOOK_AGAIN = 40;
/** Names the processes of one run of a hook. */
function markerOf(root, deploymentId, event, run) {
    return `${rootMark(root)}:${deploymentId}:${event}:${run}`;
}
function rootMark(root) {
    return (0,external_node_crypto_.createHash)('sha256').update((0,external_node_path_.resolve)(root)).digest('hex').slice(0, 16);
}
/** Processes that match, and their descendants. */
function findProcesses(wanted) {
    const all = listProcesses();
    const chosen = new Map();
    for (const process of all) {
        if (process.started < (wanted.since ?? 0))
            continue;
        const led = wanted.groups.includes(process.group) || wanted.groups.includes(process.session);
        const mark = markOf(process.pid);
        if (led || mark?.startsWith(wanted.marker))
            chosen.set(process.pid, mark);
    }
    for (let before = -1; before !== chosen.size;) {
        before = chosen.size;
        for (const process of all)
            if (chosen.has(process.parent) && !chosen.has(process.pid))
                chosen.set(process.pid, undefined);
    }
    chosen.delete(globalThis.process.pid);
    return all
        .filter((process) => chosen.has(process.pid) && !process.zombie)
        .map(({ pid }) => {
        const [, deploymentId = '', event = ''] = (chosen.get(pid) ?? '').split(':');
        return { pid, deploymentId, event, command: commandOf(pid) };
    });
}
/**
 * The sessions that a process has started by descendants: what clears its environment and leaves the session of its hook
 * is known by them. Empty where the host does not tell.
 */
function sessionsBelow(pid) {
    const sessions = new Set();
    const visit = (parent) => {
        for (const thread of numbersIn(`/proc/${parent}/task`)) {
            for (const child of (readProc(parent, `task/${thread}/children`) ?? '').split(' ').map(Number)) {
                if (child === 0)
                    continue;
                const session = fromProc(child)?.session;
                if (session !== undefined)
                    sessions.add(session);
                visit(child);
            }
        }
    };
    visit(pid);
    return [...sessions];
}
/** When a process began, for `Wanted.since`. */
function startOf(pid) {
    return fromProc(pid)?.started;
}
/** TERM, then after a grace KILL, until nothing matches any more. Gives what was there. */
async function endProcesses(wanted, grace = GRACE) {
    const ended = new Map();
    const deadline = Date.now() + grace;
    for (;;) {
        const found = findProcesses(wanted);
        if (found.length === 0)
            return [...ended.values()];
        const late = Date.now() >= deadline;
        if (Date.now() >= deadline + KILL_PATIENCE)
            return [...ended.values()];
        for (const process of found) {
            if (!ended.has(process.pid) || late)
                send(process.pid, late ? 'SIGKILL' : 'SIGTERM');
            // A stopped process acts on TERM only when it goes on.
            if (!ended.has(process.pid))
                send(process.pid, 'SIGCONT');
            ended.set(process.pid, process);
        }
        await (0,promises_.setTimeout)(LOOK_AGAIN);
    }
}
function send(pid, signal) {
    try {
        process.kill(pid, signal);
    }
    catch {
        // It ended by itself in the meantime, or belongs to somebody else: the next look tells.
    }
}
/** A group that a hook under a root led and that outlived it, for processes that dropped their environment. */
function recordGroup(root, group) {
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(groupsFile(root)), { recursive: true });
    (0,external_node_fs_.appendFileSync)(groupsFile(root), `${group}\n`);
}
/** All that hooks of deployments under a root started and that still runs. */
function processesOf(root) {
    return findProcesses(wantedOf(root));
}
/** Ends all that hooks of deployments under a root started: TERM, 5 s, KILL. */
async function endEverything(root) {
    const ended = await endProcesses(wantedOf(root));
    rmSync(groupsFile(root), { force: true });
    return ended;
}
function wantedOf(root) {
    return { marker: `${rootMark(root)}:`, groups: readGroups(root) };
}
function groupsFile(root) {
    return (0,external_node_path_.join)(root, 'deployment-instructions', 'process-groups');
}
function readGroups(root) {
    try {
        return ((0,external_node_fs_.readFileSync)(groupsFile(root), 'utf8')
            .split('\n')
            .map(Number)
            // Its leader, the hook, had ended when it was noted: a process of that number is somebody else's.
            .filter((group) => group > 1 && readProc(group, 'stat') === undefined));
    }
    catch {
        return [];
    }
}
function listProcesses() {
    const pids = numbersIn('/proc');
    if (pids.length > 0)
        return pids.flatMap((pid) => fromProc(pid) ?? []);
    const table = (0,external_node_child_process_.execFileSync)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,sess=,stat='], { encoding: 'utf8' });
    return table.split('\n').flatMap((line) => {
        const [pid = 0, parent = 0, group = 0, session = 0] = line.trim().split(/\s+/).map(Number);
        return pid > 0 ? [{ pid, parent, group, session, zombie: /\sZ\S*$/.test(line), started: 0 }] : [];
    });
}
function numbersIn(folder) {
    try {
        return (0,external_node_fs_.readdirSync)(folder).map(Number).filter(Number.isInteger);
    }
    catch {
        return [];
    }
}
/** Place of the start time behind the command in `/proc/PID/stat`. */
const START_TIME = 19;
function fromProc(pid) {
    const stat = readProc(pid, 'stat');
    // The command stands in brackets and may contain anything, brackets too.
    const rest = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!rest || rest.length <= START_TIME)
        return undefined;
    return {
        pid,
        parent: Number(rest[1]),
        group: Number(rest[2]),
        session: Number(rest[3]),
        zombie: rest[0] === 'Z' || rest[0] === 'X',
        started: Number(rest[START_TIME]),
    };
}
function markOf(pid) {
    const variable = readProc(pid, 'environ')
        ?.split('\0')
        .find((entry) => entry.startsWith(`${MARKER}=`));
    return variable?.slice(MARKER.length + 1);
}
function commandOf(pid) {
    return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim();
}
function readProc(pid, name) {
    try {
        return (0,external_node_fs_.readFileSync)(`/proc/${pid}/${name}`, 'latin1');
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(46193);
;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/script.js



/** A longer line is passed on in pieces of this many characters, so that memory stays bounded. */
const LINE_PIECE = 65_536;
/** How often it is looked at which sessions a script starts, in ms. */
const LOOK = 100;
/**
 * Runs a script in a session of its own, without input. One that fails, hangs or is cancelled leaves no process; what a
 * succeeding one put into the background with its outputs redirected goes on: it is the service.
 */
async function runScript(run) {
    run.signal?.throwIfAborted();
    const [program, ...words] = run.command;
    const child = (0,external_node_child_process_.spawn)(program, words, {
        cwd: run.cwd,
        env: { ...run.environment, [MARKER]: run.marker },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
    });
    const failure = await failureOf(child);
    if (failure !== undefined) {
        return { notStarted: { code: failure, program }, timedOut: false, cancelled: false, outputBytes: 0 };
    }
    const group = child.pid ?? 0;
    const since = startOf(group);
    const groups = new Set([group]);
    const look = setInterval(() => sessionsBelow(group).forEach((session) => groups.add(session)), LOOK);
    const wanted = () => ({ marker: run.marker, groups: [...groups], ...(since !== undefined && { since }) });
    const output = { bytes: 0 };
    const ended = new Promise((done) => {
        child.once('exit', (code, signal) => done([code, signal]));
    });
    const stdout = follow(child.stdout, 'stdout', run, output);
    const stderr = follow(child.stderr, 'stderr', run, output);
    const clock = new Deadline(run.timeout, run.signal);
    try {
        const status = await clock.within(ended);
        const leftOpen = status &&
            ((await clock.within(stdout.closed)) === undefined
                ? 'STDOUT'
                : (await clock.within(stderr.closed)) === undefined
                    ? 'STDERR'
                    : undefined);
        const timedOut = status === undefined && !clock.cancelled;
        const failed = status === undefined || leftOpen !== undefined || status[0] !== 0;
        if (timedOut && run.deafAfterTimeout)
            for (const heard of [stdout, stderr])
                heard.stop();
        clearInterval(look);
        if (failed)
            await endProcesses(wanted());
        const [code, signal] = status ?? [];
        const survives = !failed && findProcesses(wanted()).length > 0;
        return {
            ...(typeof code === 'number' && { exitCode: code }),
            ...(typeof signal === 'string' && { signal }),
            timedOut,
            cancelled: clock.cancelled,
            ...(leftOpen && !clock.cancelled && { leftOpen }),
            outputBytes: output.bytes,
            ...(survives && { group }),
        };
    }
    finally {
        clearInterval(look);
        clock.stop();
        stdout.finish();
        stderr.finish();
        child.unref();
    }
}
/** Undefined once the child runs; the system's error code where it cannot. */
function failureOf(child) {
    return new Promise((done) => {
        child.once('spawn', () => done(undefined));
        child.once('error', (error) => done(error.code ?? 'UNKNOWN'));
    });
}
/** One deadline and one cancel path for several waits. */
class Deadline {
    #over;
    #timer;
    #cancel;
    #signal;
    cancelled = false;
    constructor(ms, signal) {
        this.#signal = signal;
        let over = () => undefined;
        this.#over = new Promise((done) => {
            over = () => done(undefined);
        });
        this.#timer = setTimeout(over, Math.min(ms, 2 ** 31 - 1));
        this.#cancel = () => {
            this.cancelled = true;
            over();
        };
        signal?.addEventListener('abort', this.#cancel);
    }
    /** What the promise gives, or undefined when the time is over first. */
    within(promise) {
        return Promise.race([promise, this.#over]);
    }
    stop() {
        clearTimeout(this.#timer);
        if (this.#cancel)
            this.#signal?.removeEventListener('abort', this.#cancel);
        this.#cancel = undefined;
    }
}
function follow(readable, stream, run, output) {
    const decoder = new external_node_string_decoder_.StringDecoder('utf8');
    let rest = '';
    let begins = true;
    const pass = (text, end) => {
        run.onLine(stream, text, begins, end);
        begins = end;
    };
    const take = (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines)
            pass(line, true);
        for (; rest.length >= LINE_PIECE; rest = rest.slice(LINE_PIECE))
            pass(rest.slice(0, LINE_PIECE), false);
    };
    readable.on('data', (chunk) => {
        output.bytes += chunk.length;
        take(decoder.write(chunk));
    });
    const closed = new Promise((done) => {
        readable.once('close', () => done(true));
        readable.once('error', () => done(true));
    });
    const stop = () => {
        readable.removeAllListeners('data');
        readable.destroy();
        rest = '';
    };
    return {
        closed,
        stop,
        finish() {
            if (readable.destroyed && rest === '')
                return;
            take(decoder.end());
            if (rest !== '')
                pass(rest, false);
            stop();
        },
    };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/shell.js
/** What makes Ruby give a command to a shell instead of starting it itself. */
const SHELL_CHARACTERS = /[*?{}[\]<>()~&|\\$;'`"\n#=%]/;
/** How Ruby starts a command that is one text: AWS's agent does not quote the paths in it. */
function asRubyRuns(text) {
    const [program = '', ...words] = text.split(/[ \t\n]+/);
    return SHELL_CHARACTERS.test(text) ? ['/bin/sh', '-c', text] : [program, ...words];
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/tail.js
/** The agent's limit for the log in its diagnostics, in characters. */
const TAIL_LENGTH = 2048;
/** The last 2,048 characters, also where one line is longer. */
class NewestTail {
    #text = '';
    line(text) {
        this.#text += text.slice(-TAIL_LENGTH);
        if (this.#text.length > 8 * TAIL_LENGTH)
            this.#text = this.#text.slice(-TAIL_LENGTH);
    }
    text() {
        return this.#text.slice(-TAIL_LENGTH).toWellFormed();
    }
}
/** As AWS's agent 1.8 does it: the last whole lines that together stay below 2,048 characters; a longer line empties it. */
class WholeLinesTail {
    #lines = [];
    #length = 0;
    line(text) {
        const length = characters(text);
        this.#lines.push(text);
        this.#length += length;
        while (this.#length >= TAIL_LENGTH)
            this.#length -= characters(this.#lines.shift() ?? '');
    }
    text() {
        return this.#lines.join('').toWellFormed();
    }
}
function characters(text) {
    let count = 0;
    for (const _ of text)
        count++;
    return count;
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/hooks.js
/** Runs the scripts of one lifecycle event. */








/** The script log of a deployment on the disk ends here: what a script prints beyond is counted, not kept. */
const LOG_LIMIT = 64 * 1024 * 1024;
/** Characters of the log that wait for the next turn before they are written. */
const LOG_BUFFER = 65_536;
const NUMBERS = {
    0: 'Success',
    1: 'ScriptMissing',
    2: 'ScriptNotExecutable',
    3: 'ScriptTimedOut',
    4: 'ScriptFailed',
};
/** The diagnostics of something that failed outside of a script: AWS's code 5. */
function unknownError(message) {
    return { errorCode: 'UnknownError', agentCode: 5, scriptName: '', message, logTail: '' };
}
/** Runs the scripts of an event in order; the first that fails ends it. */
async function runHook(options) {
    const scripts = options.spec.hooks.find((hook) => hook.event === options.event)?.scripts ?? [];
    if (scripts.length === 0)
        return { scripts: [], cancelled: false };
    const log = new HookLog(options);
    const results = [];
    try {
        log.entry(`LifecycleEvent - ${options.event}\n`);
        for (const script of scripts) {
            const path = (0,external_node_path_.join)(options.archive, script.location);
            const blocked = blockedBy(script, path, options);
            if (blocked)
                return { scripts: results, diagnostics: describe(script, blocked, log, options), cancelled: false };
            log.entry(`Script - ${script.location}\n`);
            const started = performance.now();
            const end = await run(script, path, results.length, log, options);
            const result = resultOf(script, path, end, performance.now() - started);
            results.push(result);
            if (end.group !== undefined)
                recordGroup(options.root, end.group);
            const failure = log.broken && !end.timedOut && !end.cancelled
                ? unreadable(script)
                : hooks_failureOf(script, path, end, options.compatible);
            if (failure)
                return {
                    scripts: results,
                    diagnostics: describe(script, failure, log, options, result),
                    cancelled: end.cancelled,
                };
        }
        return { scripts: results, cancelled: false };
    }
    finally {
        log.close();
    }
}
/** Why a script cannot even be tried. One that is not executable is made so. */
function blockedBy(script, path, options) {
    if (!options.compatible && !(0,folders/* isInside */.F)(options.archive, path)) {
        return { code: 1, message: `Script at specified location: ${script.location} lies outside of the revision` };
    }
    if (!(0,external_node_fs_.existsSync)(path))
        return { code: 1, message: `Script does not exist at specified location: ${path}` };
    try {
        (0,external_node_fs_.accessSync)(path, external_node_fs_.constants.X_OK);
    }
    catch {
        try {
            (0,external_node_fs_.chmodSync)(path, ((0,external_node_fs_.statSync)(path).mode & 0o7777) | 0o111);
        }
        catch {
            return { code: 2, message: `Unable to set script at specified location: ${script.location} as executable` };
        }
    }
    return undefined;
}
function run(script, path, index, log, options) {
    return runScript({
        command: hooks_commandOf(script, path, options.compatible),
        cwd: options.cwd,
        environment: options.environment,
        marker: options.marker(String(index)),
        timeout: script.timeout * 1_000,
        deafAfterTimeout: options.compatible,
        ...(options.signal && { signal: options.signal }),
        onLine: (stream, text, begins, end) => {
            log.output(stream, text, begins, end);
            options.onOutput({ event: options.event, script: script.location, stream, text });
        },
    });
}
/**
 * The command that runs a script. AWS's agent hands Ruby one text, which a shell takes apart where it holds anything
 * but plain words: there a path with a space fails, here it does not. As root, sudo changes nothing and is not needed.
 */
function hooks_commandOf(script, path, compatible) {
    const isRoot = process.getuid?.() === 0;
    const sudo = script.sudo && !(isRoot && !isInstalled('sudo'));
    if (compatible) {
        const prefix = script.runas === undefined ? '' : `su ${script.runas} -c `;
        const text = `${sudo ? 'sudo ' : ''}${prefix}${path}`;
        return asRubyRuns(text);
    }
    const user = script.runas === '' ? 'root' : script.runas;
    const needsSu = user !== undefined && user !== (0,external_node_os_.userInfo)().username;
    const plain = needsSu ? ['su', user, '-c', quoted(path)] : [path];
    return sudo ? ['sudo', ...plain] : plain;
}
function isInstalled(tool) {
    return ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].some((folder) => (0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder, tool)));
}
function quoted(text) {
    return /^[\w/.:+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw `'\''`)}'`;
}
function userOf(script) {
    return script.runas === '' ? 'root' : (script.runas ?? (0,external_node_os_.userInfo)().username);
}
function resultOf(script, path, end, ms) {
    return {
        location: script.location,
        path,
        at: script.at,
        user: userOf(script),
        ms: Math.round(ms),
        ...(end.exitCode !== undefined && { exitCode: end.exitCode }),
        ...(end.signal !== undefined && { signal: end.signal }),
        timedOut: end.timedOut,
        outputBytes: end.outputBytes,
    };
}
const ERRNO = {
    ENOENT: 'No such file or directory',
    EACCES: 'Permission denied',
    ENOEXEC: 'Exec format error',
    E2BIG: 'Argument list too long',
};
function hooks_failureOf(script, path, end, compatible) {
    const at = placeOf(script);
    const as = nameOf(script);
    if (end.notStarted) {
        const { code, program } = end.notStarted;
        const missing = code === 'ENOENT' && program === path && !compatible ? interpreterOf(path) : undefined;
        const hint = missing === undefined ? '' : ` (its interpreter ${JSON.stringify(missing)} is not there)`;
        return {
            code: 4,
            message: `${as} failed with error Errno::${code} with message ${ERRNO[code] ?? code} - ${program}${hint}`,
            advice: 'It never started: give it a first line with an interpreter that this host has, Unix line ends, and the right to be executed.',
        };
    }
    if (end.cancelled)
        return { code: 5, message: `${as} was cancelled` };
    if (end.timedOut)
        return { code: 3, message: `${at} failed to complete in ${script.timeout} seconds` };
    if (end.leftOpen)
        return { code: 6, message: `${at} failed to close ${end.leftOpen}` };
    if (end.exitCode === 0)
        return undefined;
    if (end.exitCode === undefined && !compatible)
        return { code: 4, message: `${as} was ended by signal ${end.signal ?? 'unknown'}` };
    return { code: 4, message: `${as} failed with exit code ${end.exitCode ?? ''}` };
}
/** Ruby stumbles over what is not UTF-8, and the agent takes that for a failure of the script. */
function unreadable(script) {
    return {
        code: 4,
        message: `${nameOf(script)} failed with error ArgumentError with message invalid byte sequence in UTF-8`,
    };
}
function placeOf({ location }) {
    return `Script at specified location: ${location}`;
}
function nameOf(script) {
    return script.runas === undefined ? placeOf(script) : `${placeOf(script)} run as user ${script.runas}`;
}
/** The program that the first line of a script asks for. */
function interpreterOf(path) {
    return /^#![ \t]*([^ \t\n]+)/.exec((0,external_node_fs_.readFileSync)(path, 'latin1').slice(0, 256))?.[1];
}
function describe(script, failure, log, options, result) {
    return {
        errorCode: NUMBERS[failure.code] ?? 'UnknownError',
        agentCode: failure.code,
        scriptName: script.location,
        message: failure.message,
        ...(failure.advice !== undefined && { advice: failure.advice }),
        logTail: log.tail(),
        ...(result?.exitCode !== undefined && { exitCode: result.exitCode }),
        ...(result?.signal !== undefined && { signal: result.signal }),
        user: userOf(script),
        ...(result && { seconds: result.ms / 1_000 }),
        source: { file: options.spec.file, ...script.at },
    };
}
/** `scripts.log`, and its end in memory for the diagnostics. */
class HookLog {
    #descriptor;
    #tail;
    #compatible;
    #written;
    #dropped = 0;
    #pending = '';
    #closed = false;
    /** Outputs to which AWS's agent listens no more, because they were not UTF-8. */
    #deaf = new Set();
    constructor(options) {
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(options.log), { recursive: true });
        this.#descriptor = (0,external_node_fs_.openSync)(options.log, 'a');
        this.#written = (0,external_node_fs_.statSync)(options.log).size;
        this.#compatible = options.compatible;
        this.#tail = options.compatible ? new WholeLinesTail() : new NewestTail();
    }
    entry(text) {
        this.#tail.line(text);
        this.#write(`${stamp()} ${text}`);
    }
    /** A piece of a line that goes on has no line end, and one that continues a line no prefix. */
    output(stream, text, begins, end) {
        if (this.#deaf.has(stream))
            return;
        const line = `${begins ? `[${stream}]` : ''}${text}${end ? '\n' : ''}`;
        // A line that comes in pieces is longer than the tail: its first piece has emptied it already.
        if (begins || !this.#compatible)
            this.#tail.line(line);
        this.#write(begins ? `${stamp()} ${line}` : line);
        if (this.#compatible && text.includes('\uFFFD'))
            this.#deaf.add(stream);
    }
    get broken() {
        return this.#deaf.size > 0;
    }
    tail() {
        return this.#tail.text();
    }
    close() {
        if (this.#dropped > 0)
            this.#pending += `\n${stamp()} ${this.#dropped} more bytes were not kept\n`;
        this.#flush();
        (0,external_node_fs_.closeSync)(this.#descriptor);
        this.#closed = true;
    }
    #write(text) {
        const bytes = Buffer.byteLength(text);
        if (this.#written + bytes > LOG_LIMIT) {
            this.#dropped += bytes;
            return;
        }
        this.#written += bytes;
        if (this.#pending === '')
            setImmediate(() => this.#flush());
        this.#pending += text;
        if (this.#pending.length > LOG_BUFFER)
            this.#flush();
    }
    #flush() {
        if (this.#closed || this.#pending === '')
            return;
        (0,external_node_fs_.writeSync)(this.#descriptor, this.#pending);
        this.#pending = '';
    }
}
function stamp() {
    const now = new Date();
    const two = (value) => String(value).padStart(2, '0');
    const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    return `${day} ${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/access.js
var access = __webpack_require__(84641);
;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/accounts.js



/** The number of a user or group by name, as `getpwnam` finds it: local files first, then the host's directories. */
function userId(name) {
    return lookUp('passwd', name)?.id;
}
function groupId(name) {
    return lookUp('group', name)?.id;
}
/** A user with the shell that `su` starts. */
function findUser(name) {
    return lookUp('passwd', name);
}
/** The home of a user, of the one who runs this where the name is empty. */
function homeOf(name) {
    return name === '' ? (0,external_node_os_.userInfo)().homedir : lookUp('passwd', name)?.home;
}
function lookUp(database, name) {
    if (name === '' || /[:\n\0]/.test(name))
        return undefined;
    const local = find((0,external_node_fs_.readFileSync)(`/etc/${database}`, 'utf8'), name);
    if (local)
        return local;
    // `getent` also takes numbers, which getpwnam does not.
    if (/^\d+$/.test(name))
        return undefined;
    try {
        return find((0,external_node_child_process_.execFileSync)('getent', [database, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }), name);
    }
    catch {
        return undefined;
    }
}
function find(table, name) {
    const fields = table
        .split('\n')
        .map((line) => line.split(':'))
        .find(([first]) => first === name);
    return fields ? { id: Number(fields[2]), home: fields[5] ?? '', shell: fields[6] ?? '' } : undefined;
}

// EXTERNAL MODULE: ./build/dist/codedeploy/agent/instructions.js
var instructions = __webpack_require__(73197);
// EXTERNAL MODULE: ./build/dist/codedeploy/agent/room.js
var room = __webpack_require__(50863);
// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/values.js
var values = __webpack_require__(79901);
;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/state.js
/** The agent's own folder: laid out as AWS's agent does, so that people and tools find what they know. */






/** Paths below the root for one deployment. */
class State {
    root;
    group;
    deploymentId;
    /** `<root>/<group>/<deployment>` */
    folder;
    archive;
    log;
    instructions;
    constructor(root, group, deploymentId) {
        this.root = (0,external_node_path_.resolve)(root);
        this.group = checkName('deploymentGroupId', group);
        this.deploymentId = checkName('deploymentId', deploymentId);
        this.folder = (0,external_node_path_.join)(this.root, this.group, this.deploymentId);
        this.archive = (0,external_node_path_.join)(this.folder, 'deployment-archive');
        this.log = (0,external_node_path_.join)(this.folder, 'logs', 'scripts.log');
        this.instructions = (0,external_node_path_.join)(this.root, 'deployment-instructions');
    }
    get cleanupFile() {
        return (0,external_node_path_.join)(this.instructions, `${this.group}-cleanup`);
    }
    get installFile() {
        return (0,external_node_path_.join)(this.instructions, `${this.group}-install.json`);
    }
    /** Makes the folders, and keeps other deployments of the group away until `release`. */
    prepare() {
        try {
            (0,folders/* makeFolder */.f)(this.folder);
            (0,folders/* makeFolder */.f)(this.instructions);
        }
        catch (error) {
            throw new errors/* ActionError */.lZ('config/revision', {
                message: `the agent's folder ${this.root} cannot be written to: ${(0,errors/* messageOf */.bD)(error)}`,
                advice: 'Give a root folder that this user may write to (RUNNER_TEMP is one).',
                cause: error,
            });
        }
        this.#lock();
    }
    release() {
        (0,external_node_fs_.rmSync)(this.#lockFile, { force: true });
    }
    get #lockFile() {
        return (0,external_node_path_.join)(this.instructions, `${this.group}-lock`);
    }
    #lock() {
        for (;;) {
            try {
                (0,external_node_fs_.writeFileSync)(this.#lockFile, String(process.pid), { flag: 'wx' });
                return;
            }
            catch (error) {
                const holder = (0,external_node_fs_.existsSync)(this.#lockFile) ? Number((0,external_node_fs_.readFileSync)(this.#lockFile, 'utf8')) : 0;
                if (isRunning(holder)) {
                    throw new errors/* ActionError */.lZ('config/revision', {
                        message: `another deployment of ${this.group} is going on under ${this.root} (process ${holder})`,
                        advice: 'Let it end first: two at a time would remove the files of each other.',
                        cause: error,
                    });
                }
                // Its holder went down without tidying up.
                (0,external_node_fs_.rmSync)(this.#lockFile, { force: true });
            }
        }
    }
    /** Folder of the deployment whose revision is installed. */
    lastSuccessful() {
        return this.#read('last_successful_install');
    }
    setLastSuccessful(folder) {
        this.#write('last_successful_install', folder);
    }
    mostRecent() {
        return this.#read('most_recent_install');
    }
    setMostRecent() {
        this.#write('most_recent_install', this.folder);
    }
    /** Remembers which revision counted as installed before this one, in case that this one fails later. */
    rememberPrevious() {
        (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(this.folder, 'previous-install'), this.lastSuccessful() ?? '');
    }
    /** A deployment that failed after Install never becomes the one whose ApplicationStop runs next. */
    restorePrevious() {
        const remembered = (0,external_node_path_.join)(this.folder, 'previous-install');
        if (this.lastSuccessful() !== this.folder || !(0,external_node_fs_.existsSync)(remembered))
            return;
        const previous = (0,external_node_fs_.readFileSync)(remembered, 'utf8');
        this.setLastSuccessful(previous !== '' && (0,external_node_fs_.existsSync)(previous) ? previous : undefined);
    }
    #read(name) {
        const path = (0,external_node_path_.join)(this.instructions, `${this.group}_${name}`);
        return (0,external_node_fs_.existsSync)(path) ? (0,external_node_fs_.readFileSync)(path, 'utf8').replace(/\r?\n$/, '') : undefined;
    }
    #write(name, folder) {
        const path = (0,external_node_path_.join)(this.instructions, `${this.group}_${name}`);
        if (folder === undefined)
            (0,external_node_fs_.rmSync)(path, { force: true });
        else
            (0,external_node_fs_.writeFileSync)(path, folder);
    }
    /** Paths of the previous installation, in the order in which they were made. */
    installed() {
        return (0,external_node_fs_.existsSync)(this.cleanupFile) ? readCleanup((0,external_node_fs_.readFileSync)(this.cleanupFile, 'utf8')) : [];
    }
    /** Removes the oldest archives, so that with this deployment `keep` remain; never the installed one. */
    pruneArchives(keep) {
        for (const path of this.surplusArchives(keep))
            (0,external_node_fs_.rmSync)(path, { recursive: true, force: true });
    }
    /** The folders of deployments that `pruneArchives` removes. */
    surplusArchives(keep) {
        const group = (0,external_node_path_.join)(this.root, this.group);
        const others = ((0,external_node_fs_.existsSync)(group) ? (0,external_node_fs_.readdirSync)(group) : [])
            .map((name) => (0,external_node_path_.join)(group, name))
            .filter((path) => path !== this.folder);
        const surplus = Math.max(0, others.length - keep + 1);
        return others
            .filter((path) => path !== this.lastSuccessful())
            .map((path) => ({ path, time: (0,external_node_fs_.lstatSync)(path).mtimeMs }))
            .toSorted((a, b) => a.time - b.time)
            .slice(0, surplus)
            .map(({ path }) => path);
    }
}
const CONTEXT = 'semanage\0';
/**
 * A line of the cleanup file. Paths with line breaks or white space at their ends, which AWS's agent loses, are written
 * as JSON texts, unless it is to be as compatible; every other line is what AWS's agent writes.
 */
function cleanupLine(entry, compatible) {
    const fragile = !compatible && (/[\r\n]/.test(entry.path) || (0,values/* strip */.bB)(entry.path) !== entry.path);
    return `${entry.context ? CONTEXT : ''}${fragile ? JSON.stringify(entry.path) : entry.path}\n`;
}
/**
 * An unfinished last line (the host went down while it was written) does not count, nor does what is no whole path: the
 * rest of one with a line break in it.
 */
function readCleanup(text) {
    return text
        .split('\n')
        .slice(0, -1)
        .map((line) => {
        const context = line.startsWith(CONTEXT);
        const written = (0,values/* strip */.bB)(context ? line.slice(CONTEXT.length) : line);
        return { context, path: written.startsWith('"') ? JSON.parse(written) : written };
    })
        .filter((entry) => (0,external_node_path_.isAbsolute)(entry.path));
}
function isRunning(pid) {
    if (pid <= 0)
        return false;
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return (0,files/* codeOf */.$N)(error) === 'EPERM';
    }
}
function checkName(what, name) {
    if (/^[^./\s\0][^/\n\0]{0,199}$/.test(name) && name !== 'deployment-instructions')
        return name;
    throw new errors/* ActionError */.lZ('config/revision', {
        message: `${what} ${JSON.stringify(name)} cannot be the name of a folder`,
        advice: 'Use a name without slashes that begins with a letter or digit.',
        observed: name,
    });
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/install.js
/** Removes the previous installation and makes the new one. */











/** Removes what the previous deployment of the group made, newest first. Folders that hold something else stay. */
async function removePrevious(state, pace) {
    const removed = [];
    for (const entry of state.installed().toReversed()) {
        if (entry.context)
            tool(['semanage', 'fcontext', '-d', entry.path]);
        else if (remove(entry.path))
            removed.push(entry.path);
        await pace.step();
    }
    (0,external_node_fs_.rmSync)(state.cleanupFile, { force: true });
    return removed;
}
function remove(path) {
    const stat = (0,files/* lstatOf */.m4)(path);
    if (!stat)
        return false;
    if (!stat.isDirectory()) {
        (0,external_node_fs_.unlinkSync)(path);
        return true;
    }
    try {
        (0,external_node_fs_.rmdirSync)(path);
        return true;
    }
    catch (error) {
        if ((0,files/* codeOf */.$N)(error) === 'ENOTEMPTY' || (0,files/* codeOf */.$N)(error) === 'EEXIST')
            return false;
        throw error;
    }
}
/** Carries out instructions in order. Each path is noted for the next deployment's cleanup before or as it is made. */
async function execute(list, options) {
    const { state, compatible } = options;
    const broken = list.find((instruction) => instruction.type === 'semanage' && instruction.context.range === undefined);
    if (compatible && broken)
        throw new instructions/* InstallError */.sy("undefined method `get_range' for nil:NilClass");
    (0,external_node_fs_.writeFileSync)(state.installFile, (0,instructions/* showInstructions */.Dl)(list));
    const descriptor = (0,external_node_fs_.openSync)(state.cleanupFile, 'w');
    const note = (entry) => void (0,external_node_fs_.writeSync)(descriptor, cleanupLine(entry, compatible));
    const piles = new Map();
    try {
        for (const instruction of list) {
            try {
                carryOut(instruction, note, piles, options);
            }
            catch (error) {
                throw error instanceof instructions/* InstallError */.sy
                    ? error
                    : new instructions/* InstallError */.sy(explain(error, instruction), pathOf(instruction), error, adviceOn(error));
            }
            await options.pace.step();
        }
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
}
function carryOut(instruction, note, piles, options) {
    if (instruction.type !== 'mkdir' && instruction.type !== 'copy')
        options.guard(instruction.file);
    switch (instruction.type) {
        case 'mkdir':
            (0,external_node_fs_.mkdirSync)(instruction.directory);
            note({ path: instruction.directory, context: false });
            return;
        case 'copy':
            note({ path: instruction.destination, context: false });
            copy(instruction.source, instruction.destination, options);
            return;
        case 'chmod':
            (0,external_node_fs_.chmodSync)(instruction.file, Number.parseInt(instruction.mode, 8));
            return;
        case 'chown':
            changeOwner(instruction);
            return;
        case 'setfacl': {
            const pile = (options.aclsPileUp ? piles.get(instruction.permission) : undefined) ?? [];
            piles.set(instruction.permission, pile);
            setAcl(instruction.file, instruction.acl, pile, options.compatible);
            return;
        }
        case 'semanage':
            note({ path: setContext(instruction.file, instruction.context), context: true });
    }
}
/** Where a folder is at the destination, AWS's agent copies into it. */
function copy(source, destination, options) {
    const { compatible, throughLinks } = options;
    const stat = (0,external_node_fs_.lstatSync)(source);
    if (stat.isSymbolicLink()) {
        if (!compatible)
            (0,external_node_fs_.rmSync)(destination, { force: true });
        (0,external_node_fs_.symlinkSync)((0,external_node_fs_.readlinkSync)(source), destination);
        return;
    }
    if (!stat.isFile())
        throw new instructions/* InstallError */.sy(`${source} is a device, a pipe or a socket and cannot be copied.`, source);
    // Before the look for a folder: a link to one may lead out of what stands for `/`.
    if (!throughLinks && (0,external_node_fs_.lstatSync)(destination, { throwIfNoEntry: false })?.isSymbolicLink())
        (0,external_node_fs_.unlinkSync)(destination);
    const intoFolder = compatible && (0,external_node_fs_.statSync)(destination, { throwIfNoEntry: false })?.isDirectory();
    const target = intoFolder ? (0,external_node_path_.join)(destination, (0,external_node_path_.basename)(source)) : destination;
    (0,files/* copyContent */.R8)(source, target, stat);
    (0,files/* copyMetadata */.di)(target, stat);
}
function changeOwner(instruction) {
    const { owner, group, ownerFault, groupFault } = instruction;
    const unchanged = 2 ** 32 - 1;
    if (ownerFault !== undefined)
        throw new instructions/* InstallError */.sy(ownerFault, instruction.file);
    const uid = owner === undefined ? unchanged : userId(owner);
    if (uid === undefined)
        throw new instructions/* InstallError */.sy(`can't find user for ${owner}`, instruction.file);
    if (groupFault !== undefined)
        throw new instructions/* InstallError */.sy(groupFault, instruction.file);
    const gid = group === undefined ? unchanged : groupId(group);
    if (gid === undefined)
        throw new instructions/* InstallError */.sy(`can't find group for ${group}`, instruction.file);
    (0,external_node_fs_.chownSync)(instruction.file, uid, gid);
}
/** The entries of the AppSpec, and those that an ACL cannot be without, taken from the file's mode. */
function setAcl(file, entries, pile, compatible) {
    const mode = ((0,external_node_fs_.statSync)(file).mode & 0o777).toString(8).padStart(3, '0');
    const [user = '0', group = '0', other = '0'] = mode;
    const add = (text) => {
        const entry = (0,access/* readAclEntry */.VS)(text, true);
        if (typeof entry !== 'string')
            pile.push(entry);
    };
    const has = (test) => [...entries, ...pile].some(test);
    add(`:${user}`);
    add(`g::${group}`);
    add(`o::${other}`);
    const named = has((entry) => !entry.isDefault && entry.name !== '');
    if (named && !has((entry) => !entry.isDefault && entry.kind === 'mask'))
        add(`m::${group}`);
    if (has((entry) => entry.isDefault)) {
        const hasDefault = (kind) => has((entry) => entry.isDefault && entry.kind === kind && entry.name === '');
        if (!hasDefault('user'))
            add(`d::${user}`);
        if (!hasDefault('group'))
            add(`d:g::${group}`);
        if (!hasDefault('other'))
            add(`d:o:${other}`);
        const defaultGroup = [...entries, ...pile].find((entry) => entry.isDefault && entry.kind === 'group' && entry.name === '');
        if (has((entry) => entry.isDefault && entry.name !== '') && !hasDefault('mask') && defaultGroup) {
            pile.push({ ...defaultGroup, kind: 'mask' });
        }
    }
    const acl = [...entries, ...pile].map(access/* showAclEntry */.MP).join(',');
    const failure = tool(compatible ? asRubyRuns(`setfacl --set ${acl} ${file}`) : ['setfacl', '--set', acl, file]);
    if (failure !== undefined) {
        throw new instructions/* InstallError */.sy(`The deployment failed because of a problem with the acls permission settings in the application specification file for this object: ${file}. Failed command: setfacl --set ${acl} ${file}. Exit code: ${failure}`, file);
    }
}
function setContext(file, context) {
    const object = (0,external_node_fs_.realpathSync)(file);
    const words = [
        ...(context.user === undefined ? [] : ['-s', context.user]),
        '-t',
        context.type,
        ...(context.range === undefined ? [] : ['-r', context.range]),
    ];
    for (const [name, ...args] of [
        ['semanage', 'fcontext', '-a', ...words, object],
        ['restorecon', '-v', object],
    ]) {
        const failure = tool([name, ...args]);
        if (failure === undefined)
            continue;
        throw new instructions/* InstallError */.sy(`The deployment failed because the application specification file contains an error in the settings for the context parameter. Update the permissions section of the AppSpec file, and then try again. Failed command: ${[name, ...args].join(' ')}. Exit code: ${failure}`, file);
    }
    return object;
}
/** How long a tool may take, in ms. */
const TOOL_TIMEOUT = 60_000;
/** Undefined after success; else what happened. */
function tool([name, ...args]) {
    const { status, signal, error } = (0,external_node_child_process_.spawnSync)(name, args, { stdio: 'ignore', timeout: TOOL_TIMEOUT });
    if (status === 0)
        return undefined;
    if (error && (0,files/* codeOf */.$N)(error) === 'ENOENT')
        return `${name} is not installed on this host`;
    return error?.message ?? (signal === null ? `exit ${status}` : `ended by ${signal}`);
}
const WORDS = {
    ENOENT: 'No such file or directory',
    EEXIST: 'File exists',
    EACCES: 'Permission denied',
    EPERM: 'Operation not permitted',
    ENOTDIR: 'Not a directory',
    EISDIR: 'Is a directory',
    ENOSPC: 'No space left on device',
    EROFS: 'Read-only file system',
    ELOOP: 'Too many levels of symbolic links',
    ENAMETOOLONG: 'File name too long',
    EDQUOT: 'Disk quota exceeded',
};
const MAY_NOT = 'Run it as a user who may write there, or deploy below a `destination-root` that this user may write to.';
const ADVICE = {
    ENOSPC: room/* MORE_ROOM */.wi,
    EDQUOT: room/* MORE_ROOM */.wi,
    EACCES: MAY_NOT,
    EPERM: MAY_NOT,
    EROFS: MAY_NOT,
};
function adviceOn(error) {
    return ADVICE[(0,files/* codeOf */.$N)(error) ?? ''];
}
/** A system error in words, with the path that it is about. */
function explain(error, instruction) {
    const code = (0,files/* codeOf */.$N)(error);
    if (code === undefined)
        return (0,errors/* messageOf */.bD)(error);
    const missing = instruction.type === 'copy' && !(0,files/* lstatOf */.m4)(instruction.source);
    const path = missing ? instruction.source : pathOf(instruction);
    return `${WORDS[code] ?? code} - ${path} (${instruction.type})`;
}
function pathOf(instruction) {
    if (instruction.type === 'mkdir')
        return instruction.directory;
    return instruction.type === 'copy' ? instruction.destination : instruction.file;
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/links.js




/**
 * Refuses permissions that would reach through an installed link: modes, owners and ACLs of a link are those of what it
 * leads to, and that may be any file of the host. What this deployment installs, or what lies below the folder that
 * stands for `/`, may be reached. AWS's agent, which `agent-compatible` follows where nothing stands for `/`, reaches all.
 */
function linkGuard(list, root, compatible) {
    if (compatible && root === undefined)
        return () => undefined;
    let installed;
    return (file) => {
        if (!(0,external_node_fs_.lstatSync)(file, { throwIfNoEntry: false })?.isSymbolicLink())
            return;
        const real = realOf(file);
        if (real === undefined)
            return;
        installed ??= root === undefined ? installedBy(list) : undefined;
        if (root === undefined ? installed?.has(real) : (0,folders/* isInside */.F)((0,external_node_fs_.realpathSync)(root), real))
            return;
        throw new instructions/* InstallError */.sy(`The permissions of the link ${file} would be those of ${real}, which is not installed.`, file);
    };
}
function installedBy(list) {
    const paths = list.flatMap((instruction) => {
        if (instruction.type === 'copy')
            return [instruction.destination];
        return instruction.type === 'mkdir' ? [instruction.directory] : [];
    });
    return new Set(paths.map((path) => (0,external_node_path_.join)(realOf((0,external_node_path_.dirname)(path)) ?? (0,external_node_path_.dirname)(path), (0,external_node_path_.basename)(path))));
}
function realOf(path) {
    try {
        return (0,external_node_fs_.realpathSync)(path);
    }
    catch {
        // It leads nowhere, or in a circle: whoever follows it finds nothing to change.
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/paths.js




/** Where the paths of an AppSpec lie on this host: as they stand, or below a folder that stands for `/`. */
class HostPaths {
    root;
    workingDirectory;
    constructor(destinationRoot, workingDirectory) {
        this.root = destinationRoot === undefined ? undefined : (0,external_node_path_.resolve)(destinationRoot);
        this.workingDirectory = (0,external_node_path_.resolve)(workingDirectory ?? this.root ?? '/');
    }
    /** Makes what must be there before anything else. Throws `config/revision` where it cannot be made. */
    prepare() {
        if (this.root === undefined)
            return;
        try {
            (0,folders/* makeFolder */.f)(this.root);
        }
        catch (error) {
            throw new errors/* ActionError */.lZ('config/revision', {
                message: `the folder ${this.root}, which stands for /, cannot be made: ${(0,errors/* messageOf */.bD)(error)}`,
                advice: 'Give a `destination-root` below a folder that this user may write to.',
                cause: error,
            });
        }
    }
    /** An AppSpec's path as an absolute one of this host. */
    onHost(path) {
        if (this.root === undefined)
            return (0,external_node_path_.resolve)(this.workingDirectory, path);
        return (0,external_node_path_.isAbsolute)(path) ? (0,external_node_path_.join)(this.root, (0,external_node_path_.resolve)('/', path)) : (0,external_node_path_.resolve)(this.workingDirectory, path);
    }
    /** The first existing part of a path leads out of the folder that stands for `/`, by `..` or through a link. */
    leavesRoot(path) {
        if (this.root === undefined || !(0,external_node_fs_.existsSync)(this.root))
            return false;
        let existing = path;
        while (!(0,external_node_fs_.existsSync)(existing) && existing !== (0,external_node_path_.dirname)(existing))
            existing = (0,external_node_path_.dirname)(existing);
        return !(0,folders/* isInside */.F)((0,external_node_fs_.realpathSync)(this.root), (0,external_node_fs_.realpathSync)(existing));
    }
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/places.js
/** How the paths of an AppSpec are put together, looked at, and named. */



/** Every path is an absolute one without `.` and `..` from the beginning. */
function hostPlaces(paths) {
    return {
        begin: (path) => paths.onHost(path === '' ? '/' : path),
        join: external_node_path_.join,
        parent: external_node_path_.dirname,
        look: (path) => path,
        settle: (path) => path,
    };
}
/**
 * AWS's agent asks the host for paths as they are written and makes them as Ruby's `File.expand_path` has them: `x/../y`
 * is not there as long as `x` is not, and `~` is looked for by that name but stands for a home.
 */
function agentPlaces(workingDirectory) {
    return {
        begin: (path) => path,
        join: (folder, name) => `${folder.replace(/\/+$/, '')}/${name.replace(/^\/+/, '')}`,
        parent: external_node_path_.dirname,
        look: (path) => (path === '' || (0,external_node_path_.isAbsolute)(path) ? path : `${workingDirectory}/${path}`),
        settle: (path) => {
            const [, user, rest = ''] = /^~([^/]*)(.*)$/s.exec(path) ?? [];
            if (user === undefined)
                return (0,external_node_path_.resolve)(workingDirectory, path);
            const home = homeOf(user);
            if (home === undefined)
                throw new instructions/* InstallError */.sy(`user ${user} doesn't exist`);
            // Not `resolve`, which ncc takes for a path of the project where it does not know the first part.
            return (0,external_node_path_.join)(home, rest);
        },
    };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/plan.js
/** Works out what Install does before it does it. */






/** The host as it is. `File.exist?` of Ruby: a dangling link does not exist. */
const hostNow = { exists: external_node_fs_.existsSync, isFolder: (path) => (0,files/* statOf */._N)(path)?.isDirectory() ?? false };
/** The host as it will be when the previous installation is gone. A dangling link exists: it would be written through. */
class HostAfterCleanup {
    #gone = new Set();
    constructor(cleanup) {
        for (const { path, context } of cleanup.toReversed()) {
            const stat = context ? undefined : (0,files/* lstatOf */.m4)(path);
            if (!stat)
                continue;
            const stays = stat.isDirectory() && (0,external_node_fs_.readdirSync)(path).some((name) => !this.#gone.has((0,external_node_path_.join)(path, name)));
            if (!stays)
                this.#gone.add(path);
        }
    }
    exists(path) {
        return !this.#gone.has(path) && (0,files/* lstatOf */.m4)(path) !== undefined;
    }
    /** Whether the cleanup removes it: a folder that holds something else stays. */
    removes(path) {
        return this.#gone.has(path);
    }
    isFolder(path) {
        return !this.#gone.has(path) && ((0,files/* statOf */._N)(path)?.isDirectory() ?? false);
    }
}
async function planInstall(spec, options) {
    const planner = new Planner(options);
    for (const entry of spec.files) {
        if (entry.fault !== undefined)
            throw new instructions/* InstallError */.sy(entry.fault);
        await planner.file(entry.source, entry.destination);
    }
    for (const permission of spec.permissions) {
        planner.permission(permission);
    }
    return planner;
}
/** What DISALLOW says of a file that is there, in the words of AWS's agent; `more` were found beside it. */
function conflictError(path, more = 0) {
    const others = more === 0 ? '' : `, and ${more} more`;
    return new instructions/* InstallError */.sy(`The deployment failed because a specified file already exists at this location: ${path}${others}`, path);
}
class Planner {
    instructions = new instructions/* Instructions */.wP();
    retained = [];
    overwritten = new Set();
    #options;
    #places;
    constructor(options) {
        this.#options = options;
        const asWritten = options.compatible && options.paths.root === undefined;
        this.#places = asWritten ? agentPlaces(options.paths.workingDirectory) : hostPlaces(options.paths);
    }
    permission(permission) {
        const object = this.#places.begin(permission.object);
        this.instructions.permit(permission, this.#places.settle(object), () => this.#isFolder(object));
    }
    async file(source, destination) {
        const places = this.#places;
        const from = places.join(this.#options.archive, source);
        this.#checkSource(source, from);
        const isFolder = hostNow.isFolder(from);
        if (!this.#options.compatible && isFolder && destination === '')
            throw new instructions/* InstallError */.sy(`File exists @ dir_s_mkdir - ${this.#options.paths.workingDirectory}`);
        // An empty destination of a file is the root folder: AWS's agent joins the two with a slash.
        const to = places.begin(destination);
        const target = isFolder ? to : places.join(to, (0,external_node_path_.basename)(from));
        this.#checkTarget(target);
        this.#ancestors(target);
        if (isFolder)
            await this.#folder(from, to, []);
        else
            this.#file(from, target);
    }
    #exists(path) {
        return this.#options.view.exists(this.#places.look(path));
    }
    #isFolder(path) {
        return this.#options.view.isFolder(this.#places.look(path));
    }
    async #folder(from, to, above) {
        const real = (0,external_node_fs_.realpathSync)(from);
        // AWS's agent copies such a loop forty times into itself, or until the host gives up.
        if (above.includes(real)) {
            throw new instructions/* InstallError */.sy(`The link ${from} leads back to a folder above it.`, from);
        }
        if (!this.#isFolder(to)) {
            if (!this.#options.compatible && this.#exists(to)) {
                throw new instructions/* InstallError */.sy(`A folder is to be made where a file is: ${to}`, to);
            }
            this.instructions.mkdir(this.#places.settle(to));
        }
        else
            this.#checkTarget(to);
        for (const name of (0,external_node_fs_.readdirSync)(from).toSorted()) {
            const [source, target] = [this.#places.join(from, name), this.#places.join(to, name)];
            if (hostNow.isFolder(source)) {
                this.#checkLink(source);
                await this.#folder(source, target, [...above, real]);
            }
            else
                this.#file(source, target);
            await this.#options.pace.step();
        }
    }
    #file(source, target) {
        const path = this.#places.settle(target);
        if (!this.#exists(target)) {
            this.instructions.copy(source, path);
            return;
        }
        const { behavior } = this.#options;
        if (behavior === 'RETAIN')
            this.retained.push(path);
        else if (behavior === 'OVERWRITE') {
            if (!this.#options.compatible && this.#isFolder(target)) {
                throw new instructions/* InstallError */.sy(`A file is to be made where a folder is: ${path}`, path);
            }
            this.overwritten.add(path);
            this.instructions.copy(source, path);
        }
        else if (behavior === 'DISALLOW') {
            if (this.#options.conflicts) {
                this.#options.conflicts.push(path);
                return;
            }
            throw conflictError(target);
        }
        else {
            throw new instructions/* InstallError */.sy(`The deployment failed because an invalid option was specified for fileExistsBehavior: ${behavior}. Valid options include OVERWRITE, RETAIN, and DISALLOW.`, path);
        }
    }
    #ancestors(target) {
        const places = this.#places;
        const missing = [];
        for (let above = places.parent(target); !['.', '/'].includes(above) && !this.#exists(above); above = places.parent(above)) {
            missing.unshift(above);
        }
        for (const folder of missing)
            this.instructions.mkdir(places.settle(folder));
    }
    #checkSource(source, from) {
        if (this.#options.compatible)
            return;
        if (!(0,folders/* isInside */.F)(this.#options.archive, from)) {
            throw new instructions/* InstallError */.sy(`The source ${source} lies outside of the revision.`, from);
        }
        if ((0,files/* lstatOf */.m4)(from) === undefined)
            throw new instructions/* InstallError */.sy(`The source ${source} is not in the revision.`, from);
        this.#checkLink(from);
    }
    /** A link to a folder is copied as that folder: one that lies elsewhere would bring the host's own files. */
    #checkLink(path) {
        if (this.#options.compatible || !(0,files/* lstatOf */.m4)(path)?.isSymbolicLink() || !hostNow.isFolder(path))
            return;
        if ((0,folders/* isInside */.F)((0,external_node_fs_.realpathSync)(this.#options.archive), (0,external_node_fs_.realpathSync)(path)))
            return;
        throw new instructions/* InstallError */.sy(`The link ${path} leads to a folder outside of the revision: ${(0,external_node_fs_.realpathSync)(path)}`, path);
    }
    #checkTarget(target) {
        if (!this.#options.paths.leavesRoot((0,external_node_path_.resolve)(target)))
            return;
        throw new instructions/* InstallError */.sy(`The destination ${target} leads out of ${this.#options.paths.root}.`, target);
    }
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/parse.js + 5 modules
var parse = __webpack_require__(19276);
// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/yaml.js + 6 modules
var yaml = __webpack_require__(17296);
;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/types.js
/** The lifecycle of an instance, in order. BlockTraffic and AllowTraffic belong to the service and never reach an agent. */
const LIFECYCLE = [
    'BeforeBlockTraffic',
    'AfterBlockTraffic',
    'ApplicationStop',
    'DownloadBundle',
    'BeforeInstall',
    'Install',
    'AfterInstall',
    'ApplicationStart',
    'ValidateService',
    'BeforeAllowTraffic',
    'AfterAllowTraffic',
];
/** The lifecycle of an instance that stands behind no load balancer. */
const LIFECYCLE_WITHOUT_LOAD_BALANCER = LIFECYCLE.filter((event) => !event.endsWith('Traffic'));

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/revision.js





/** What keeps a revision from being used: its AppSpec is missing or refused. */
class RevisionError extends Error {
    problems;
    constructor(message, problems = []) {
        super(message);
        this.name = 'RevisionError';
        this.problems = problems;
    }
}
/** The AppSpec for a hook. 1.8 wants the very name; 2.x also takes `appspec.yaml`. */
function specForHook(archive, options) {
    const wanted = (0,external_node_path_.join)(archive, options.appSpecFile);
    const fallback = (0,external_node_path_.join)(archive, 'appspec.yaml');
    if ((0,external_node_fs_.existsSync)(wanted))
        return revision_parse(wanted, options.appSpecFile, options);
    if (options.agent === '2.x' && (0,external_node_fs_.existsSync)(fallback))
        return revision_parse(fallback, 'appspec.yaml', options);
    throw new RevisionError(`The CodeDeploy agent did not find an AppSpec file within the unpacked revision directory at revision-relative path "${options.appSpecFile}". The revision was unpacked to directory "${archive}", and the AppSpec file was expected but not found at path "${wanted}". Consult the AWS CodeDeploy Appspec documentation for more information at http://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html`);
}
/** The AppSpec for Install, which both agents also find as `appspec.yaml`; hook names are checked here and not before. */
function specForInstall(archive, options, possible) {
    const name = [options.appSpecFile, 'appspec.yaml', 'appspec.yml'].find((file) => (0,external_node_fs_.existsSync)((0,external_node_path_.join)(archive, file))) ??
        'appspec.yml';
    const spec = revision_parse((0,external_node_path_.join)(archive, name), name, options);
    const events = spec.hooks.map((hook) => hook.event);
    const unknown = spec.hooks.filter((hook) => !possible.includes(hook.event));
    if (unknown.length > 0) {
        const shown = unknown.map((hook) => hook.shown ?? JSON.stringify(hook.event));
        throw new RevisionError(`${name} file contains unknown lifecycle events: [${shown.join(', ')}]`);
    }
    const known = [...events, ...LIFECYCLE];
    const missing = possible.filter((event) => !known.includes(event));
    if (missing.length > 0) {
        throw new RevisionError(`You specified a lifecycle event which is not a default one and doesn't exist in your ${name} file: ${missing.join(',')}`);
    }
    return spec;
}
function revision_parse(path, file, options) {
    if (!(0,external_node_fs_.existsSync)(path))
        throw new RevisionError(`No such file or directory @ rb_sysopen - ${path}`);
    const parsed = (0,parse/* parseAppSpec */.W)((0,yaml/* decodeText */.g)((0,external_node_fs_.readFileSync)(path)), {
        file,
        platform: 'server',
        agent: options.agent,
        codedeployLocal: options.codedeployLocal,
    });
    if (parsed.ok)
        return parsed.spec;
    const [first] = parsed.problems;
    throw new RevisionError(first?.message ?? `${file} cannot be used`, parsed.problems);
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/show.js
/** Says what is done or would be done, in the words of `Action`. */


function actionsOf(plan, showSource) {
    const made = plan.instructions.list.map((instruction) => {
        const action = actionOf(instruction, showSource);
        return action.kind === 'copy' && plan.overwritten.has(action.path) ? { ...action, overwrites: true } : action;
    });
    return [...plan.retained.map((path) => ({ kind: 'retain', path })), ...made];
}
function actionOf(instruction, showSource) {
    switch (instruction.type) {
        case 'mkdir':
            return { kind: 'mkdir', path: instruction.directory };
        case 'copy':
            return { kind: 'copy', source: showSource(instruction.source), path: instruction.destination };
        case 'chmod':
            return { kind: 'chmod', path: instruction.file, mode: instruction.mode };
        case 'chown': {
            const { file, owner, group } = instruction;
            return { kind: 'chown', path: file, ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) };
        }
        case 'setfacl':
            return { kind: 'setfacl', path: instruction.file, acl: instruction.acl.map(access/* showAclEntry */.MP) };
        case 'semanage': {
            const { user, type, range } = instruction.context;
            return {
                kind: 'semanage',
                path: instruction.file,
                context: [user, type, range].filter((part) => part !== undefined).join(':'),
            };
        }
    }
}
function hookActions(spec, event) {
    const scripts = spec.hooks.find((hook) => hook.event === event)?.scripts ?? [];
    return scripts.map(({ location, runas, timeout }) => ({
        kind: 'run',
        event,
        path: location,
        user: runas || (0,external_node_os_.userInfo)().username,
        timeout,
    }));
}
/** Why root is needed: one line for each owner, group, user or context of the AppSpec that only root can give. */
function privilegesOf(spec) {
    const me = (0,external_node_os_.userInfo)().username;
    const owners = spec.permissions.flatMap(({ owner, group, context, object, at }) => [
        ...(owner !== undefined && owner !== me ? [`line ${at.line}: owner ${owner} for ${object}`] : []),
        ...(group !== undefined ? [`line ${at.line}: group ${group} for ${object}`] : []),
        ...(context !== undefined ? [`line ${at.line}: SELinux context for ${object}`] : []),
    ]);
    const users = spec.hooks.flatMap(({ event, scripts }) => scripts
        .filter(({ runas, sudo }) => sudo || (runas !== undefined && runas !== me))
        .map(({ runas, location, at }) => `line ${at.line}: ${event} runs ${location} as ${runas || 'root'}`));
    return [...owners, ...users];
}
/** One action as a line of text. */
function showAction(action) {
    switch (action.kind) {
        case 'copy':
            return `copy   ${action.source} -> ${action.path}${action.overwrites ? ', which is overwritten' : ''}`;
        case 'chmod':
            return `chmod  ${action.mode} ${action.path}`;
        case 'chown':
            return `chown  ${action.owner ?? ''}:${action.group ?? ''} ${action.path}`;
        case 'setfacl':
            return `setfacl ${action.acl.join(',')} ${action.path}`;
        case 'semanage':
            return `context ${action.context} ${action.path}`;
        case 'conflict':
            return `exists ${action.path}, which may not be replaced (DISALLOW)`;
        case 'run':
            return `run    ${action.event}: ${action.path} as ${action.user}, at most ${action.timeout} s`;
        default:
            return `${action.kind.padEnd(6)} ${action.path}`;
    }
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/deployment.js
/** One deployment on this host, event by event. */



















/** Events whose scripts come from the revision that is installed, not from the new one. */
const OF_INSTALLED = ['BeforeBlockTraffic', 'AfterBlockTraffic', 'ApplicationStop'];
/** In the rollback of a blue/green deployment the traffic goes back: its hooks come from the other side. */
const OF_INSTALLED_IN_ROLLBACK = ['ApplicationStop', 'BeforeAllowTraffic', 'AfterAllowTraffic'];
const OF_MOST_RECENT_IN_ROLLBACK = ['BeforeBlockTraffic', 'AfterBlockTraffic'];
const DEFAULT_MAX_REVISIONS = 5;
const DEFAULT_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
class Deployment {
    #options;
    #state;
    #paths;
    #compatible;
    #spec;
    #pace;
    #events = [];
    #actions = [];
    #remains;
    #needsRoot = [];
    #beside;
    constructor(options) {
        this.#options = options;
        this.#state = new State(options.root, options.deploymentGroupId, options.deploymentId);
        this.#paths = new HostPaths(options.destinationRoot, options.workingDirectory);
        this.#compatible = options.agentCompatible !== undefined && options.agentCompatible !== false;
        this.#spec = {
            appSpecFile: options.appSpecFile ?? 'appspec.yml',
            agent: options.agentVersion ?? '1.8',
            codedeployLocal: options.agentCompatible === 'codedeploy-local',
        };
        this.#pace = new files/* Pace */.oG(options.signal);
    }
    async run() {
        await this.#refuseWithoutRoot();
        this.#state.prepare();
        try {
            this.#paths.prepare();
            return await this.#runEvents(this.#eventList());
        }
        finally {
            this.#state.release();
        }
    }
    /** Says beforehand what only root can do, instead of failing half way. AWS's agent always is root. */
    async #refuseWithoutRoot() {
        if (this.#compatible || (0,external_node_os_.userInfo)().uid === 0 || !this.#eventList().includes('DownloadBundle'))
            return;
        const { parsed } = await (0,facts/* collectRevisionFacts */.t)(this.#options.revision, { appSpecFile: this.#spec.appSpecFile });
        if (!parsed?.ok || parsed.spec.platform !== 'server')
            return;
        this.#needsRoot = privilegesOf(parsed.spec);
        if (this.#needsRoot.length === 0)
            return;
        throw new errors/* ActionError */.lZ('config/revision', {
            message: `this AppSpec needs root: ${this.#needsRoot.join('; ')}`,
            advice: 'Run the job as root, or leave owners, groups and users out of what is tested here.',
            subject: 'revision',
        });
    }
    async #runEvents(events) {
        let failed;
        for (const event of events) {
            if (failed || this.#options.signal?.aborted) {
                this.#report({
                    event,
                    status: 'skipped',
                    at: new Date(),
                    ms: 0,
                    reason: failed ? `${failed.event} failed` : 'cancelled',
                    scripts: [],
                });
                continue;
            }
            const result = await this.#event(event);
            const tolerated = event === 'ApplicationStop' && this.#options.ignoreApplicationStopFailures;
            if (result.status === 'failed' && !(tolerated && !this.#options.signal?.aborted))
                failed = result;
        }
        const result = this.#result(failed);
        if (result.outcome !== 'succeeded' && !this.#compatible)
            this.#state.restorePrevious();
        return result;
    }
    /** What `run` would do, without doing it. A revision that travels as an archive is unpacked aside for it. */
    async rehearse() {
        const aside = this.#options.scratch ?? (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'revision-'));
        try {
            const archive = (0,external_node_path_.join)(aside, 'deployment-archive');
            let failed;
            for (const event of this.#eventList()) {
                const common = { event, at: new Date(), ms: 0, scripts: [] };
                try {
                    if (!failed)
                        this.#actions.push(...(await this.#foresee(event, archive)));
                    this.#report({ ...common, status: 'skipped', reason: failed ? `${failed.event} would fail` : 'dry run' });
                }
                catch (error) {
                    failed = { ...common, status: 'failed', diagnostics: this.#diagnose(error) };
                    this.#report(failed);
                }
            }
            return this.#result(failed);
        }
        finally {
            (0,external_node_fs_.rmSync)(aside, { recursive: true, force: true });
        }
    }
    async #foresee(event, archive) {
        if (event === 'DownloadBundle') {
            await (0,bundle/* unpackRevision */.s)(this.#options.revision, archive, this.#unpacking());
            this.#beside = await (0,room/* revisionBeside */.qf)(archive, this.#state, this.#maxRevisions, this.#pace);
            this.#needsRoot = privilegesOf(specForHook(archive, this.#spec));
            return [];
        }
        if (event !== 'Install') {
            const installed = this.#state.lastSuccessful();
            const from = this.#isOfInstalled(event) ? installed && (0,external_node_path_.join)(installed, 'deployment-archive') : archive;
            return from !== undefined && (0,external_node_fs_.existsSync)(from) ? hookActions(specForHook(from, this.#spec), event) : [];
        }
        const before = this.#state.installed();
        const after = new HostAfterCleanup(before);
        const conflicts = [];
        const plan = await this.#plan(this.#specForInstall(archive), archive, after, conflicts);
        const gone = before.flatMap(({ path }) => (after.removes(path) ? [path] : []));
        const removed = gone.toReversed().map((path) => ({ kind: 'remove', path }));
        const inTheWay = conflicts.map((path) => ({ kind: 'conflict', path }));
        const actions = [...removed, ...inTheWay, ...actionsOf(plan, (path) => (0,external_node_path_.relative)(archive, path))];
        const [first, ...more] = conflicts;
        if (first === undefined) {
            (0,room/* checkInstallRoom */.Lh)(plan.instructions.list, gone, this.#beside);
            return actions;
        }
        this.#actions.push(...actions);
        throw conflictError(first, more.length);
    }
    get #maxRevisions() {
        return this.#options.maxRevisions ?? DEFAULT_MAX_REVISIONS;
    }
    #eventList() {
        if (this.#options.events)
            return this.#options.events;
        return this.#options.loadBalancer ? LIFECYCLE : LIFECYCLE_WITHOUT_LOAD_BALANCER;
    }
    #result(failed) {
        const cancelled = this.#options.signal?.aborted &&
            (failed !== undefined || this.#events.some(({ reason }) => reason === 'cancelled'));
        return {
            outcome: cancelled ? 'cancelled' : failed ? 'failed' : 'succeeded',
            deploymentId: this.#state.deploymentId,
            folder: this.#state.folder,
            log: this.#state.log,
            events: this.#events,
            ...(failed && { failed }),
            actions: this.#actions,
            ...(this.#remains && { remains: this.#remains }),
            needsRoot: this.#needsRoot,
        };
    }
    async #event(event) {
        const at = new Date();
        const started = performance.now();
        this.#options.onEvent?.({ event, status: 'started', at, ms: 0 });
        const end = await this.#attempt(event);
        const { diagnostics, reason, scripts } = end;
        const result = {
            event,
            status: diagnostics ? 'failed' : 'succeeded',
            at,
            ms: Math.round(performance.now() - started),
            scripts,
            ...(diagnostics && { diagnostics }),
            ...(diagnostics && diagnostics.scriptName !== '' && { script: diagnostics.scriptName }),
            ...(reason !== undefined && { reason }),
        };
        this.#report(result);
        return result;
    }
    async #attempt(event) {
        try {
            if (event === 'DownloadBundle')
                return await this.#download();
            if (event === 'Install')
                return await this.#install();
            return await this.#hook(event);
        }
        catch (error) {
            return { scripts: [], diagnostics: this.#diagnose(error), cancelled: this.#options.signal?.aborted ?? false };
        }
    }
    #diagnose(error) {
        const [problem] = error instanceof RevisionError ? error.problems : [];
        if (!problem) {
            const advice = error instanceof errors/* ActionError */.lZ || error instanceof instructions/* InstallError */.sy ? error.advice : undefined;
            return { ...unknownError((0,errors/* messageOf */.bD)(error)), ...(advice !== undefined && { advice }) };
        }
        return {
            ...unknownError(problem.message),
            source: { file: this.#spec.appSpecFile, line: problem.line, column: problem.column },
        };
    }
    #report(result) {
        this.#events.push(result);
        const { scripts: _, ...report } = result;
        this.#options.onEvent?.(report);
    }
    async #download() {
        this.#state.pruneArchives(this.#maxRevisions);
        (0,external_node_fs_.rmSync)(this.#state.archive, { recursive: true, force: true });
        await (0,bundle/* unpackRevision */.s)(this.#options.revision, this.#state.archive, this.#unpacking());
        this.#state.setMostRecent();
        return { scripts: [], cancelled: false };
    }
    #unpacking() {
        const { bundleType, signal } = this.#options;
        return { ...(bundleType && { type: bundleType }), ...(signal && { signal }) };
    }
    #specForInstall(archive) {
        const possible = this.#options.possibleEvents ?? [...LIFECYCLE, ...this.#eventList()];
        return specForInstall(archive, this.#spec, possible);
    }
    async #install() {
        const spec = this.#specForInstall(this.#state.archive);
        this.#needsRoot = privilegesOf(spec);
        let removed = [];
        let touched = false;
        const clean = async () => {
            touched = true;
            removed = await removePrevious(this.#state, this.#pace);
        };
        try {
            let plan;
            if (this.#compatible) {
                await clean();
                plan = await this.#plan(spec, this.#state.archive, hostNow);
            }
            else {
                const before = this.#state.installed();
                plan = await this.#plan(spec, this.#state.archive, new HostAfterCleanup(before));
                (0,room/* checkInstallRoom */.Lh)(plan.instructions.list, before.map(({ path }) => path));
                await clean();
            }
            await execute(plan.instructions.list, {
                state: this.#state,
                compatible: this.#compatible,
                throughLinks: this.#compatible && this.#paths.root === undefined,
                aclsPileUp: this.#compatible && this.#spec.agent === '1.8',
                guard: linkGuard(plan.instructions.list, this.#paths.root, this.#compatible),
                pace: this.#pace,
            });
            this.#actions = [...removed.map((path) => ({ kind: 'remove', path })), ...actionsOf(plan, (path) => path)];
        }
        catch (error) {
            if (touched)
                this.#remains = this.#remainsAfter(removed);
            throw error;
        }
        if (!this.#compatible)
            this.#state.rememberPrevious();
        this.#state.setLastSuccessful(this.#state.folder);
        return { scripts: [], cancelled: false };
    }
    #plan(spec, archive, view, conflicts) {
        const behavior = spec.fileExistsBehavior ?? (this.#options.fileExistsBehavior ?? 'DISALLOW').toUpperCase();
        return planInstall(spec, {
            archive,
            paths: this.#paths,
            behavior,
            view,
            compatible: this.#compatible,
            pace: this.#pace,
            ...(conflicts && { conflicts }),
        });
    }
    #remainsAfter(removed) {
        const paths = this.#state
            .installed()
            .map(({ path }) => path)
            .filter((path) => (0,external_node_fs_.existsSync)(path));
        const before = removed.length === 0
            ? ''
            : `The files of the previous deployment are gone (${removed.length} paths): deploy its revision again to have them back. `;
        const now = paths.length === 0
            ? 'Nothing of this one was installed.'
            : `${paths.length} paths of this one remain, which ${this.#state.cleanupFile} lists: the next deployment of the group removes them first, or remove them by hand.`;
        return { paths, advice: `${before}${now}` };
    }
    async #hook(event) {
        const folder = this.#folderFor(event);
        if (folder === undefined)
            return { scripts: [], cancelled: false, reason: 'no revision is installed yet' };
        const archive = (0,external_node_path_.join)(folder, 'deployment-archive');
        if (!this.#compatible && folder !== this.#state.folder && !(0,external_node_fs_.existsSync)(archive)) {
            return { scripts: [], cancelled: false, reason: `the installed revision is no longer there (${archive})` };
        }
        const spec = specForHook(archive, this.#spec);
        const { signal, onOutput } = this.#options;
        const end = await runHook({
            event,
            archive,
            spec,
            log: this.#state.log,
            root: this.#state.root,
            environment: this.#environment(event),
            cwd: this.#paths.workingDirectory,
            compatible: this.#compatible,
            marker: (run) => markerOf(this.#state.root, this.#state.deploymentId, event, `${run}.${crypto.randomUUID().slice(0, 8)}`),
            ...(signal && { signal }),
            onOutput: (line) => onOutput?.(line),
        });
        return end.scripts.length === 0 && !end.diagnostics ? { ...end, reason: 'no scripts' } : end;
    }
    #isOfInstalled(event) {
        return (this.#isRollback() ? OF_INSTALLED_IN_ROLLBACK : OF_INSTALLED).includes(event);
    }
    #isRollback() {
        return this.#options.deploymentCreator === 'codeDeployRollback' && this.#options.deploymentType === 'BLUE_GREEN';
    }
    /** Folder of the deployment whose scripts run. AWS's agent takes the new one as soon as it is downloaded. */
    #folderFor(event) {
        if (this.#compatible && (0,external_node_fs_.existsSync)(this.#state.archive))
            return this.#state.folder;
        if (this.#isOfInstalled(event))
            return this.#state.lastSuccessful();
        if (this.#isRollback() && OF_MOST_RECENT_IN_ROLLBACK.includes(event))
            return this.#state.mostRecent();
        return this.#state.folder;
    }
    #environment(event) {
        const { environment, applicationName, deploymentGroupName, deploymentGroupId, revisionEnvironment } = this.#options;
        return {
            ...(environment ?? DEFAULT_ENVIRONMENT),
            LIFECYCLE_EVENT: event,
            DEPLOYMENT_ID: this.#state.deploymentId,
            APPLICATION_NAME: applicationName,
            DEPLOYMENT_GROUP_NAME: deploymentGroupName,
            DEPLOYMENT_GROUP_ID: deploymentGroupId,
            ...revisionEnvironment,
            ...(this.#paths.root !== undefined && { DESTDIR: this.#paths.root }),
        };
    }
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/obstacles.js




/**
 * Why this user could not carry out what a dry run lists, as far as that shows beforehand: a sentence for each line of
 * the AppSpec that needs root, and for each folder or file that stands in the way, the agent's own folder `root` among
 * them. Empty: nothing does. Nothing is written.
 */
function obstaclesOf(root, { actions, needsRoot }) {
    const removed = new Set(actions.flatMap((action) => (action.kind === 'remove' ? [action.path] : [])));
    const folders = new Set([root]);
    const found = new Set((0,external_node_os_.userInfo)().uid === 0 ? [] : needsRoot.map((why) => `${why} needs root`));
    for (const action of actions) {
        if (action.kind === 'remove' || action.kind === 'mkdir' || action.kind === 'copy')
            folders.add((0,external_node_path_.dirname)(action.path));
        if (action.kind === 'copy' && action.overwrites)
            add(found, fileObstacle(action.path));
    }
    for (const folder of folders)
        add(found, folderObstacle(folder, removed));
    return [...found];
}
function add(found, obstacle) {
    if (obstacle !== undefined)
        found.add(obstacle);
}
/** Looks at the folder, or where it is to be made at the nearest one above that is there. */
function folderObstacle(folder, removed) {
    for (let at = folder;; at = (0,external_node_path_.dirname)(at)) {
        const stat = look(external_node_fs_.statSync, at);
        if (typeof stat === 'string')
            return `${at} cannot be looked at by ${me()} (${stat})`;
        if (stat?.isDirectory())
            return refusal(at, external_node_fs_.constants.W_OK | external_node_fs_.constants.X_OK);
        const isLink = stat === undefined && typeof look(external_node_fs_.lstatSync, at) === 'object';
        if ((stat !== undefined || isLink) && !removed.has(at))
            return `${at} is no folder`;
        if (at === (0,external_node_path_.dirname)(at))
            return undefined;
    }
}
function fileObstacle(path) {
    const stat = look(external_node_fs_.lstatSync, path);
    if (typeof stat !== 'object' || !stat.isFile())
        return undefined;
    const { uid } = (0,external_node_os_.userInfo)();
    // Its times and bits are set too, which only its owner may.
    return uid !== 0 && stat.uid !== uid ? `${path} belongs to another user than ${me()}` : refusal(path, external_node_fs_.constants.W_OK);
}
function look(how, path) {
    try {
        return how(path);
    }
    catch (error) {
        const code = (0,files/* codeOf */.$N)(error) ?? 'unknown';
        return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : code;
    }
}
function refusal(path, mode) {
    try {
        (0,external_node_fs_.accessSync)(path, mode);
        return undefined;
    }
    catch (error) {
        return `${path} cannot be written to by ${me()} (${(0,files/* codeOf */.$N)(error) ?? 'unknown'})`;
    }
}
function me() {
    return (0,external_node_os_.userInfo)().username;
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/agent/index.js






const BEHAVIORS = ['DISALLOW', 'OVERWRITE', 'RETAIN'];
/**
 * Installs a revision on this host and runs its hooks, as AWS's agent does on an instance. All that it needs to know
 * about earlier deployments lies below `root`, so that events may come one at a time, from one process or several.
 * Rejects with an ActionError when the deployment cannot begin; everything later is in the result.
 */
async function deployRevision(options) {
    const behavior = options.fileExistsBehavior;
    if (!options.agentCompatible && behavior !== undefined && !BEHAVIORS.includes(behavior.toUpperCase())) {
        throw new errors/* ActionError */.lZ('config/revision', {
            message: `${JSON.stringify(behavior)} is no file_exists_behavior`,
            expected: BEHAVIORS.join(', '),
            observed: behavior,
            advice: `Use one of ${BEHAVIORS.join(', ')}.`,
        });
    }
    const deployment = new Deployment(options);
    return options.dryRun ? deployment.rehearse() : deployment.run();
}


/***/ })

};
