import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 42613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 20181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 35317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 49140:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("constants");

/***/ }),

/***/ 76982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 24434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 79896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 91943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 58611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 65692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 69278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 34589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 16698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 31421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 37540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 77598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 53053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 40610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 78474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 73024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 51455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 37067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 32467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 44708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 98995:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");

/***/ }),

/***/ 77030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 48161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 76760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 41792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 57075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 46466:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");

/***/ }),

/***/ 46193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");

/***/ }),

/***/ 58500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 41692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 73136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 57975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 73429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 30714:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:vm");

/***/ }),

/***/ 75919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 38522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 70857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 16928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 13193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 53557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 64756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 52018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 87016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 39023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 43106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 62416:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _support_cancelled_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(49062);
/* harmony import */ var _support_clock_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(63747);
/* harmony import */ var _support_runner_text_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(92795);
/* harmony import */ var _support_scratch_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(22655);
/* harmony import */ var _support_terminal_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(95085);





/** The runner's entry: makes the real ports, runs, and sets the exit status. */
// Deprecations inside of dependencies are no news for users of the action.
process.noDeprecation = true;
// On a laptop it may be any Node; an older one would end somewhere on the way, and not say why.
const OLDEST_NODE = 24;
if (Number(process.versions.node.split('.', 1)[0]) < OLDEST_NODE) {
    process.stderr.write(`test-deployments needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}\n`);
    process.exit(1);
}
// Loaded here and not before, so that a cancellation is heard meanwhile.
const [core, { run }] = await Promise.all([Promise.all(/* import() */[__nccwpck_require__.e(119), __nccwpck_require__.e(260), __nccwpck_require__.e(838)]).then(__nccwpck_require__.bind(__nccwpck_require__, 33838)), Promise.all(/* import() */[__nccwpck_require__.e(867), __nccwpck_require__.e(942)]).then(__nccwpck_require__.bind(__nccwpck_require__, 26942))]);
const env = { ...process.env };
// Elsewhere nobody takes workflow commands out of the log, and nobody masks it.
const onRunner = env['GITHUB_ACTIONS'] === 'true' || env['GITHUB_OUTPUT'] !== undefined;
const here = onRunner ? undefined : (0,_support_terminal_js__WEBPACK_IMPORTED_MODULE_3__/* .terminal */ .F)((line) => void process.stdout.write(`${line}\n`));
const annotate = { error: core.error, warning: core.warning, notice: core.notice };
const green = await run({
    place: {
        env,
        workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
        temp: env['RUNNER_TEMP'] ?? (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_2__/* .ownFolder */ .vY)(process.cwd()),
    },
    clock: _support_clock_js__WEBPACK_IMPORTED_MODULE_1__/* .wallClock */ .X,
    cancelled: _support_cancelled_js__WEBPACK_IMPORTED_MODULE_0__/* .cancelled */ .K,
    log: here?.log ?? {
        debug: core.debug,
        info: (text) => core.info((0,_support_runner_text_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutCommands */ .D)(text)),
        warning: (text) => core.warning(text),
        group: (title, body) => core.group((0,_support_runner_text_js__WEBPACK_IMPORTED_MODULE_4__/* .withoutCommands */ .D)(title), body),
        mask: core.setSecret,
    },
}, {
    // On a command line the command is the one argument: `node dist/index.js precheck`.
    input: (name) => core.getInput(name) || (name === 'command' ? (process.argv[2] ?? '') : ''),
    ...(here?.runner ?? {
        output: (name, value) => core.setOutput(name, value),
        summary: async (markdown) => {
            if (env['GITHUB_STEP_SUMMARY'])
                await core.summary.addRaw(markdown).write();
        },
        annotate: ({ level, title, message, file, line, column }) => annotate[level](message, {
            title,
            ...(file !== undefined && { file }),
            ...(line !== undefined && { startLine: line }),
            ...(column !== undefined && { startColumn: column }),
        }),
    }),
});
// Keep-alive connections would hold the process; everything that must be written has been awaited.
process.exit(green ? 0 : 1);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 49062:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ cancelled)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(69166);

/** Aborted when the runner, or a person, ends this process: whoever imports this listens from then on. */
const cancelled = listen();
function listen() {
    const cancelling = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM']) {
        process.on(signal, () => cancelling.abort(new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('cancelled', { message: `the job was cancelled (${signal})` })));
    }
    return cancelling.signal;
}


/***/ }),

/***/ 63747:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ wallClock)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58500);

/** The clock on the wall. */
const wallClock = {
    now: () => new Date(),
    async sleep(ms, signal) {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(ms, undefined, signal ? { signal } : {});
        }
        catch (error) {
            signal?.throwIfAborted();
            throw error;
        }
    },
};


/***/ }),

/***/ 69166:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/* unused harmony export CATALOGUE */
/** No answer could be had. (A bad answer is a Finding, not an error.) */
class ActionError extends Error {
    code;
    kind;
    /** The next step for a person. */
    advice;
    /** What it is about, as in a finding. */
    subject;
    /** The single mistakes, where the message sums up several. */
    findings;
    details;
    constructor(code, text) {
        super(text.message, text.cause === undefined ? undefined : { cause: text.cause });
        this.name = 'ActionError';
        this.code = code;
        this.kind = CATALOGUE[code].kind;
        this.advice = text.advice ?? CATALOGUE[code].advice;
        this.subject = text.subject ?? 'action';
        this.findings = text.findings ?? [];
        const { expected, observed, file, line, column } = text;
        this.details = {
            ...(expected !== undefined && { expected }),
            ...(observed !== undefined && { observed }),
            ...(file !== undefined && { file }),
            ...(line !== undefined && { line }),
            ...(column !== undefined && { column }),
        };
    }
}
/** Every error that users can meet, and what to do next. The reference page is made from this table. */
const CATALOGUE = {
    'config/input': {
        kind: 'configuration',
        advice: 'Correct the `with:` of the step; docs/reference.md lists the inputs.',
    },
    'config/file': { kind: 'configuration', advice: 'Correct the configuration file; its schema is schema/v1.json.' },
    'config/missing-file': {
        kind: 'configuration',
        advice: 'Check the path; it is read from the root of the workspace (did the job run actions/checkout?).',
    },
    'config/template': { kind: 'configuration', advice: 'Correct the template.' },
    'config/parameters': {
        kind: 'configuration',
        advice: "Correct the parameter file: AWS's list form, a plain map, or CodePipeline's form.",
    },
    'config/intent': { kind: 'configuration', advice: 'Correct the intent file; docs/guide.md shows its form.' },
    'config/appspec': { kind: 'configuration', advice: 'Correct the AppSpec file.' },
    'config/revision': {
        kind: 'configuration',
        advice: 'Correct the revision: a folder or an archive with an appspec.yml at its top.',
    },
    'config/reference': {
        kind: 'configuration',
        advice: 'Use a name that exists: {environment}, {stack.ID.outputs.NAME}.',
    },
    'evidence/unreadable': {
        kind: 'configuration',
        advice: 'Check the evidence folder and that the earlier jobs ended by writing their evidence.',
    },
    'evidence/unwritable': { kind: 'configuration', advice: 'Give a folder that the job may write to.' },
    'release/unkept': {
        kind: 'configuration',
        advice: 'Let nothing write to what is released once it is built; then run the job again.',
    },
    'release/not-handed-on': {
        kind: 'configuration',
        advice: 'Start the release again from the job that builds it: what is deployed is what that job stored.',
    },
    'aws/no-credentials': {
        kind: 'permission',
        advice: 'Set plan-role and deploy-role in the configuration and `id-token: write` for the job, or provide ambient AWS credentials.',
    },
    'aws/denied': { kind: 'permission', advice: 'Allow the action for the role that the job takes.' },
    'aws/expired': {
        kind: 'permission',
        advice: 'Run the job again; if it happens again, raise the maximum session duration of the role.',
    },
    'aws/unreachable': {
        kind: 'service',
        advice: 'Check the region, the endpoint (AWS_ENDPOINT_URL) and the network of the runner.',
    },
    'aws/throttled': {
        kind: 'service',
        advice: 'Nothing is wrong with the deployment. Run the job again, or with fewer stacks at a time.',
    },
    'aws/service': { kind: 'service', advice: 'Read the message of the service; run the job again if it is temporary.' },
    'github/no-token': { kind: 'permission', advice: 'Pass `github-token`, or leave the input at its default.' },
    'github/denied': { kind: 'permission', advice: 'Give the job the permission that the message names.' },
    'github/unreachable': { kind: 'service', advice: 'Check GITHUB_API_URL and the network of the runner.' },
    'github/service': {
        kind: 'service',
        advice: 'Run the job again; githubstatus.com tells whether GitHub has trouble.',
    },
    'github/identity': { kind: 'permission', advice: 'Give the job `permissions: id-token: write`.' },
    'github/throttled': {
        kind: 'service',
        advice: 'Nothing is wrong with the deployment. Run the job again later; other jobs with the same token count too.',
    },
    'github/no-artifacts': {
        kind: 'configuration',
        advice: 'Give `evidence` a folder that outlives the job: there is no artifact service here.',
    },
    'github/artifact-exists': {
        kind: 'configuration',
        advice: 'Artifacts cannot be overwritten: give each job of a matrix its own `shard`.',
    },
    'github/artifact-damaged': {
        kind: 'service',
        advice: 'Run the job again; the stored artifact is not what was uploaded.',
    },
    timeout: { kind: 'service', advice: 'It may still be running: look at it before you start it again.' },
    cancelled: {
        kind: 'cancelled',
        advice: 'Run the job again. What still runs or was left, if anything, is listed below.',
    },
    internal: { kind: 'internal', advice: 'This is a mistake in the action: please report it with the log.' },
};
/** An error as one line, without its stack. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ }),

/***/ 79256:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ isInside),
/* harmony export */   f: () => (/* binding */ makeFolder)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);


/**
 * Makes a folder and those above it that are missing. Throws Node's error. One at a time: `recursive` never ends where
 * the file system says that what it was just told to make is not there, as /proc does.
 */
function makeFolder(path) {
    if (isFolder(path))
        return;
    if ((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path) !== path)
        makeFolder((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path));
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(path);
    }
    catch (error) {
        // Somebody else may have made it meanwhile.
        if (!isFolder(path))
            throw error;
    }
}
function isFolder(path) {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
/** Whether a path is the folder itself or lies below it, by their names. Both absolute. */
function isInside(folder, path) {
    const way = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(folder, path);
    return way !== '..' && !way.startsWith('../') && !(0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(way);
}


/***/ }),

/***/ 92795:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ withoutCommands)
/* harmony export */ });
/**
 * A text for the job's log. The runner takes a line that begins with `::`, and `##[` anywhere, for a command; texts from
 * outside (reasons, names, output of scripts) must not be able to give it any.
 */
function withoutCommands(text) {
    return text.replaceAll(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}


/***/ }),

/***/ 22655:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ul: () => (/* binding */ readFiles),
/* harmony export */   hV: () => (/* binding */ writeFiles),
/* harmony export */   pk: () => (/* binding */ withScratchFolder),
/* harmony export */   vY: () => (/* binding */ ownFolder)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(76760);
/* harmony import */ var _folders_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(79256);




/** Gives `body` a fresh folder under `parent` and removes it afterwards, in every ending. */
async function withScratchFolder(parent, body) {
    (0,_folders_js__WEBPACK_IMPORTED_MODULE_3__/* .makeFolder */ .f)(parent);
    const folder = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(parent, 'scratch-'));
    try {
        return await body(folder);
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(folder, { recursive: true, force: true });
    }
}
/** Writes files by their relative names and gives their absolute paths. A name that leads out of the folder throws. */
async function writeFiles(folder, files) {
    const paths = [];
    for (const [name, bytes] of files) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, name);
        if (!(0,_folders_js__WEBPACK_IMPORTED_MODULE_3__/* .isInside */ .F)(folder, path))
            throw new RangeError(`${name} leads out of the folder`);
        (0,_folders_js__WEBPACK_IMPORTED_MODULE_3__/* .makeFolder */ .f)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path));
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(path, bytes);
        paths.push(path);
    }
    return paths;
}
/**
 * The regular files under the folder whose names end so, by relative name with `/`. Symbolic links are left out: they may
 * lead anywhere.
 */
async function readFiles(folder, ending = '') {
    const files = new Map();
    for (const entry of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !entry.name.endsWith(ending))
            continue;
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(entry.parentPath, entry.name);
        files.set((0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(folder, path).split(node_path__WEBPACK_IMPORTED_MODULE_2__.sep).join('/'), await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(path));
    }
    return files;
}
/**
 * Where there is no RUNNER_TEMP: `.test-deployments` below the folder, which version control does not see. Made here as
 * far as that can be done; who writes to it later finds out that it cannot.
 */
function ownFolder(parent) {
    const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(parent, '.test-deployments');
    try {
        (0,_folders_js__WEBPACK_IMPORTED_MODULE_3__/* .makeFolder */ .f)(folder);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, '.gitignore'), '*\n');
    }
    catch {
        // As said.
    }
    return folder;
}


/***/ }),

/***/ 95085:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ terminal)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);

/** `write` gets one line at a time, without a line end, in which nothing that was masked is left. */
function terminal(write) {
    const secrets = [];
    const said = [];
    let report = '';
    const say = (text) => {
        const shown = secrets.reduce((line, secret) => line.replaceAll(secret, '***'), text);
        said.push(shown);
        if (said.length > REMEMBERED)
            said.shift();
        write(shown);
    };
    return {
        log: {
            debug: () => undefined,
            info: say,
            warning: (text) => say(`warning: ${text}`),
            async group(title, body) {
                say(`--- ${title}`);
                return body();
            },
            mask: (value) => void (value !== '' && secrets.push(value)),
        },
        runner: {
            output(name, value) {
                if (name === 'report')
                    report = value;
            },
            summary: (markdown) => {
                if (report === '')
                    return Promise.resolve();
                const path = report.replace(/\.html$/, '.md');
                (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(path, markdown);
                say(`summary: ${path}`);
                say(`page: ${report}`);
                return Promise.resolve();
            },
            annotate: (annotation) => {
                for (const line of linesOf(annotation, said))
                    say(line);
            },
        },
    };
}
/** Lines that are looked through for what was said already. */
const REMEMBERED = 20;
/** The first cause stands in the log with all about it: then only its place is news. */
function linesOf({ level, title, message, file, line, column }, said) {
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    const [first = '', ...more] = message.split('\n');
    if (said.some((earlier) => earlier.includes(first)))
        return place === '' ? [] : [`  at        ${place}`];
    return [
        `${level}: ${first} [${title}]`,
        ...more.map((each) => `  ${each}`),
        ...(place === '' ? [] : [`  at ${place}`]),
    ];
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		id: moduleId,
/******/ 		loaded: false,
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(62416);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
