export const id = 942;
export const ids = [942];
export const modules = {

/***/ 57424:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E2: () => (/* binding */ isThrottling),
/* harmony export */   Is: () => (/* binding */ errorName),
/* harmony export */   ie: () => (/* binding */ toActionError),
/* harmony export */   kc: () => (/* binding */ errorText),
/* harmony export */   nG: () => (/* binding */ httpStatus)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);
/* harmony import */ var _refusals_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65034);


const THROTTLING = new Set([
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'RequestThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'SlowDown',
    'BandwidthLimitExceeded',
]);
const DENIED = new Set([
    'AccessDenied',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'UnauthorizedAccess',
    'AuthorizationError',
]);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired']);
const NO_CREDENTIALS = new Set([
    'CredentialsProviderError',
    'InvalidClientTokenId',
    'UnrecognizedClientException',
    'SignatureDoesNotMatch',
]);
const UNREACHABLE = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNRESET',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
    'ENETUNREACH',
]);
/** AWS's name of an error, also of one that was converted: `ValidationError`, `ChangeSetNotFound`. */
function errorName(error) {
    if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return error.cause === undefined ? '' : errorName(error.cause);
    return error instanceof Error ? error.name : '';
}
/** AWS's words, also of an error that was converted. */
function errorText(error) {
    return error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && error.cause !== undefined ? (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error.cause) : (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error);
}
/** The status of AWS's answer, also of an error that was converted; undefined where there was none. */
function httpStatus(error) {
    if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return error.cause === undefined ? undefined : httpStatus(error.cause);
    if (typeof error !== 'object' || error === null || !('$metadata' in error))
        return undefined;
    const { $metadata: metadata } = error;
    if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata))
        return undefined;
    return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
function isThrottling(error) {
    return THROTTLING.has(errorName(error)) || /rate exceeded/i.test((0,_support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error));
}
/** An SDK's error as one that says what a person can do. The original stays as its cause. */
function toActionError(error, where) {
    const name = errorName(error);
    const said = (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error);
    const call = `${where.service}:${where.operation}`;
    const subject = `aws/${where.service}/${where.operation}`;
    const systemCode = codeOf(error);
    if (DENIED.has(name)) {
        const who = where.access.role ?? 'the identity of the job';
        const refusal = (0,_refusals_js__WEBPACK_IMPORTED_MODULE_1__/* .refusalIn */ .c3)(said) ?? { who, action: call, explicit: false };
        return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('aws/denied', {
            message: `${refusal.who} may not call ${refusal.action} in ${where.access.region}${refusal.action === call ? '' : `, which ${call} needs`}`,
            advice: (0,_refusals_js__WEBPACK_IMPORTED_MODULE_1__/* .adviceOn */ .ik)([refusal]),
            subject,
            expected: (0,_refusals_js__WEBPACK_IMPORTED_MODULE_1__/* .allowed */ .TQ)([refusal]),
            observed: said,
            cause: error,
        });
    }
    if (where.access.region === '' && /region is missing/i.test(said)) {
        return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
            message: `${call} has no region to ask`,
            advice: 'Set `region` of each environment in the configuration, or AWS_REGION for the job.',
            subject,
            expected: 'a region such as eu-west-1',
            observed: 'none',
            cause: error,
        });
    }
    if (EXPIRED.has(name))
        return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('aws/expired', {
            message: `the credentials for ${call} have expired`,
            subject,
            cause: error,
        });
    if (NO_CREDENTIALS.has(name)) {
        return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('aws/no-credentials', {
            message: `no valid AWS credentials for ${call}: ${said}`,
            subject,
            cause: error,
        });
    }
    if (isThrottling(error)) {
        return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('aws/throttled', {
            message: `AWS kept throttling ${call} in ${where.access.region}`,
            subject,
            cause: error,
        });
    }
    if (name === 'TimeoutError' || (systemCode !== undefined && UNREACHABLE.has(systemCode))) {
        return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('aws/unreachable', {
            message: `${call} in ${where.access.region} could not be reached: ${said || systemCode || name}`,
            subject,
            cause: error,
        });
    }
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('aws/service', { message: `${call} answered ${name}: ${said}`, subject, cause: error });
}
/** Node hides the reason of a failed connection in `code`, or in the first of several errors. */
function codeOf(error) {
    if (typeof error !== 'object' || error === null)
        return undefined;
    if ('code' in error && typeof error.code === 'string')
        return error.code;
    if (error instanceof AggregateError)
        return codeOf(error.errors[0]);
    return undefined;
}


/***/ }),

/***/ 65034:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TQ: () => (/* binding */ allowed),
/* harmony export */   c3: () => (/* binding */ refusalIn),
/* harmony export */   ik: () => (/* binding */ adviceOn)
/* harmony export */ });
const MOST_RESOURCES = 5;
/** Reads AWS's words; undefined where they are no refusal of IAM's. */
function refusalIn(said) {
    const named = /(\S+) is not authorized to perform: (\S+)(?: on resource: "?([^\s"]+))?/.exec(said);
    const [, user, action, resource] = named ?? [];
    if (user === undefined || action === undefined)
        return undefined;
    const forbidden = /explicit deny in (?:an?|the) ([a-z][\w -]*?(?:policy|boundary))/i.exec(said)?.[1];
    const absent = /because no ([a-z][\w -]*?(?:policy|boundary)) allows/i.exec(said)?.[1];
    const policy = forbidden ?? absent;
    return {
        who: nameOf(user),
        action,
        ...(resource !== undefined && { resource: resource.replace(/[.,]$/, '') }),
        ...(policy !== undefined && { policy }),
        explicit: forbidden !== undefined || /explicit deny/i.test(said),
    };
}
/** A session's ARN names its role; that is what policies hang on. */
function nameOf(arn) {
    const role = /:assumed-role\/(?:.*\/)?([^/]+)\/[^/]*$/.exec(arn)?.[1];
    return role === undefined ? arn : `the role ${role}`;
}
/** The exact next step for refusals of one action, all of the same kind, with the statement that is missing. */
function adviceOn(refusals) {
    const [{ who, action, policy = 'identity-based policy', explicit }] = refusals;
    const given = shown(resourcesOf(refusals));
    const on = given.length === 0 ? '' : ` on ${given.join(', ')}`;
    if (explicit) {
        return `Take the Deny of ${action}${on} for ${who} out of the ${policy}; an Allow elsewhere changes nothing.`;
    }
    const statement = { Effect: 'Allow', Action: action, Resource: given.length > 1 ? given : (given[0] ?? '*') };
    const place = policy === 'identity-based policy' ? 'its policy' : `the ${policy} too, which has the last word`;
    const all = policy === 'identity-based policy' ? '; docs/iam of this action has all that each role needs' : '';
    return `Allow ${action}${on} for ${who}: add ${JSON.stringify(statement)} to ${place}${all}.`;
}
/** What was expected where these were refused. */
function allowed(refusals) {
    const on = shown(resourcesOf(refusals)).join(', ');
    return `${refusals[0].action} allowed${on === '' ? '' : ` on ${on}`}`;
}
function resourcesOf(refusals) {
    return [...new Set(refusals.flatMap(({ resource }) => (resource === undefined ? [] : [lasting(resource)])))];
}
/**
 * The last part of an ARN is new with each stack of that name, and the names of our change sets and of what we put into
 * buckets, which are digests, are new with each release.
 */
function lasting(arn) {
    return arn
        .replace(/(:(?:stack|changeSet)\/[^/]+\/)[0-9a-f-]{36}$/, '$1*')
        .replace(/(:changeSet\/td-).*$/, '$1*/*')
        .replace(/(:::[^/]+\/.*\/)(?:sha256-)?[0-9a-f]{64}\.[a-z]+$/, '$1*');
}
/** Many resources as the pattern that they have in common. */
function shown(resources) {
    if (resources.length <= MOST_RESOURCES)
        return resources;
    const [first = '', ...others] = resources;
    let length = first.length;
    for (const other of others)
        while (!other.startsWith(first.slice(0, length)))
            length -= 1;
    return [`${first.slice(0, length)}*`];
}


/***/ }),

/***/ 40809:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ KINDS),
/* harmony export */   q: () => (/* binding */ defineCheck)
/* harmony export */ });
/** What a check proves. A gate requires kinds. */
const KINDS = ['deployment', 'functional', 'security', 'regression', 'integration', 'load'];
/** Lets the types of options and facts follow from shape and `observe`. */
function defineCheck(check) {
    return check;
}


/***/ }),

/***/ 23467:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  u: () => (/* binding */ CHECKS)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/dist/config/scalars.js
var scalars = __webpack_require__(56777);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./build/dist/support/files.js




const PERMISSION_BITS = 0o7777;
const MOST_CONTENT_BYTES = 4 * 1024 * 1024;
/** Looks at a path, links followed (one that leads nowhere is a `link`). Undefined: nothing is there. Rejects otherwise. */
async function inspectFile(path, mostBytes = MOST_CONTENT_BYTES) {
    const found = await absent((0,promises_.stat)(path));
    const facts = found ?? (await absent((0,promises_.lstat)(path)));
    if (!facts)
        return undefined;
    const [owner, group] = await Promise.all([nameOf('/etc/passwd', facts.uid), nameOf('/etc/group', facts.gid)]);
    const about = {
        mode: facts.mode & PERMISSION_BITS,
        uid: facts.uid,
        gid: facts.gid,
        size: facts.size,
        ...(owner !== undefined && { owner }),
        ...(group !== undefined && { group }),
    };
    if (facts.isDirectory())
        return { kind: 'directory', ...about };
    if (facts.isSymbolicLink())
        return { kind: 'link', ...about };
    return facts.isFile()
        ? { kind: 'file', ...about, ...(await readContent(path, mostBytes)) }
        : { kind: 'other', ...about };
}
async function readContent(path, mostBytes) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const kept = [];
    let read = 0;
    // Not blocking: a pipe that takes the file's place meanwhile must not hold us.
    const file = await (0,promises_.open)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NONBLOCK);
    try {
        for await (const chunk of file.createReadStream({ autoClose: false })) {
            hash.update(chunk);
            if (read < mostBytes)
                kept.push(chunk.subarray(0, mostBytes - read));
            read += chunk.length;
        }
    }
    finally {
        await file.close();
    }
    return {
        sha256: hash.digest('hex'),
        content: Buffer.concat(kept).toString('utf8'),
        contentIsWhole: read <= mostBytes,
    };
}
async function absent(look) {
    try {
        return await look;
    }
    catch (error) {
        const { code } = error;
        if (code === 'ENOENT' || code === 'ENOTDIR')
            return undefined;
        throw error;
    }
}
/** The name for a number in a table like /etc/passwd: `name:x:number:…`. */
async function nameOf(table, id) {
    try {
        const lines = (await (0,promises_.readFile)(table, 'utf8')).split('\n').map((line) => line.split(':'));
        return lines.find(([, , number]) => number === String(id))?.[0];
    }
    catch {
        return undefined;
    }
}
/** Regular files below the folder that match one of the globs, by path. A glob that climbs finds nothing. */
async function matchFiles(folder, patterns) {
    const found = new Map();
    for (const pattern of patterns.filter((each) => !climbs(each))) {
        for await (const path of (0,promises_.glob)(pattern, { cwd: folder })) {
            const facts = await absent((0,promises_.stat)((0,external_node_path_.resolve)(folder, path)));
            if (facts?.isFile() && !isOutside(path))
                found.set(path, { path, writtenAt: facts.mtimeMs, changedAt: facts.ctimeMs, size: facts.size });
        }
    }
    return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
/** Whether a glob looks anywhere but below its folder: to walk what lies there could take minutes. */
function climbs(pattern) {
    return (0,external_node_path_.isAbsolute)(pattern) || /(?:^|[/{,(|])\.\.(?:$|[/},)|])/.test(pattern);
}
/** Whether a relative path leads out of the folder that it is relative to. */
function isOutside(path) {
    return (0,external_node_path_.isAbsolute)(path) || path === '..' || path.startsWith('../');
}

// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(30714);
;// CONCATENATED MODULE: ./build/dist/support/matching.js


/** A pattern that backtracks without end would hold the whole process, a cancellation and every deadline with it. */
const PATIENCE_MS = 1_000;
/**
 * Whether a text has a match of a regular expression, which looks at lines and at whole characters. Throws an
 * ActionError where that is not known within a second.
 */
function hasMatch(source, text) {
    try {
        return (0,external_node_vm_.runInNewContext)('new RegExp(source, "mu").test(text)', { source, text }, { timeout: PATIENCE_MS }) === true;
    }
    catch (error) {
        if (error.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT')
            throw error;
        throw new errors/* ActionError */.lZ('config/file', {
            message: `/${source}/ finds no end in ${text.length} characters`,
            subject: 'check',
            expected: 'a pattern that is found, or not, within a second',
            observed: `${PATIENCE_MS} ms and no answer`,
            advice: 'Write it without a repetition inside of a repetition, such as (a+)+, or use `contains`.',
            cause: error,
        });
    }
}

// EXTERNAL MODULE: ./build/dist/support/text.js
var support_text = __webpack_require__(36402);
// EXTERNAL MODULE: ./build/dist/checks/contract.js
var contract = __webpack_require__(40809);
;// CONCATENATED MODULE: ./build/dist/checks/file.js








const DEFAULT_TIMEOUT_MS = 30_000;
const SHOWN_LENGTH = 160;
const KIND_WORDS = {
    file: 'a file',
    directory: 'a folder',
    link: 'a link that leads nowhere',
    other: 'neither file nor folder',
};
const details = schemas/* strictObject */.rej({
    path: schemas/* string */.YjP().startsWith('/', { error: 'expected an absolute path such as /etc/shop/config.json' }),
    root: scalars/* text */.Qq
        .optional()
        .describe('Folder in which / of the host is, such as the DESTDIR of a deployment. Only for `on: runner`.'),
    exists: schemas/* boolean */.zMY().default(true).describe('False: nothing may be there.'),
    type: schemas/* enum */.k5n(['file', 'directory']).default('file'),
    mode: scalars/* mode */.Mq.optional(),
    owner: scalars/* text */.Qq.optional().describe('Name or number.'),
    group: scalars/* text */.Qq.optional().describe('Name or number.'),
    contains: (0,scalars/* oneOrMore */.h9)(scalars/* text */.Qq).optional(),
    matches: (0,scalars/* oneOrMore */.h9)(scalars/* pattern */.T1).optional(),
    sha256: schemas/* string */.YjP()
        .regex(/^(sha256:)?[0-9a-f]{64}$/, { error: 'expected 64 hexadecimal digits' })
        .optional(),
});
const check = (0,contract/* defineCheck */.q)({
    meta: {
        name: 'file',
        title: 'A file is as it should be',
        docs: 'Looks at a path on this runner, or on every host of the deployments. Where the hosts cannot be reached from the job, the result is inconclusive.',
        kind: 'deployment',
        runsUserCode: false,
    },
    shape: { file: details, on: schemas/* enum */.k5n(['runner', 'hosts']).default('runner') },
    nameOf: ({ file }) => (file.exists ? `${file.path} is in place` : `${file.path} is not there`),
    timeoutOf: () => DEFAULT_TIMEOUT_MS,
    observe,
    judge,
});
async function observe({ file, on }, { hosts, ports }) {
    if (on === 'runner') {
        const root = (0,external_node_path_.resolve)(ports.place.workspace, file.root ?? '/');
        return [await look(file.path, 'this runner', root)];
    }
    if (hosts === 'unreachable')
        return [];
    return await Promise.all(hosts.map(({ name, root }) => look(file.path, name, root)));
}
async function look(path, host, root) {
    const inside = (0,external_node_path_.normalize)(path).slice(1);
    if (isOutside(inside))
        throw new errors/* ActionError */.lZ('config/reference', { message: `${path} leads out of the root`, observed: path });
    try {
        const found = await inspectFile((0,external_node_path_.join)(root, inside));
        return { host, ...(found && { found }) };
    }
    catch (error) {
        return { host, problem: error instanceof Error ? error.message : String(error) };
    }
}
function judge({ file, on }, looked) {
    const expected = expectation(file);
    if (looked.length === 0) {
        return {
            outcome: 'inconclusive',
            title: on === 'hosts' ? 'no host of the deployments can be reached from this job' : 'nothing was looked at',
            expected,
            observed: 'no host',
            advice: 'Check the file on the host itself with a `run` in a ValidateService hook, or let the job run on the host and use `on: runner`.',
        };
    }
    const judged = looked.map((one) => ({
        host: one.host,
        problem: one.problem,
        wrong: one.problem === undefined ? problemsOf(file, one.found) : [],
    }));
    const wrong = judged.filter((one) => one.wrong.length > 0);
    if (wrong.length > 0) {
        return {
            outcome: 'fail',
            title: `${file.path} on ${wrong.map(({ host }) => host).join(', ')}: ${wrong[0]?.wrong.join('; ') ?? ''}`,
            expected,
            observed: wrong.map((one) => `${one.host}: ${one.wrong.join('; ')}`).join('\n'),
            advice: 'Correct `files` and `permissions` of the AppSpec, or the hook that writes the file, and deploy again.',
        };
    }
    const unseen = judged.filter(({ problem }) => problem !== undefined);
    if (unseen.length > 0) {
        return {
            outcome: 'error',
            title: `${file.path} could not be read: ${unseen[0]?.problem ?? ''}`,
            expected,
            observed: unseen.map(({ host, problem }) => `${host}: ${problem ?? ''}`).join('\n'),
            advice: 'Let the job read the file, or check it on the host in a hook.',
        };
    }
    const on1 = looked.map(({ host }) => host).join(', ');
    return {
        outcome: 'pass',
        title: `as expected on ${on1}`,
        expected,
        observed: `${file.path} on ${on1}: ${describe(looked[0]?.found)}`,
    };
}
function problemsOf(file, found) {
    if (!file.exists)
        return found ? [`${KIND_WORDS[found.kind]} is there`] : [];
    if (!found)
        return ['nothing is there'];
    if (found.kind !== file.type)
        return [`it is ${KIND_WORDS[found.kind]}, not ${KIND_WORDS[file.type]}`];
    const problems = [];
    if (file.mode !== undefined && found.mode !== Number.parseInt(file.mode, 8))
        problems.push(`mode ${octal(found.mode)}, not ${octal(Number.parseInt(file.mode, 8))}`);
    if (file.owner !== undefined && file.owner !== found.owner && file.owner !== String(found.uid))
        problems.push(`owner ${found.owner ?? found.uid}, not ${file.owner}`);
    if (file.group !== undefined && file.group !== found.group && file.group !== String(found.gid))
        problems.push(`group ${found.group ?? found.gid}, not ${file.group}`);
    const sha256 = file.sha256?.replace(/^sha256:/, '');
    if (sha256 !== undefined && sha256 !== found.sha256)
        problems.push(`sha256 ${found.sha256 ?? 'unknown'}, not ${sha256}`);
    const content = found.content ?? '';
    const extent = found.contentIsWhole === false ? ' in its first part' : '';
    for (const part of file.contains ?? []) {
        if (!content.includes(part))
            problems.push(`it does not contain ${JSON.stringify((0,support_text/* oneLine */.TN)(part, SHOWN_LENGTH))}${extent}`);
    }
    for (const source of file.matches ?? []) {
        if (!hasMatch(source, content))
            problems.push(`it does not match /${source}/${extent}`);
    }
    return problems;
}
function expectation(file) {
    if (!file.exists)
        return `nothing at ${file.path}`;
    const parts = [
        `${KIND_WORDS[file.type]} ${file.path}`,
        file.mode !== undefined && `mode ${file.mode}`,
        file.owner !== undefined && `owner ${file.owner}`,
        file.group !== undefined && `group ${file.group}`,
        file.sha256 !== undefined && `sha256 ${file.sha256}`,
        file.contains && `with ${file.contains.map((part) => JSON.stringify((0,support_text/* oneLine */.TN)(part, SHOWN_LENGTH))).join(', ')}`,
        file.matches && `matching ${file.matches.map((source) => `/${source}/`).join(', ')}`,
    ];
    return parts.filter(Boolean).join(', ');
}
function describe(found) {
    if (!found)
        return 'nothing there';
    return `mode ${octal(found.mode)}, ${found.owner ?? found.uid}:${found.group ?? found.gid}, ${found.size} bytes`;
}
function octal(bits) {
    return bits.toString(8).padStart(4, '0');
}

// EXTERNAL MODULE: ./build/dist/support/durations.js
var durations = __webpack_require__(12780);
// EXTERNAL MODULE: ./build/dist/support/exchange.js
var exchange = __webpack_require__(58576);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./build/dist/support/json-path.js

/** Paths into JSON as people write them: `status`, `items[0].name`, `$.a.b`, or a JSON pointer `/items/0/name`. */
/** The steps of a path; undefined where it cannot be read. */
function parseJsonPath(path) {
    if (path === '' || path === '$')
        return [];
    if (path.startsWith('/')) {
        return path
            .slice(1)
            .split('/')
            .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    }
    const dotted = path.replace(/^\$\.?/, '');
    if (!/^(?:[^.[\]]+|\[\d+\])(?:\.[^.[\]]+|\[\d+\])*$/.test(dotted))
        return undefined;
    return [...dotted.matchAll(/[^.[\]]+/g)].map(([step]) => step);
}
/** What is at the path; `found` is false where there is nothing. Names that an object merely inherits are not there. */
function atJsonPath(value, path) {
    let here = value;
    for (const step of parseJsonPath(path) ?? [path]) {
        if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step))
            return { found: false };
        here = here[step];
    }
    return { found: true, value: here };
}
function sameJson(a, b) {
    return (0,external_node_util_.isDeepStrictEqual)(a, b);
}

;// CONCATENATED MODULE: ./build/dist/checks/engine/url.js


/** The URL that a check asks, by its text, from that base. Throws an ActionError where it is none of http or https. */
function urlOf(url, base) {
    const parsed = URL.canParse(url, base?.href) ? new URL(url, base) : undefined;
    if (parsed && /^https?:$/.test(parsed.protocol))
        return parsed;
    throw new errors/* ActionError */.lZ('config/reference', {
        message: `${JSON.stringify((0,exchange/* shownUrl */.zA)(url))} is no URL of http or https`,
        expected: 'https://host/path',
        observed: (0,exchange/* shownUrl */.zA)(url),
        advice: 'Correct the url of the check, or the output of the stack that it refers to.',
    });
}

;// CONCATENATED MODULE: ./build/dist/checks/http.js









const MOST_BODY_BYTES = 4 * 1024 * 1024;
const SHOWN_BODY_LENGTH = 160;
const MOST_REDIRECTS = 20;
const DAY_MS = 86_400_000;
const http_DEFAULT_TIMEOUT_MS = 30_000;
const headerValue = scalars/* text */.Qq.refine((value) => scalars/* pattern */.T1.safeParse(sourceOf(value) ?? 'any').success, {
    error: 'expected a text, or a regular expression between slashes',
});
const http_details = schemas/* strictObject */.rej({
    url: scalars/* text */.Qq,
    method: scalars/* httpMethod */.y8.default('GET'),
    headers: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()).default({}),
    body: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()), schemas/* array */.YOg(schemas/* unknown */.L5J())])
        .optional()
        .describe('A text, or JSON.'),
    status: scalars/* statuses */.bM.describe('Statuses that are right: 200, 2xx, 200-299, or a list of these.'),
    within: scalars/* duration */.p0.optional().describe('Longest time until the last byte of the answer.'),
    contains: (0,scalars/* oneOrMore */.h9)(scalars/* text */.Qq).optional().describe('Texts that the body must contain.'),
    matches: (0,scalars/* oneOrMore */.h9)(scalars/* pattern */.T1).optional().describe('Regular expressions that the body must match.'),
    json: schemas/* record */.g1P(schemas/* string */.YjP()
        .refine((path) => parseJsonPath(path) !== undefined, { error: 'expected a path such as items[0].name' }), schemas/* json */.Pq9())
        .optional()
        .describe('What must be at which path of a JSON body: `items[0].name: tea`.'),
    'expect-headers': schemas/* record */.g1P(schemas/* string */.YjP(), headerValue)
        .optional()
        .describe('Headers of the answer and their values; a value between slashes is a regular expression.'),
    redirects: schemas/* int */.Whr().min(0).max(MOST_REDIRECTS).default(0).describe('How many redirects are followed. Default: none.'),
    'expect-tls': schemas/* strictObject */.rej({
        'days-left': schemas/* int */.Whr().min(0).optional().describe('How many days the certificate must still hold.'),
        'at-least': schemas/* enum */.k5n(['TLSv1.2', 'TLSv1.3']).optional(),
    })
        .optional(),
});
const http_check = (0,contract/* defineCheck */.q)({
    meta: {
        name: 'http',
        title: 'A URL answers as it should',
        docs: 'Asks a URL once per look, on a connection of its own, and compares status, time, headers, body and certificate. A redirect is an answer unless `redirects` lets it be followed.',
        kind: 'functional',
        runsUserCode: false,
    },
    shape: {
        http: schemas/* union */.KCZ([scalars/* text */.Qq, http_details])
            .transform((value) => (typeof value === 'string' ? http_details.parse({ url: value }) : value)),
    },
    nameOf: ({ http }) => `${http.method} ${(0,exchange/* shownPath */.pS)(http.url)} answers ${http.status.join(' or ')}`,
    timeoutOf: () => http_DEFAULT_TIMEOUT_MS,
    observe: http_observe,
    judge: http_judge,
});
async function http_observe({ http }, { signal, ports }) {
    let url = urlOf(http.url);
    const asked = [(0,exchange/* shownUrl */.zA)(url.href)];
    let ms = 0;
    const json = http.body !== undefined && typeof http.body !== 'string';
    let headers = { ...(json && { 'content-type': 'application/json' }), ...http.headers };
    let method = http.method;
    let body = json ? JSON.stringify(http.body) : http.body;
    for (;;) {
        const answer = await (0,exchange/* exchange */.cv)({
            url,
            method,
            headers,
            signal,
            mostBytes: MOST_BODY_BYTES,
            ...(body !== undefined && { body }),
        });
        ms += answer.ms;
        const location = 'status' in answer && answer.status >= 300 && answer.status < 400 ? answer.headers['location'] : undefined;
        if (location === undefined || asked.length > http.redirects) {
            return { answer: { ...answer, ms }, asked, at: ports.clock.now().getTime() };
        }
        const next = urlOf(location, url);
        // Headers were meant for the first host; they may be its credentials.
        if (next.origin !== url.origin)
            headers = {};
        if ('status' in answer && answer.status < 307 && method !== 'HEAD') {
            method = 'GET';
            body = undefined;
        }
        url = next;
        asked.push((0,exchange/* shownUrl */.zA)(url.href));
    }
}
function http_judge({ http }, facts) {
    const { answer } = facts;
    const where = facts.asked.join(' → ');
    if (!('status' in answer))
        return judgeSilence(answer, where);
    const problems = [
        ...statusProblems(http, answer, where),
        ...timeProblems(http, answer),
        ...headerProblems(http, answer),
        ...bodyProblems(http, answer),
        ...tlsProblems(http, answer, facts.at),
    ];
    const measurement = {
        name: 'response time',
        unit: 'ms',
        value: round(answer.ms),
        ...(http.within !== undefined && { limit: http.within }),
    };
    const observed = `${answer.status} in ${(0,durations/* showDuration */.kJ)(answer.ms)} from ${where}`;
    const first = problems.find(({ unknown }) => !unknown) ?? problems[0];
    if (!first)
        return {
            outcome: 'pass',
            title: `answered ${answer.status} in ${(0,durations/* showDuration */.kJ)(answer.ms)}`,
            expected: http_expectation(http),
            observed,
            measurements: [measurement],
        };
    return {
        outcome: first.unknown ? 'inconclusive' : 'fail',
        title: problems.map(({ title }) => title).join('; '),
        expected: problems.map(({ expected }) => expected).join('; '),
        observed: `${problems.map((problem) => problem.observed).join('; ')} (${observed})`,
        advice: first.advice,
        measurements: [measurement],
    };
}
function http_expectation({ status, within }) {
    return `${status.join(' or ')}${within === undefined ? '' : ` within ${(0,durations/* showDuration */.kJ)(within)}`}`;
}
/** The name is unknown to the runner, not to the service's users: no answer about the deployment. */
const NOT_ITS_FAULT = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN']);
function judgeSilence(answer, where) {
    const outside = NOT_ITS_FAULT.has(answer.code);
    return {
        outcome: outside ? 'error' : 'fail',
        title: `did not answer: ${(0,support_text/* oneLine */.TN)(answer.message)}`,
        expected: 'an answer',
        observed: `${answer.code} after ${(0,durations/* showDuration */.kJ)(answer.ms)} from ${where}`,
        advice: outside
            ? 'Check the name and the network of the runner: the service was not reached.'
            : 'Look whether the service runs, listens on that port and is registered with its load balancer.',
    };
}
function statusProblems({ status }, answer, where) {
    if ((0,exchange/* isStatusIn */.yM)(answer.status, status))
        return [];
    const location = answer.headers['location'];
    const redirect = location === undefined ? '' : `, a redirect to ${(0,exchange/* shownUrl */.zA)(location)}`;
    return [
        {
            title: `answered ${answer.status} instead of ${status.join(' or ')}`,
            expected: `status ${status.join(' or ')}`,
            observed: `status ${answer.status}${redirect}${excerpt(answer)}`,
            advice: location === undefined
                ? `Look into the log of the service for what it answered to ${where}.`
                : 'Give the final URL, or let the check follow with `redirects: 1`.',
        },
    ];
}
function timeProblems({ within }, answer) {
    if (within === undefined || answer.ms <= within)
        return [];
    return [
        {
            title: `answered in ${(0,durations/* showDuration */.kJ)(answer.ms)}, not within ${(0,durations/* showDuration */.kJ)(within)}`,
            expected: `an answer within ${(0,durations/* showDuration */.kJ)(within)}`,
            observed: (0,durations/* showDuration */.kJ)(answer.ms),
            advice: 'Find what became slow in this release, or raise `within` if that is how fast it has to be.',
        },
    ];
}
/** The regular expression between slashes. */
function sourceOf(value) {
    return /^\/(.+)\/$/s.exec(value)?.[1];
}
function headerProblems(http, answer) {
    return Object.entries(http['expect-headers'] ?? {}).flatMap(([name, expected]) => {
        const observed = answer.headers[name.toLowerCase()];
        const source = sourceOf(expected);
        const right = observed !== undefined && (source === undefined ? observed === expected : hasMatch(source, observed));
        if (right)
            return [];
        return [
            {
                title: observed === undefined ? `has no header ${name}` : `has another header ${name}`,
                expected: `${name}: ${expected}`,
                observed: observed === undefined ? `no ${name}` : `${name}: ${(0,support_text/* oneLine */.TN)(observed, SHOWN_BODY_LENGTH)}`,
                advice: 'Correct what sets the header: the service, the load balancer or the distribution.',
            },
        ];
    });
}
function bodyProblems(http, answer) {
    const advice = 'Compare the answer with what this release should say; an older version may still be running.';
    const problem = (what, expected, observed) => ({
        title: what,
        expected,
        observed,
        advice,
    });
    const problems = [];
    for (const part of http.contains ?? []) {
        if (!answer.body.includes(part))
            problems.push(problem(`the body lacks ${JSON.stringify(part)}`, `a body with ${JSON.stringify(part)}`, `no such text${excerpt(answer)}`));
    }
    for (const source of http.matches ?? []) {
        if (!hasMatch(source, answer.body))
            problems.push(problem(`the body does not match /${source}/`, `a body that matches /${source}/`, `no match${excerpt(answer)}`));
    }
    if (http.json)
        problems.push(...jsonProblems(http.json, answer, problem));
    // What was cut off may have been what was looked for.
    return answer.bodyIsWhole
        ? problems
        : problems.map((one) => ({
            ...one,
            unknown: true,
            observed: `the first ${MOST_BODY_BYTES} bytes: ${one.observed}`,
        }));
}
function jsonProblems(json, answer, problem) {
    let body;
    try {
        body = JSON.parse(answer.body);
    }
    catch {
        return [problem('the body is not JSON', 'a body of JSON', `something else${excerpt(answer)}`)];
    }
    return Object.entries(json).flatMap(([path, expected]) => {
        const { found, value } = atJsonPath(body, path);
        if (found && sameJson(value, expected))
            return [];
        const observed = found ? (0,support_text/* oneLine */.TN)(JSON.stringify(value), SHOWN_BODY_LENGTH) : 'nothing';
        return [problem(`${path} is not as expected`, `${path} = ${JSON.stringify(expected)}`, `${path} = ${observed}`)];
    });
}
function tlsProblems(http, answer, at) {
    const expected = http['expect-tls'];
    if (!expected)
        return [];
    const { tls } = answer;
    const advice = 'Renew the certificate, or correct the security policy of the listener.';
    if (!tls)
        return [{ title: 'is not encrypted', expected: 'https', observed: 'http', advice }];
    const problems = [];
    const least = expected['at-least'];
    if (least !== undefined && !(/^TLSv1\.[23]$/.test(tls.protocol) && tls.protocol >= least)) {
        problems.push({ title: `speaks ${tls.protocol}`, expected: `${least} or newer`, observed: tls.protocol, advice });
    }
    const days = expected['days-left'];
    if (days !== undefined) {
        const left = Math.floor((Date.parse(tls.validUntil ?? '') - at) / DAY_MS);
        if (!(left >= days)) {
            const observed = Number.isNaN(left) ? 'no end that can be read' : `${left} days, until ${tls.validUntil ?? ''}`;
            problems.push({
                title: 'the certificate ends too soon',
                expected: `${days} days left`,
                observed,
                advice,
                unknown: Number.isNaN(left),
            });
        }
    }
    return problems;
}
function excerpt({ body }) {
    return body === '' ? '' : `; the body begins ${(0,support_text/* oneLine */.TN)(body, SHOWN_BODY_LENGTH)}`;
}
function round(ms) {
    return Math.round(ms * 10) / 10;
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(44708);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./build/dist/support/arrivals.js

const TICK_MS = 1;
/** Sends `rate × duration` arrivals and waits for their ends. An abort ends it early; the record is then `cut`. */
async function arrive(options) {
    const total = Math.max(1, Math.floor((options.rate * options.duration) / 1_000));
    const interval = 1_000 / options.rate;
    const due = Float64Array.from({ length: total }, (_, index) => index * interval);
    const lateness = new Float64Array(total).fill(Number.NaN);
    const latency = new Float64Array(total).fill(Number.NaN);
    const ok = new Uint8Array(total);
    const stop = new AbortController();
    const signal = AbortSignal.any([options.signal, stop.signal]);
    const started = performance.now();
    let open = 0;
    let idle;
    const one = async (index) => {
        const dueAt = due[index] ?? 0;
        lateness[index] = performance.now() - started - dueAt;
        open += 1;
        const well = await options.send(signal);
        open -= 1;
        if (!signal.aborted) {
            latency[index] = performance.now() - started - dueAt;
            ok[index] = well ? 1 : 0;
        }
        if (open === 0)
            idle?.();
    };
    const running = [];
    for (let next = 0; next < total && !options.signal.aborted;) {
        const now = performance.now() - started;
        while (next < total && (due[next] ?? 0) <= now)
            running.push(one(next++));
        if (next < total)
            await (0,external_node_timers_promises_.setTimeout)(Math.max(TICK_MS, (due[next] ?? 0) - now));
    }
    if (open > 0 && !options.signal.aborted) {
        const drained = new Promise((resolve) => {
            idle = resolve;
        });
        const enough = new AbortController();
        const either = AbortSignal.any([enough.signal, options.signal]);
        await Promise.race([drained, (0,external_node_timers_promises_.setTimeout)(options.drain, undefined, { signal: either }).catch(() => undefined)]);
        enough.abort();
    }
    const cut = options.signal.aborted;
    stop.abort();
    await Promise.all(running);
    return { due, lateness, latency, ok, cut };
}
/** The value below which the share `q` of sorted values lies (nearest rank). NaN for none. */
function quantile(sorted, q) {
    if (sorted.length === 0)
        return Number.NaN;
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

;// CONCATENATED MODULE: ./build/dist/checks/load.js









const MOST_REQUESTS = 2_000_000;
const MOST_CONNECTIONS = 4_096;
/** With less of the load really sent, or so far behind at its end, the service was not under that load. */
const LEAST_SENT = 0.99;
const MOST_BEHIND_SHARE = 0.02;
const MOST_BEHIND_MS = 250;
/** Lateness of our own that spoils a measurement: this share of the limit that was missed. */
const SPOILING_SHARE = 0.2;
const MOST_POINTS = 60;
const LAST_REQUESTS = 10;
const PERCENTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };
const LATENCIES = ['p50', 'p90', 'p95', 'p99', 'max'];
const MARGIN_MS = 15_000;
/** A request that failed after so long was a wait for its user, whatever came of it. */
const LONG_WAIT_MS = 1_000;
/** The last request gets all of its time before it is counted as unanswered. */
const DRAIN_MARGIN_MS = 500;
const load = schemas/* strictObject */.rej({
    url: scalars/* text */.Qq,
    rate: scalars/* rate */.TS.describe('Requests per second, sent whether or not earlier ones are answered.'),
    for: scalars/* duration */.p0,
    method: scalars/* httpMethod */.y8.default('GET'),
    headers: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()).default({}),
    body: schemas/* string */.YjP().optional(),
    status: scalars/* statuses */.bM.describe('Statuses that are no error.'),
    timeout: scalars/* duration */.p0.default(10_000).describe('Longest time for one answer; longer is an error.'),
    connections: schemas/* int */.Whr().min(1).max(MOST_CONNECTIONS).default(256).describe('Most connections at a time.'),
})
    .refine((value) => (value.rate * value.for) / 1_000 >= 1, {
    error: 'expected a rate and a time that make at least one request',
})
    .refine((value) => (value.rate * value.for) / 1_000 <= MOST_REQUESTS, {
    error: `expected no more than ${MOST_REQUESTS} requests`,
});
const limits = schemas/* strictObject */.rej({
    p50: scalars/* duration */.p0.optional(),
    p90: scalars/* duration */.p0.optional(),
    p95: scalars/* duration */.p0.optional(),
    p99: scalars/* duration */.p0.optional(),
    max: scalars/* duration */.p0.optional(),
    errors: scalars/* percent */.KN.prefault('0%').describe('Share of requests that may end in an error. Default: 0%.'),
});
const load_check = (0,contract/* defineCheck */.q)({
    meta: {
        name: 'load',
        title: 'It holds under load',
        docs: 'Sends requests at a constant rate, as users do who do not wait for each other, and measures each from the moment at which it was due. Where this runner could not keep the rate, the result is inconclusive.',
        kind: 'load',
        runsUserCode: false,
    },
    shape: { load, pass: limits.prefault({}).describe('What must be kept; latencies in words, errors as a share.') },
    nameOf: ({ load: { url, method, rate: perSecond } }) => `${method} ${(0,exchange/* shownPath */.pS)(url)} under ${load_round(perSecond)}/s`,
    timeoutOf: ({ load: options }) => options.for + options.timeout + MARGIN_MS,
    observe: load_observe,
    judge: load_judge,
});
async function load_observe({ load: options }, { signal, ports, name }) {
    const url = urlOf(options.url);
    const kept = { keepAlive: true, maxSockets: options.connections, maxFreeSockets: options.connections };
    const agent = url.protocol === 'https:' ? new external_node_https_.Agent(kept) : new external_node_http_.Agent(kept);
    const errors = {};
    const send = async (stopped) => {
        const answer = await (0,exchange/* exchange */.cv)({
            url,
            method: options.method,
            headers: options.headers,
            ...(options.body !== undefined && { body: options.body }),
            agent,
            mostBytes: 0,
            signal: AbortSignal.any([stopped, AbortSignal.timeout(options.timeout)]),
        });
        if ('status' in answer && (0,exchange/* isStatusIn */.yM)(answer.status, options.status))
            return true;
        if (stopped.aborted)
            return false;
        const error = 'status' in answer ? `status ${answer.status}` : answer.code;
        errors[error] = (errors[error] ?? 0) + 1;
        return false;
    };
    ports.log.info(`${name}: ${options.rate}/s for ${(0,durations/* showDuration */.kJ)(options.for)}`);
    try {
        const record = await arrive({
            rate: options.rate,
            duration: options.for,
            drain: options.timeout + DRAIN_MARGIN_MS,
            signal,
            send,
        });
        return { ...record, errors, url: (0,exchange/* shownUrl */.zA)(options.url) };
    }
    finally {
        agent.destroy();
    }
}
function load_judge({ load: options, pass: limit }, facts) {
    const { measured, sent, errorShare, lateness, behind, achieved } = measure(facts, options.rate);
    const measurements = measurementsOf(facts, measured, errorShare, achieved, limit);
    const missed = LATENCIES.filter((name) => limit[name] !== undefined && !(measured[name] <= limit[name]));
    const tooManyErrors = errorShare > limit.errors;
    const shown = LATENCIES.map((name) => `${name} ${showLatency(measured[name])}`).join(', ');
    const errorText = Object.entries(facts.errors).toSorted(([, a], [, b]) => b - a);
    const observed = [
        `${sent} requests at ${load_round(achieved)}/s`,
        shown,
        `errors ${percentText(errorShare)}${errorText.length > 0 ? ` (${errorText.map(([name, count]) => `${name}: ${count}`).join(', ')})` : ''}`,
    ].join('; ');
    const expected = [
        `${options.rate}/s for ${(0,durations/* showDuration */.kJ)(options.for)}`,
        ...LATENCIES.flatMap((name) => (limit[name] === undefined ? [] : [`${name} ≤ ${(0,durations/* showDuration */.kJ)(limit[name])}`])),
        `errors ≤ ${percentText(limit.errors)}`,
    ].join('; ');
    const about = { expected, observed, measurements };
    if (facts.cut) {
        return {
            ...about,
            outcome: 'error',
            title: 'was ended before the time was over',
            advice: 'Give the check a longer `timeout`.',
        };
    }
    const logAdvice = `Look into the log of the service for ${errorText[0]?.[0] ?? 'requests that were never answered'}.`;
    const generatorAdvice = 'Lower the rate, or run the check on a larger runner with nothing beside it.';
    if (sent < facts.due.length * LEAST_SENT || behind > Math.max(MOST_BEHIND_MS, options.for * MOST_BEHIND_SHARE)) {
        return {
            ...about,
            outcome: 'inconclusive',
            title: `this runner sent ${load_round(achieved)}/s of ${options.rate}/s`,
            advice: generatorAdvice,
        };
    }
    if (tooManyErrors) {
        return {
            ...about,
            outcome: 'fail',
            title: `${percentText(errorShare)} of the requests ended in errors, ${percentText(limit.errors)} are allowed`,
            advice: logAdvice,
        };
    }
    if (!facts.ok.includes(1)) {
        return {
            ...about,
            outcome: 'fail',
            title: 'not one request was answered well',
            advice: logAdvice,
        };
    }
    if (missed.length > 0) {
        const spoiled = missed.every((name) => lateness > SPOILING_SHARE * (limit[name] ?? 0));
        const title = missed
            .map((name) => `${name} is ${showLatency(measured[name])}, not ≤ ${(0,durations/* showDuration */.kJ)(limit[name] ?? 0)}`)
            .join('; ');
        if (spoiled) {
            return {
                ...about,
                outcome: 'inconclusive',
                title: `${title}, but this runner was ${(0,durations/* showDuration */.kJ)(lateness)} late itself`,
                advice: generatorAdvice,
            };
        }
        return {
            ...about,
            outcome: 'fail',
            title,
            advice: 'Find what became slow in this release: compare the chart with the one of the last release.',
        };
    }
    return {
        ...about,
        outcome: 'pass',
        title: `held ${load_round(achieved)}/s: p99 ${showLatency(measured.p99)}, errors ${percentText(errorShare)}`,
    };
}
/** An error that comes at once would make the percentiles better: they count answers that went well and long waits. */
function measure(facts, perSecond) {
    const counted = facts.latency.filter((latency, index) => facts.ok[index] === 1 || latency > LONG_WAIT_MS);
    const sorted = counted.toSorted();
    const sentLateness = facts.lateness.filter((late) => !Number.isNaN(late)).toSorted();
    const sent = sentLateness.length;
    const well = facts.ok.reduce((sum, one) => sum + one, 0);
    const lastLeft = facts.due.reduce((last, due, index) => Math.max(last, due + (facts.lateness[index] || 0)), 0);
    const meant = facts.due.length / perSecond;
    return {
        measured: {
            p50: quantile(sorted, PERCENTILES.p50),
            p90: quantile(sorted, PERCENTILES.p90),
            p95: quantile(sorted, PERCENTILES.p95),
            p99: quantile(sorted, PERCENTILES.p99),
            max: sorted.at(-1) ?? Number.NaN,
        },
        sent,
        errorShare: sent === 0 ? 1 : (sent - well) / sent,
        lateness: quantile(sentLateness, 0.99) || 0,
        behind: Math.min(...facts.lateness.slice(-LAST_REQUESTS)) || 0,
        achieved: sent / Math.max(meant, lastLeft / 1_000),
    };
}
function measurementsOf(facts, measured, errorShare, achieved, limit) {
    const buckets = bucketsOf(facts);
    const latency = LATENCIES.flatMap((name) => {
        const value = measured[name];
        if (Number.isNaN(value))
            return [];
        const q = name === 'max' ? 1 : PERCENTILES[name];
        const series = buckets.flatMap(({ at, latencies }) => latencies.length === 0 ? [] : [[at, load_round(quantile(latencies, q))]]);
        return [{ name, unit: 'ms', value: load_round(value), series, ...(limit[name] !== undefined && { limit: limit[name] }) }];
    });
    return [
        ...latency,
        {
            name: 'errors',
            unit: 'percent',
            value: load_round(errorShare * 100),
            limit: load_round(limit.errors * 100),
            series: buckets.map(({ at, due, well }) => [at, due === 0 ? 0 : load_round(((due - well) / due) * 100)]),
        },
        { name: 'requests', unit: 'per-second', value: load_round(achieved) },
    ];
}
/** The time in so many parts that a chart is readable, each with its sorted latencies. */
function bucketsOf(facts) {
    const total = facts.due.length;
    const end = (facts.due[total - 1] ?? 0) + 1;
    const count = Math.min(MOST_POINTS, total);
    const parts = Array.from({ length: count }, () => ({ due: 0, well: 0, latencies: [] }));
    for (let index = 0; index < total; index++) {
        const part = parts[Math.min(count - 1, Math.floor(((facts.due[index] ?? 0) / end) * count))];
        if (!part || Number.isNaN(facts.lateness[index]))
            continue;
        part.due += 1;
        part.well += facts.ok[index] ?? 0;
        const latency = facts.latency[index] ?? Number.NaN;
        if (!Number.isNaN(latency))
            part.latencies.push(latency);
    }
    return parts.map(({ due, well, latencies }, index) => ({
        at: Math.round(((index + 0.5) * end) / count),
        due,
        well,
        latencies: Float64Array.from(latencies).toSorted(),
    }));
}
function showLatency(ms) {
    return Number.isNaN(ms) ? 'unknown' : (0,durations/* showDuration */.kJ)(ms);
}
function percentText(share) {
    return `${Number((share * 100).toFixed(share > 0 && share < 0.001 ? 3 : 1))}%`;
}
function load_round(value) {
    return Math.round(value * 100) / 100;
}

;// CONCATENATED MODULE: ./build/dist/support/junit.js
/** JUnit reports in their many dialects, read as what they say about single tests. */
const MESSAGE_LENGTH = 4_000;
/** Reads one report. It comes from the user's tests: nothing in it is resolved, and anything odd is unreadable. */
async function parseJUnit(xml) {
    const { XMLParser, XMLValidator } = await __webpack_require__.e(/* import() */ 824).then(__webpack_require__.bind(__webpack_require__, 75824));
    if (/<!DOCTYPE|<!ENTITY/i.test(xml))
        return { problem: 'it declares a document type, which reports have no use for' };
    const valid = XMLValidator.validate(xml, { allowBooleanAttributes: false });
    if (valid !== true)
        return { problem: `line ${valid.err.line}: ${valid.err.msg}` };
    const parser = new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: '@',
        textNodeName: '#text',
        parseTagValue: false,
        parseAttributeValue: false,
        trimValues: true,
        isArray: (name) => ['testsuites', 'testsuite', 'testcase', 'failure', 'error', 'skipped', 'rerunFailure', 'rerunError'].includes(name),
    });
    const root = parser.parse(xml);
    // Node's own reporter puts tests outside of any suite right into the root; its name is no suite's.
    const roots = nodes(root['testsuites']).map((all) => ({ ...all, '@name': '' }));
    const suites = [...roots, ...nodes(root['testsuite'])];
    if (suites.length === 0)
        return { problem: 'it has neither testsuites nor testsuite' };
    const cases = suites.flatMap((suite) => casesOf(suite, ''));
    const counted = suites.reduce((sum, suite) => sum + countedTests(suite), 0);
    // A report that was cut off, or whose writer died, still holds its sums: what it does not list may have failed.
    if (counted > cases.length)
        return { problem: `it counts ${counted} tests and lists ${cases.length}` };
    const claimed = suites.reduce((sum, suite) => sum + claimedFailures(suite), 0);
    const failed = cases.filter(({ outcome }) => outcome === 'failed').length;
    return { cases, unexplained: Math.max(0, claimed - failed) };
}
/** How many tests a suite says that it has, inner ones included; at least as many as it lists. */
function countedTests(suite) {
    const inner = nodes(suite['testsuite']).reduce((sum, one) => sum + countedTests(one), 0);
    return Math.max(nodes(suite['testcase']).length + inner, numberOf(suite['@tests']));
}
/** A suite's own errors, such as a setup that broke, and the sums that it states. Sums of inner suites are in the outer's. */
function claimedFailures(suite) {
    const own = nodes(suite['error']).length + nodes(suite['failure']).length;
    const stated = numberOf(suite['@failures']) + numberOf(suite['@errors']);
    const inner = nodes(suite['testsuite']).reduce((sum, one) => sum + claimedFailures(one), 0);
    return Math.max(own + inner, stated);
}
function casesOf(suite, path) {
    const name = junit_text(suite['@name']);
    const suiteName = [path, name].filter(Boolean).join(' › ');
    const own = nodes(suite['testcase']).map((one) => {
        const failures = [...nodes(one['failure']), ...nodes(one['error'])];
        const file = junit_text(one['@file']) || junit_text(suite['@file']);
        const line = numberOf(one['@line']);
        const seconds = Number.parseFloat(junit_text(one['@time']));
        const outcome = failures.length > 0 ? 'failed' : nodes(one['skipped']).length > 0 ? 'skipped' : statedOutcome(one);
        return {
            suite: suiteName,
            className: junit_text(one['@classname']),
            name: junit_text(one['@name']) || 'a test without a name',
            outcome,
            ...(failures.length > 0 && { message: failures.map(messageOf).join('\n').slice(0, MESSAGE_LENGTH) }),
            ...(file !== '' && { file }),
            ...(line > 0 && { line }),
            ...(Number.isFinite(seconds) && { seconds }),
        };
    });
    return [...own, ...nodes(suite['testsuite']).flatMap((inner) => casesOf(inner, suiteName))];
}
/** GoogleTest and others tell in attributes alone that a test did not run, or that it failed. */
function statedOutcome(one) {
    const stated = [junit_text(one['@status']), junit_text(one['@result'])].map((word) => word.toLowerCase());
    if (stated.some((word) => /^(fail(ed|ure)?|error(ed)?|broken|timeout|timedout|aborted)$/.test(word)))
        return 'failed';
    if (stated.some((word) => /^(not[ _-]?run|suppressed|skipped|disabled|ignored|pending)$/.test(word)))
        return 'skipped';
    return 'passed';
}
function messageOf(failure) {
    const message = junit_text(failure['@message']);
    const body = junit_text(failure['#text']);
    if (body.startsWith(message))
        return body || junit_text(failure['@type']) || 'no message';
    return [message, body].filter(Boolean).join('\n');
}
/** Elements of one name; an element of text alone, or an empty one, is no object for the parser. */
function nodes(value) {
    if (value === undefined)
        return [];
    return (Array.isArray(value) ? value : [value]).map((one) => typeof one === 'object' && one !== null ? one : { '#text': junit_text(one) });
}
function junit_text(value) {
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
function numberOf(value) {
    const number = Number.parseInt(junit_text(value), 10);
    return Number.isFinite(number) && number > 0 ? number : 0;
}

// EXTERNAL MODULE: ./build/dist/support/processes.js
var processes = __webpack_require__(87100);
// EXTERNAL MODULE: ./build/dist/support/tree.js
var tree = __webpack_require__(57609);
;// CONCATENATED MODULE: ./build/dist/checks/run.js











const run_DEFAULT_TIMEOUT_MS = 900_000;
const NAME_LENGTH = 80;
const SHOWN_LINES = 25;
const MOST_FAILURES = 100;
const MOST_REPORT_BYTES = 32 * 1024 * 1024;
/** Some file systems keep times in steps of two seconds. */
const CLOCK_STEP_MS = 2_000;
const run_check = (0,contract/* defineCheck */.q)({
    meta: {
        name: 'run',
        title: 'A command of yours succeeds',
        docs: "Runs a command through the shell, without credentials, tokens or the runner's command files in its environment. It passes when the command exits with 0 and, where `junit` is given, the reports that it wrote have at least one test and no failing one.",
        kind: 'integration',
        runsUserCode: true,
    },
    shape: {
        run: scalars/* text */.Qq.describe('The command, as for a shell.'),
        junit: (0,scalars/* oneOrMore */.h9)(scalars/* text */.Qq.refine((glob) => !climbs(glob), { error: 'expected a glob below the workspace, without ..' }))
            .optional()
            .describe('Globs of JUnit reports that the command writes, from the root of the workspace.'),
        env: schemas/* record */.g1P(schemas/* string */.YjP().regex(/^[A-Za-z_]\w*$/), schemas/* string */.YjP())
            .default({})
            .describe('Variables for the command.'),
        directory: scalars/* text */.Qq.default('.').describe('Folder in which it runs, from the root of the workspace.'),
    },
    nameOf: ({ run }) => {
        const line = run.trim().split('\n')[0] ?? '';
        return line.length > NAME_LENGTH ? `${line.slice(0, NAME_LENGTH - 1)}…` : line;
    },
    timeoutOf: () => run_DEFAULT_TIMEOUT_MS,
    observe: run_observe,
    judge: run_judge,
});
async function run_observe(options, { ports, signal, name, variables }) {
    const { workspace, env: ambient } = ports.place;
    const directory = (0,external_node_path_.resolve)(workspace, options.directory);
    if (isOutside((0,external_node_path_.relative)(workspace, directory))) {
        throw new errors/* ActionError */.lZ('config/reference', {
            message: `the folder ${options.directory} leads out of the workspace`,
            observed: options.directory,
            advice: 'Give a folder below the root of the workspace.',
        });
    }
    const env = (0,processes/* scrubbed */.fG)(ambient, { ...variables, ...options.env });
    // A command can find more than it is given, such as the environment of its parent: none of that is shown either.
    const secret = { ...ambient, ...env };
    const startedAt = ports.clock.now().getTime();
    const before = new Map((await matchFiles(workspace, options.junit ?? [])).map((file) => [file.path, file.changedAt]));
    const ended = await ports.log.group(name, () => (0,processes/* runShell */.E5)({
        command: options.run,
        directory,
        env,
        signal,
        onLine: (line) => ports.log.info(harmless(line)),
    }));
    const command = { ...ended, tail: (0,support_text/* plainLines */.y1)((0,processes/* withoutSecrets */.cT)(ended.tail.join('\n'), secret)) };
    if (!options.junit)
        return { command, name };
    const files = await matchFiles(workspace, options.junit);
    const reports = await Promise.all(files.map(async ({ path, writtenAt, changedAt, size }) => {
        const stale = before.get(path) === changedAt || writtenAt < startedAt - CLOCK_STEP_MS;
        const nothing = { path, stale, cases: [], unexplained: 0 };
        if (size > MOST_REPORT_BYTES)
            return { ...nothing, problem: `it has more than ${MOST_REPORT_BYTES} bytes` };
        try {
            const read = await parseJUnit((await (0,tree/* bytesOfFile */.NR)((0,external_node_path_.resolve)(workspace, path))).toString('utf8'));
            if ('problem' in read)
                return { ...nothing, ...read };
            const cases = read.cases.map((one) => withPlace(one, workspace, secret));
            return { ...nothing, cases, unexplained: read.unexplained };
        }
        catch (error) {
            return { ...nothing, problem: (0,errors/* messageOf */.bD)(error) };
        }
    }));
    return { command, reports, name };
}
/** No line of a user's command may speak to the runner: a bar keeps `::` from the beginning, a space breaks `##[`. */
function harmless(line) {
    return `│ ${((0,support_text/* plainLines */.y1)(line)[0] ?? '').replaceAll('##[', '## [')}`;
}
function withPlace(one, workspace, env) {
    const { file, message, ...rest } = one;
    const inside = file === undefined ? undefined : (0,external_node_path_.isAbsolute)(file) ? (0,external_node_path_.relative)(workspace, file) : file;
    return {
        ...rest,
        ...(message !== undefined && { message: (0,processes/* withoutSecrets */.cT)(message, env) }),
        ...(inside !== undefined && !isOutside(inside) && { file: inside }),
    };
}
function run_judge(options, { command, reports, name }) {
    const tail = command.tail.slice(-SHOWN_LINES).join('\n');
    const withTail = (what) => (tail === '' ? `${what}; no output` : `${what}; it said last:\n${tail}`);
    const took = (0,durations/* showDuration */.kJ)(command.ms);
    if (command.startError !== undefined) {
        return {
            outcome: 'error',
            title: `could not be started: ${command.startError}`,
            expected: 'a command that starts',
            observed: command.startError,
            advice: `Check that the folder ${options.directory} exists and that the runner has a shell.`,
        };
    }
    if (command.ended) {
        return {
            outcome: 'error',
            title: `had not ended after ${took}; it and all that it started were ended`,
            expected: 'an end within the timeout',
            observed: withTail(`still running after ${took}`),
            advice: 'See in the output where it hangs, or give the check a longer `timeout`.',
        };
    }
    const exit = command.exitCode === undefined ? `ended by ${command.signal ?? 'a signal'}` : `exit status ${command.exitCode}`;
    if (!reports) {
        if (command.exitCode === 0)
            return {
                outcome: 'pass',
                title: `succeeded in ${took}`,
                expected: 'exit status 0',
                observed: `${exit} after ${took}`,
            };
        return {
            outcome: 'fail',
            title: exit,
            expected: 'exit status 0',
            observed: withTail(exit),
            advice: `Run it yourself: ${options.run.trim()}`,
        };
    }
    return judgeReports(options, reports, { exit, failed: command.exitCode !== 0, took, withTail, name });
}
function judgeReports(options, reports, run) {
    const cases = reports.filter(({ stale }) => !stale).flatMap((report) => report.cases);
    const count = (outcome) => cases.filter((one) => one.outcome === outcome).length;
    const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
    const sums = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    const problems = [];
    const globs = (options.junit ?? []).join(', ');
    const again = `Run it yourself: ${options.run.trim()}`;
    if (failed > 0)
        problems.push({
            title: `${failed} of ${failed + passed} tests failed`,
            advice: 'Read the findings of the single tests.',
        });
    for (const { path, problem } of reports.filter((report) => report.problem !== undefined)) {
        problems.push({
            title: `the report ${path} cannot be read: ${problem ?? ''}`,
            advice: 'See why the test runner did not finish its report.',
        });
    }
    const stale = reports.filter((report) => report.stale).map(({ path }) => path);
    if (stale.length > 0) {
        problems.push({
            title: `${stale.join(', ')} ${stale.length === 1 ? 'was' : 'were'} written before the command started`,
            advice: 'Remove old reports before the tests, or give a glob that only the new ones match.',
        });
    }
    const unexplained = reports.filter((report) => !report.stale).reduce((sum, report) => sum + report.unexplained, 0);
    if (unexplained > 0)
        problems.push({ title: `${unexplained} failures are counted in the reports but not shown`, advice: again });
    if (passed + failed === 0 && problems.length === 0) {
        problems.push({
            title: reports.length === 0 ? `no report matches ${globs}` : 'the reports have no test that ran',
            advice: 'A suite without tests proves nothing: check the globs and the filters of the test runner.',
        });
    }
    if (run.failed)
        problems.push({ title: run.exit, advice: again });
    const measurements = [{ name: 'tests', unit: 'count', value: passed + failed }];
    const expected = `exit status 0 and reports in ${globs} with at least one test, none failing`;
    const first = problems[0];
    if (!first)
        return {
            outcome: 'pass',
            title: `${passed} tests passed in ${run.took}`,
            expected,
            observed: `${run.exit}; ${sums}`,
            measurements,
        };
    return {
        outcome: 'fail',
        title: problems.map(({ title }) => title).join('; '),
        expected,
        observed: run.withTail(`${run.exit}; ${sums}`),
        advice: first.advice,
        findings: cases
            .filter(({ outcome }) => outcome === 'failed')
            .slice(0, MOST_FAILURES)
            .map((one) => findingOf(one, run.name, again)),
        measurements,
    };
}
function findingOf(one, name, advice) {
    const title = [one.className || one.suite, one.name].filter(Boolean).join(' › ');
    const source = one.file === undefined ? undefined : { file: one.file, ...(one.line !== undefined && { line: one.line }) };
    return {
        code: 'check/run/test',
        outcome: 'fail',
        title: `${title} failed: ${(0,support_text/* plainLines */.y1)(one.message ?? '')[0] ?? 'no message'}`,
        subject: `check/${name}/test/${title}`,
        expected: 'a passing test',
        observed: (0,support_text/* plainLines */.y1)(one.message ?? '')
            .slice(0, SHOWN_LINES)
            .join('\n') || 'a failure without a message',
        advice,
        ...(source && { source }),
    };
}

;// CONCATENATED MODULE: ./build/dist/checks/index.js




/** Every check there is, by its key in the configuration. */
const CHECKS = { http: http_check, run: run_check, load: load_check, file: check };


/***/ }),

/***/ 59826:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  X: () => (/* binding */ readConfig),
  g: () => (/* binding */ readYaml)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
// EXTERNAL MODULE: ./build/dist/support/yaml.js
var support_yaml = __webpack_require__(70594);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/dist/config/scalars.js
var scalars = __webpack_require__(56777);
// EXTERNAL MODULE: ./build/dist/checks/contract.js
var contract = __webpack_require__(40809);
;// CONCATENATED MODULE: ./build/dist/config/sections/gate.js



/** What opens production. */
const gate = schemas/* strictObject */.rej({
    require: schemas/* array */.YOg(schemas/* enum */.k5n(contract/* KINDS */.G))
        .optional()
        .describe('Kinds of checks that must have passed. Default: the kinds that are configured.'),
    'evidence-younger-than': scalars/* duration */.p0.default(86_400_000),
    reviewers: schemas/* strictObject */.rej({
        'at-least': schemas/* int */.Whr().min(1).max(6).default(1),
        not: schemas/* array */.YOg(schemas/* literal */.euz('trigger'))
            .default(['trigger'])
            .describe('Who may not approve: the one who started the run.'),
    })
        .prefault({}),
});

;// CONCATENATED MODULE: ./build/dist/config/sections/precheck.js


const ignore = schemas/* strictObject */.rej({
    resource: scalars/* text */.Qq.describe('STACK-ID/LogicalId; for nested stacks STACK-ID/Nested/LogicalId. Globs are allowed.'),
    property: schemas/* string */.YjP().startsWith('/', { error: 'expected a JSON pointer such as /DesiredCapacity' }).optional(),
    reason: scalars/* text */.Qq,
    owner: scalars/* text */.Qq,
    until: scalars/* date */.p6,
});
const allowance = schemas/* strictObject */.rej({
    path: scalars/* text */.Qq.describe('Path of the fact in the snapshot, such as stacks/web/parameters/InstanceType. Globs are allowed.'),
    reason: scalars/* text */.Qq,
    owner: scalars/* text */.Qq.optional(),
    until: scalars/* date */.p6.optional(),
});
/** How precheck judges. */
const precheck = schemas/* strictObject */.rej({
    intent: scalars/* text */.Qq.optional().describe('Path of the file that says what this release means to change.'),
    drift: schemas/* strictObject */.rej({
        ignore: schemas/* array */.YOg(ignore).default([]),
        coverage: schemas/* union */.KCZ([scalars/* percent */.KN, schemas/* number */.aig().min(0).max(1)])
            .default(0)
            .describe('Least share of resources that drift detection must have checked, such as 90% or 0.9.'),
        'who-did-it': schemas/* boolean */.zMY().default(false).describe('Ask CloudTrail who changed a drifted resource.'),
    })
        .prefault({}),
    parity: schemas/* strictObject */.rej({
        allow: schemas/* array */.YOg(allowance).default([]),
        capacity: schemas/* enum */.k5n(['inform', 'block'])
            .default('inform')
            .describe('What a difference in sizes and numbers of things does.'),
    })
        .prefault({}),
    transforms: schemas/* array */.YOg(scalars/* text */.Qq).default([]).describe('Macros, and AWS::Include, that may run while a change set is made.'),
    rules: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([schemas/* literal */.euz('on'), schemas/* strictObject */.rej({ off: schemas/* literal */.euz(true), reason: scalars/* text */.Qq, owner: scalars/* text */.Qq, until: scalars/* date */.p6 })]))
        .default({})
        .describe('Rules by their code; one is switched off with a reason, an owner and an end date.'),
});

;// CONCATENATED MODULE: ./build/dist/config/sections/release.js


/** What the release consists of: stacks and deployments. Declared once; both environments are made from it. */
const capability = schemas/* enum */.k5n(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']);
const stack = schemas/* strictObject */.rej({
    id: scalars/* identifier */.Cv.optional().describe('How the rest of this file calls the stack. Default: `stack`.'),
    name: scalars/* text */.Qq.describe('Name of the stack in AWS; {environment} stands for the environment.'),
    template: scalars/* text */.Qq.describe('Path of the template, JSON or YAML, from the root of the workspace.'),
    parameters: schemas/* union */.KCZ([scalars/* text */.Qq, schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]))])
        .optional()
        .describe('Path of a parameter file ({environment} may be part of it), or the values themselves.'),
    capabilities: schemas/* array */.YOg(capability).default([]),
    tags: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()).default({}),
    role: scalars/* text */.Qq
        .optional()
        .describe('ARN of a service role for CloudFormation; `{account}` is the account of the deploy-role.'),
    'depends-on': schemas/* array */.YOg(scalars/* identifier */.Cv)
        .default([])
        .describe('Ids of stacks that must be there first; references to outputs count by themselves.'),
    'template-bucket': scalars/* text */.Qq.optional().describe('Bucket for templates of more than 51,200 bytes.'),
    timeout: scalars/* duration */.p0.default(3_600_000).describe('How long an operation on the stack may take.'),
});
const revision = schemas/* strictObject */.rej({
    directory: scalars/* text */.Qq
        .optional()
        .describe('Folder with an appspec.yml at its top; for Lambda with the code of the function.'),
    archive: scalars/* text */.Qq.optional().describe('A zip, tar or tgz that was made before.'),
    bucket: scalars/* text */.Qq.optional().describe('Where the archive is uploaded to; may refer to an output of a stack.'),
    prefix: schemas/* string */.YjP().default('test-deployments/').describe('Beginning of the key in the bucket.'),
});
const server = schemas/* strictObject */.rej({
    id: scalars/* identifier */.Cv.optional(),
    platform: schemas/* literal */.euz('server').describe('CodeDeploy on EC2 or on-premises instances.'),
    application: scalars/* text */.Qq,
    group: scalars/* text */.Qq.describe('Name of the deployment group; {environment} stands for the environment.'),
    revision,
    'deployment-config': scalars/* text */.Qq.optional().describe('Overrides the configuration of the group.'),
    'file-exists': schemas/* enum */.k5n(['DISALLOW', 'OVERWRITE', 'RETAIN']).optional(),
    'ignore-application-stop-failures': schemas/* boolean */.zMY().default(false),
    timeout: scalars/* duration */.p0.default(3_600_000),
});
const appspec = scalars/* text */.Qq.describe('Path of the AppSpec, YAML or JSON, from the root of the workspace. Texts in it may refer to {environment} and to outputs of stacks.');
const lambda = schemas/* strictObject */.rej({
    id: scalars/* identifier */.Cv.optional(),
    platform: schemas/* literal */.euz('lambda').describe('CodeDeploy on an alias of a Lambda function.'),
    application: scalars/* text */.Qq,
    group: scalars/* text */.Qq,
    appspec: appspec.describe('Path of the AppSpec. CurrentVersion may be left out: it is what the alias points to. So may TargetVersion, where a `revision` is published.'),
    revision: revision.optional().describe('The code. It is published as the version that the alias moves to.'),
    'deployment-config': scalars/* text */.Qq.optional().describe('Overrides the configuration of the group.'),
    timeout: scalars/* duration */.p0.default(3_600_000),
});
const ecs = schemas/* strictObject */.rej({
    id: scalars/* identifier */.Cv.optional(),
    platform: schemas/* literal */.euz('ecs').describe('CodeDeploy on a service of Amazon ECS.'),
    application: scalars/* text */.Qq,
    group: scalars/* text */.Qq,
    appspec,
    'task-definition': scalars/* text */.Qq
        .optional()
        .describe('Path of a task definition, JSON, as for RegisterTaskDefinition: it is registered, and the AppSpec gets its ARN.'),
    'deployment-config': scalars/* text */.Qq.optional().describe('Overrides the configuration of the group.'),
    timeout: scalars/* duration */.p0.default(3_600_000),
});
const local = schemas/* strictObject */.rej({
    id: scalars/* identifier */.Cv.optional(),
    platform: schemas/* literal */.euz('local').describe('This very host, with no AWS at all.'),
    application: scalars/* text */.Qq.default('local'),
    group: scalars/* text */.Qq.default('{environment}').describe('Given to the hooks as DEPLOYMENT_GROUP_NAME.'),
    revision,
    root: scalars/* text */.Qq
        .optional()
        .describe('Folder for what the agent keeps between deployments. Default: a folder in RUNNER_TEMP, or in `.test-deployments`.'),
    'destination-root': scalars/* text */.Qq.optional().describe('Destinations land below this folder; hooks find it in DESTDIR.'),
    'file-exists': schemas/* enum */.k5n(['DISALLOW', 'OVERWRITE', 'RETAIN']).optional(),
    'ignore-application-stop-failures': schemas/* boolean */.zMY().default(false),
    'agent-compatible': schemas/* boolean */.zMY().default(false).describe("Do it as AWS's agent does, also where that hurts."),
    environment: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()).default({}).describe('Variables for the hooks.'),
    timeout: scalars/* duration */.p0.default(3_600_000),
});
const deployment = schemas/* discriminatedUnion */.gMt('platform', [server, lambda, ecs, local]);

// EXTERNAL MODULE: ./build/dist/checks/index.js + 10 modules
var checks = __webpack_require__(23467);
;// CONCATENATED MODULE: ./build/dist/config/sections/verify.js




const common = {
    name: scalars/* text */.Qq.optional().describe('One sentence that is true or false. Default: made from what is checked.'),
    kind: schemas/* enum */.k5n(contract/* KINDS */.G).optional().describe('What it proves. Default: that of the check.'),
    timeout: scalars/* duration */.p0.optional().describe('Deadline of one look. Default: that of the check.'),
    delay: scalars/* duration */.p0.default(0).describe('Wait before the first look.'),
    every: scalars/* duration */.p0.default(2_000).describe('Pause between looks.'),
    count: schemas/* int */.Whr().min(1).max(10_000).default(1).describe('How many looks, at least.'),
    failures: schemas/* int */.Whr().min(0).default(0).describe('How many looks may fail.'),
    errors: schemas/* int */.Whr().min(0).default(0).describe('How many looks may end without an answer.'),
    'steady-for': scalars/* duration */.p0
        .optional()
        .describe('Looks go on until they have passed one after another for so long; a look that does not begins it anew.'),
    'dry-run': schemas/* boolean */.zMY().default(false).describe('Measure and show, but do not judge.'),
};
/** One check: what is common to all, and the key of the table of checks with its options and what may stand beside it. */
const check = schemas/* union */.KCZ(Object.values(checks/* CHECKS */.u).map(({ shape }) => schemas/* strictObject */.rej({ ...common, ...shape })));

;// CONCATENATED MODULE: ./build/dist/config/schema.js






const environment = schemas/* strictObject */.rej({
    name: scalars/* text */.Qq
        .optional()
        .describe('What {environment} stands for, and the name of the GitHub environment. Default: the key.'),
    region: scalars/* text */.Qq.optional().describe('Default: AWS_REGION.'),
    'plan-role': scalars/* text */.Qq.optional().describe('ARN of the role that reads and makes change sets, and nothing else.'),
    'deploy-role': scalars/* text */.Qq.optional().describe('ARN of the role that deploys; trusted only for jobs of this environment.'),
});
/** The whole configuration file. The published JSON Schema and the reference page are made from this. */
const schema = schemas/* strictObject */.rej({
    version: schemas/* literal */.euz(1, { error: 'expected 1' }),
    application: scalars/* text */.Qq.optional(),
    environments: schemas/* strictObject */.rej({ preprod: environment.prefault({}), production: environment.prefault({}) })
        .prefault({}),
    stacks: schemas/* array */.YOg(stack).default([]),
    deployments: schemas/* array */.YOg(deployment).default([]),
    precheck: precheck.prefault({}),
    verify: schemas/* array */.YOg(check).default([]),
    gate: gate.prefault({}),
    observe: schemas/* strictObject */.rej({ until: scalars/* date */.p6, baseline: scalars/* text */.Qq.optional() })
        .optional()
        .describe('Report without failing until that day; afterwards only findings that are not in the baseline block.'),
});

;// CONCATENATED MODULE: ./build/dist/config/file.js




const SHOWN_VALUE_LENGTH = 60;
/** The schema's types as people who write YAML call them. */
const YAML_WORDS = {
    object: 'a map',
    record: 'a map',
    array: 'a list',
    string: 'a text',
    int: 'a whole number',
    boolean: 'true or false',
};
/** Reads a configuration. Throws `config/file`, as `readYaml` does. */
function readConfig(yaml, file) {
    return readYaml(yaml, { file, code: 'config/file' }, schema);
}
/**
 * Reads a file by its schema, frozen. Every mistake is found at once, each with line, column, what was read and what
 * was expected; they are the `findings` of the ActionError that is thrown.
 */
function readYaml(yaml, reading, shape) {
    const lines = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(yaml, {
        lineCounter: lines,
        uniqueKeys: true,
        version: '1.2',
        merge: false,
        logLevel: 'error',
    });
    const at = (offset) => {
        const { line, col } = lines.linePos(offset);
        return { line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    const unreadable = (offset, problem) => mistake(reading, at(offset), 'file', 'YAML that can be read', problem);
    const syntax = document.errors.map((error) => unreadable(error.pos[0], error.message.split('\n')[0] ?? error.code));
    if (syntax.length > 0)
        throw mistaken(reading, syntax);
    const stacks = document.get('stacks');
    for (const stack of (0,dist/* isSeq */.oP)(stacks) ? stacks.items : []) {
        const parameters = (0,dist/* isMap */.jh)(stack) ? stack.get('parameters') : undefined;
        if ((0,dist/* isMap */.jh)(parameters))
            (0,support_yaml/* numbersAsWritten */.C8)(parameters);
    }
    const plain = (0,support_yaml/* plainOf */.oi)(document);
    if ('problem' in plain)
        throw mistaken(reading, [unreadable(plain.offset, plain.problem)]);
    const result = shape.safeParse(plain.value);
    if (!result.success) {
        const findings = result.error.issues
            .flatMap((issue) => mistakesOf(issue))
            .map((found) => locate(found, document, at, reading));
        throw mistaken(reading, findings);
    }
    return deepFreeze(result.data);
}
function mistaken({ file, code }, findings) {
    const sorted = findings.toSorted((a, b) => (a.source?.line ?? 0) - (b.source?.line ?? 0));
    const first = sorted[0];
    const line = first?.source?.line;
    const count = sorted.length === 1 ? 'a mistake' : `${sorted.length} mistakes`;
    return new errors/* ActionError */.lZ(code, {
        message: `${file} has ${count}; line ${line ?? '?'}: ${first?.title ?? ''}`,
        subject: `file/${file}`,
        file,
        ...(line !== undefined && { line }),
        findings: sorted,
    });
}
function mistake({ file, code }, place, where, expected, read) {
    return {
        code,
        outcome: 'error',
        title: `${where}: expected ${expected}, read ${read}`,
        subject: `file/${file}`,
        expected,
        observed: read,
        advice: `Correct line ${place.line} of ${file}.`,
        source: { file, ...place },
    };
}
/** Zod's issue as mistakes; of a union, those of the member that fits best: a map is not told to be a text. */
function mistakesOf(issue, prefix = []) {
    const path = [...prefix, ...issue.path];
    switch (issue.code) {
        case 'unrecognized_keys':
            return issue.keys.map((key) => ({ path, key, expected: 'a known key' }));
        case 'invalid_union': {
            const members = issue.errors.map((errors) => errors.flatMap((inner) => mistakesOf(inner, path)));
            const distinct = members.filter((found) => found.length > 0);
            if (distinct.length === 0)
                return [{ path, expected: discriminatorText(issue) }];
            const scalar = distinct.every((found) => found.every((one) => one.path.length === path.length && one.key === undefined));
            if (scalar)
                return [{ path, expected: [...new Set(distinct.flat().map((one) => one.expected))].join(' or ') }];
            const shapeless = (found) => Number(found.some((one) => one.path.length === path.length && one.key === undefined));
            return (distinct.toSorted((a, b) => shapeless(a) - shapeless(b) || unknownKeys(a) - unknownKeys(b) || a.length - b.length)[0] ?? []);
        }
        case 'invalid_key':
            return issue.issues.map(({ message }) => ({
                path: path.slice(0, -1),
                key: String(path.at(-1)),
                expected: message.replace(/^expected /, ''),
            }));
        case 'invalid_value':
            return [{ path, expected: issue.values.map(String).join(' or ') }];
        case 'invalid_type':
            return [{ path, expected: YAML_WORDS[issue.expected] ?? `a ${issue.expected}` }];
        case 'too_small':
            return [{ path, expected: worded(issue.message) ?? `at least ${issue.minimum}` }];
        case 'too_big':
            return [{ path, expected: worded(issue.message) ?? `at most ${issue.maximum}` }];
        default:
            return [{ path, expected: worded(issue.message) ?? issue.message }];
    }
}
/** What the schema itself says in its own words. */
function worded(message) {
    return message.startsWith('expected ') ? message.slice('expected '.length) : undefined;
}
function unknownKeys(found) {
    return found.filter((one) => one.key !== undefined).length;
}
function discriminatorText(issue) {
    return 'discriminator' in issue && typeof issue.discriminator === 'string'
        ? `a known \`${issue.discriminator}\``
        : issue.message;
}
function locate(found, document, at, reading) {
    const where = found.path.length === 0 ? 'file' : found.path.map(String).join('.');
    const node = deepestNode(document, found.path);
    if (found.key !== undefined) {
        const pair = (0,dist/* isMap */.jh)(node) ? node.items.find((item) => (0,dist/* isPair */.tO)(item) && String(item.key) === found.key) : undefined;
        const key = pair?.key;
        const place = at(key?.range?.[0] ?? node?.range?.[0] ?? 0);
        return mistake(reading, place, where, found.expected, `the key ${JSON.stringify(found.key)}`);
    }
    const value = document.getIn(found.path);
    const isEmpty = found.path.length === 0 && value === null;
    const read = value === undefined || isEmpty ? 'nothing' : shown(value);
    return mistake(reading, at(node?.range?.[0] ?? 0), where, found.expected, read);
}
/** The node at the path, or the nearest above it that exists: a missing key is reported at the map that lacks it. */
function deepestNode(document, path) {
    for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true);
        if (typeof node === 'object' && node !== null && 'range' in node)
            return node;
    }
    return document.contents ?? undefined;
}
function shown(value) {
    const json = JSON.stringify(value) ?? String(value);
    return json.length > SHOWN_VALUE_LENGTH ? `${json.slice(0, SHOWN_VALUE_LENGTH)}…` : json;
}
function deepFreeze(value) {
    if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
        Object.freeze(value);
        Object.values(value).forEach(deepFreeze);
    }
    return value;
}


/***/ }),

/***/ 71031:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  P: () => (/* binding */ DEFAULT_CONFIG),
  K: () => (/* binding */ readInputs)
});

;// CONCATENATED MODULE: ./build/dist/commands/names.js
/** The subcommands, in the order of a release. */
const COMMAND_NAMES = ['package', 'precheck', 'deploy-preprod', 'verify', 'gate', 'deploy-production'];

// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
;// CONCATENATED MODULE: ./build/dist/config/inputs.js


const DEFAULT_CONFIG = '.github/test-deployments.yml';
/** Reads the inputs; `get` gives an input's text, empty where it is not set. Rejects the first that makes no sense. */
function readInputs(get) {
    const command = get('command');
    if (!COMMAND_NAMES.includes(command)) {
        throw new errors/* ActionError */.lZ('config/input', {
            message: command === '' ? 'the input `command` is missing' : `unknown command ${JSON.stringify(command)}`,
            subject: 'input/command',
            expected: COMMAND_NAMES.join(', '),
            observed: command === '' ? 'nothing' : command,
        });
    }
    const config = get('config') || DEFAULT_CONFIG;
    const environment = oneOf(get('environment'), ['preprod', 'production'], 'environment');
    const shard = readShard(get('shard'));
    const optional = (name) => get(name) || undefined;
    const needs = optional('needs');
    const evidence = optional('evidence');
    const githubToken = optional('github-token');
    return {
        command: command,
        config: config.includes('\n') ? { yaml: config } : { path: config },
        ...(environment && { environment }),
        ...(needs !== undefined && { needs }),
        ...(evidence !== undefined && { evidence }),
        ...(githubToken !== undefined && { githubToken }),
        only: get('only')
            .split(/[\s,]+/)
            .filter(Boolean),
        ...(shard && { shard }),
        mode: oneOf(get('mode'), ['enforce', 'observe'], 'mode') ?? 'enforce',
    };
}
function oneOf(value, allowed, name) {
    if (value === '')
        return undefined;
    if (allowed.includes(value))
        return value;
    throw new errors/* ActionError */.lZ('config/input', {
        message: `the input \`${name}\` is ${JSON.stringify(value)}`,
        subject: `input/${name}`,
        expected: allowed.join(' or '),
        observed: value,
    });
}
function readShard(value) {
    if (value === '')
        return undefined;
    const match = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(value);
    const index = Number(match?.[1]);
    const of = Number(match?.[2]);
    if (match && index <= of)
        return { index, of };
    throw new errors/* ActionError */.lZ('config/input', {
        message: `the input \`shard\` is ${JSON.stringify(value)}`,
        subject: 'input/shard',
        expected: 'part/parts, such as 2/5',
        observed: value,
    });
}


/***/ }),

/***/ 56777:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cv: () => (/* binding */ identifier),
/* harmony export */   KN: () => (/* binding */ percent),
/* harmony export */   Mq: () => (/* binding */ mode),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   T1: () => (/* binding */ pattern),
/* harmony export */   TS: () => (/* binding */ rate),
/* harmony export */   bM: () => (/* binding */ statuses),
/* harmony export */   h9: () => (/* binding */ oneOrMore),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   p6: () => (/* binding */ date),
/* harmony export */   y8: () => (/* binding */ httpMethod)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(92857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(88532);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(64377);
/* harmony import */ var _support_exchange_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58576);
/* harmony import */ var _support_durations_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(12780);



/** The values that people write in words, for option schemas of all tables. Durations come out in milliseconds. */
function readable(parse, expected, pattern) {
    return zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()
        .regex(new RegExp(pattern), { error: `expected ${expected}` })
        .transform((text, context) => {
        const value = parse(text);
        if (value !== undefined)
            return value;
        context.addIssue({ code: 'custom', message: `expected ${expected}` });
        return zod__WEBPACK_IMPORTED_MODULE_3__/* .NEVER */ .tm;
    });
}
const duration = readable(_support_durations_js__WEBPACK_IMPORTED_MODULE_1__/* .parseDuration */ .E9, 'a duration such as 500ms, 2s, 15m or 24h', '^(\\d+(\\.\\d+)?(ms|s|m|h|d))+$');
const rate = readable(_support_durations_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRate */ .WN, 'a rate such as 200/s or 90/m', '^\\d+(\\.\\d+)?/(s|m|h)$');
const percent = readable(_support_durations_js__WEBPACK_IMPORTED_MODULE_1__/* .parsePercent */ .lo, 'a share such as 0.1%', '^\\d+(\\.\\d+)?%$');
/** An octal file mode, quoted: YAML reads an unquoted 0640 as another number. */
const mode = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^[0-7]{3,4}$/, { error: 'expected a file mode in quotes, such as "0640"' });
const identifier = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, {
    error: 'expected a name of letters, digits, - and _, beginning with a letter',
});
/** A calendar date, the last day on which something holds. */
const date = zod__WEBPACK_IMPORTED_MODULE_4__/* .date */ .p6({ error: 'expected a date such as 2027-03-31' });
const text = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().min(1, { error: 'expected a text that is not empty' });
/** One value or a list of them; a list comes out. */
function oneOrMore(one) {
    return zod__WEBPACK_IMPORTED_MODULE_2__/* .union */ .KCZ([one, zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(one).min(1, { error: 'expected at least one' })])
        .transform((value) => (Array.isArray(value) ? value : [value]));
}
/** Source of a regular expression with the flags `m` and `u`. */
const pattern = text.refine(isPattern, { error: 'expected a regular expression' });
function isPattern(source) {
    try {
        return new RegExp(source, 'mu') instanceof RegExp;
    }
    catch {
        return false;
    }
}
const EXPECTED_STATUS = 'expected a status such as 200, 2xx or 200-299';
/** Sets of HTTP statuses: `200`, `2xx`, `200-299`, or a list of these; texts come out. Default: 2xx. */
const statuses = oneOrMore(zod__WEBPACK_IMPORTED_MODULE_2__/* .union */ .KCZ([
    zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr({ error: EXPECTED_STATUS })
        .min(100, { error: EXPECTED_STATUS })
        .max(599, { error: EXPECTED_STATUS })
        .transform(String),
    zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().refine((set) => (0,_support_exchange_js__WEBPACK_IMPORTED_MODULE_0__/* .parseStatus */ .i$)(set) !== undefined, { error: EXPECTED_STATUS }),
])).default(['2xx']);
const httpMethod = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^[A-Z]+$/, { error: 'expected a method such as GET' });


/***/ }),

/***/ 27699:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ canonical),
/* harmony export */   Bc: () => (/* binding */ isDigest),
/* harmony export */   by: () => (/* binding */ digestOfBytes),
/* harmony export */   ol: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

const DIGEST = /^sha256:[0-9a-f]{64}$/;
function isDigest(value) {
    return typeof value === 'string' && DIGEST.test(value);
}
/** SHA-256 of bytes. */
function digestOfBytes(bytes) {
    return `sha256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex')}`;
}
/** SHA-256 over the RFC 8785 canonical form: the same for every document that means the same. */
function digestOf(value) {
    return digestOfBytes(canonical(value));
}
/**
 * RFC 8785 (JSON Canonicalization Scheme): no white space, members ordered by UTF-16 code units, numbers as ECMAScript
 * writes them. Members that are undefined are absent, as in JSON.stringify. Lone surrogates, NaN and infinities have no
 * canonical form and throw a TypeError.
 */
function canonical(value) {
    if (value === null || typeof value === 'boolean')
        return JSON.stringify(value);
    if (typeof value === 'number') {
        if (!Number.isFinite(value))
            throw new TypeError(`${value} has no canonical JSON form`);
        return JSON.stringify(value);
    }
    if (typeof value === 'string') {
        if (!value.isWellFormed())
            throw new TypeError('a string with a lone surrogate has no canonical JSON form');
        return JSON.stringify(value);
    }
    if (Array.isArray(value))
        return `[${value.map((item) => canonical(item === undefined ? null : item)).join(',')}]`;
    if (typeof value === 'object') {
        const members = Object.entries(value)
            .filter(([, member]) => member !== undefined)
            .toSorted(([a], [b]) => (a < b ? -1 : 1));
        return `{${members.map(([name, member]) => `${canonical(name)}:${canonical(member)}`).join(',')}}`;
    }
    throw new TypeError(`a ${typeof value} has no canonical JSON form`);
}


/***/ }),

/***/ 49214:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ SCHEMA)
/* harmony export */ });
const SCHEMA = 'test-deployments/evidence/v1';


/***/ }),

/***/ 86686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Vj: () => (/* binding */ verdictOf),
/* harmony export */   ub: () => (/* binding */ blocking)
/* harmony export */ });
/* unused harmony exports ORDER, worse */
/** From best to worst. A release is as good as its worst finding. */
const ORDER = ['pass', 'skipped', 'inconclusive', 'fail', 'error'];
/** The worse of two outcomes. A value that is not an outcome (from a document of another version) counts as `error`. */
function worse(a, b) {
    return rank(a) >= rank(b) ? known(a) : known(b);
}
/**
 * Folds findings into one verdict. No finding at all is `inconclusive`: nothing was asked, so nothing is known.
 * `skipped` beside a pass does not spoil it; nothing but `skipped` is `skipped`, which never opens a gate.
 * A waived finding counts as a pass: the waiver itself is judged (and expires) where it is declared.
 */
function verdictOf(findings) {
    if (findings.length === 0)
        return 'inconclusive';
    const counted = findings.map((finding) => (finding.waived ? 'pass' : known(finding.outcome)));
    const asked = counted.filter((outcome) => outcome !== 'skipped');
    if (asked.length === 0)
        return 'skipped';
    return asked.reduce(worse, 'pass');
}
/** Findings that keep the verdict from being a pass, worst first, otherwise in the order in which they were made. */
function blocking(findings) {
    return findings
        .filter((finding) => !finding.waived && finding.outcome !== 'pass' && finding.outcome !== 'skipped')
        .toSorted((a, b) => rank(b.outcome) - rank(a.outcome));
}
function rank(outcome) {
    const index = ORDER.indexOf(outcome);
    return index === -1 ? ORDER.length : index;
}
function known(outcome) {
    return ORDER.includes(outcome) ? outcome : 'error';
}


/***/ }),

/***/ 33682:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connectArtifacts: () => (/* binding */ connectArtifacts),
/* harmony export */   hasArtifactService: () => (/* binding */ hasArtifactService)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _support_scratch_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(22655);




/** Whether this job has an artifact service; elsewhere evidence travels in a folder only. */
function hasArtifactService(env) {
    return Boolean(env['ACTIONS_RUNTIME_TOKEN'] && env['ACTIONS_RESULTS_URL']);
}
/**
 * Connects to the artifact service of this run; `@actions/artifact` is loaded here and not before. It takes its
 * address and token from the process's own variables and repeats requests by itself.
 */
async function connectArtifacts(place) {
    if (!hasArtifactService(place.env)) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('github/no-artifacts', {
            message: 'this job has no artifact service (ACTIONS_RUNTIME_TOKEN and ACTIONS_RESULTS_URL are not set)',
            subject: 'github/artifacts',
        });
    }
    const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(118), __webpack_require__.e(119), __webpack_require__.e(260), __webpack_require__.e(824), __webpack_require__.e(351), __webpack_require__.e(838), __webpack_require__.e(787)]).then(__webpack_require__.bind(__webpack_require__, 48787));
    const client = new DefaultArtifactClient();
    // What was stored cannot change within a run: each artifact is fetched once.
    const fetched = new Map();
    const fetchInto = async ({ digest, id, name }, folder) => {
        const { digestMismatch } = await answered(`fetch the artifact ${name}`, () => client.downloadArtifact(id, { path: folder, ...(digest !== undefined && { expectedHash: digest }) }));
        if (digestMismatch)
            throw damaged(name, digest ?? 'the digest of the upload', 'another digest');
    };
    const fetchFiles = (artifact) => (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_3__/* .withScratchFolder */ .pk)(place.temp, async (folder) => {
        await fetchInto(artifact, folder);
        return (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_3__/* .readFiles */ .Ul)(folder);
    });
    const store = async (name, paths, folder, options) => {
        const stored = await answered(`store the artifact ${name}`, () => client.uploadArtifact(name, paths, folder, options));
        if (stored.id === undefined || stored.size === undefined || stored.digest === undefined) {
            throw damaged(name, 'an id, a size and a digest', 'an answer without them');
        }
        return { id: stored.id, name, bytes: stored.size, digest: `sha256:${stored.digest}` };
    };
    return {
        upload: (name, files) => (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_3__/* .withScratchFolder */ .pk)(place.temp, async (folder) => store(name, await (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_3__/* .writeFiles */ .hV)(folder, files), folder)),
        async uploadFolder(name, folder, days) {
            const paths = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder)).map((file) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, file));
            return store(name, paths, folder, { retentionDays: days, compressionLevel: 0 });
        },
        async list() {
            const { artifacts } = await answered('list the artifacts', () => client.listArtifacts());
            return artifacts.map(({ id, name, size, digest, createdAt }) => ({
                id,
                name,
                bytes: size,
                ...(digest && { digest }),
                ...(createdAt && { createdAt }),
            }));
        },
        async download(artifact) {
            const files = fetched.get(artifact.id) ?? fetchFiles(artifact);
            fetched.set(artifact.id, files);
            try {
                return await files;
            }
            catch (error) {
                fetched.delete(artifact.id);
                throw error;
            }
        },
        downloadInto: fetchInto,
    };
}
async function answered(what, send) {
    try {
        return await send();
    }
    catch (error) {
        const message = (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error);
        const exists = /\(409\)|already exists/i.test(message);
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ(exists ? 'github/artifact-exists' : 'github/service', {
            message: `GitHub's artifact service could not ${what}: ${message}`,
            subject: 'github/artifacts',
            cause: error,
        });
    }
}
function damaged(name, expected, observed) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('github/artifact-damaged', {
        message: `the artifact ${name} arrived otherwise than it was stored`,
        subject: `github/artifacts/${name}`,
        expected,
        observed,
    });
}


/***/ }),

/***/ 341:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A_: () => (/* binding */ alwaysBlocks),
/* harmony export */   Bv: () => (/* binding */ baselineOf),
/* harmony export */   Px: () => (/* binding */ observed),
/* harmony export */   mF: () => (/* binding */ readBaseline)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(92857);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);


/** What was already there when the rules began to be enforced: by code, subject and environment. */
const shape = zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({
    version: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz(1),
    known: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .strictObject */ .rej({ code: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), subject: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), environment: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional() })),
});
/** Loss of state, and what could not be found out, block on the first day too. */
const NEVER_KNOWN = new Set(['change/replaces-state', 'change/removes-state']);
/** Reads a baseline. Throws `config/file` for what is none, or is of another version. */
function readBaseline(text, file) {
    const wrong = (problem) => new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
        message: `${file} is not a baseline that this version can read: ${problem}`,
        advice: `Write it anew: run precheck with \`observe\`, and commit the file baseline.suggested.json that it leaves beside the evidence as ${file}.`,
        subject: `file/${file}`,
        expected: 'version 1 with a list `known` of code, subject and environment',
        observed: problem,
        file,
    });
    let plain;
    try {
        plain = JSON.parse(text);
    }
    catch (error) {
        throw wrong((0,_support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error));
    }
    const read = shape.safeParse(plain);
    if (read.success)
        return read.data;
    const [issue] = read.error.issues;
    throw wrong(`${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? ''}`);
}
/** Pure: what would block now, to be known from now on. */
function baselineOf(findings) {
    return { version: 1, known: findings.filter(canBeKnown).map(keyOf) };
}
/**
 * Pure: until the last day of `observe` everything that may be known is waived; afterwards what the baseline holds is.
 * Nothing is left out: what is waived is shown as such.
 */
function observed(findings, observe, baseline, today) {
    if (observe === undefined)
        return [...findings];
    const known = new Set((baseline?.known ?? []).map((entry) => JSON.stringify(entry)));
    const ended = {
        code: 'observe/ended',
        outcome: 'skipped',
        title: `Observing ended on ${observe.until}: what is not in the baseline blocks`,
        subject: 'config/observe',
        expected: `a day not after ${observe.until}, or a baseline that lists what was there before`,
        observed: `${today}, ${baseline === undefined ? 'no baseline' : `${baseline.known.length} known findings`}`,
        advice: 'Mend what blocks. What was there before the rules is known by `observe.baseline`: a run before that day leaves such ' +
            'a file, baseline.suggested.json, beside the evidence. Where nothing is left to be known, remove `observe`.',
    };
    const judged = findings.map((finding) => {
        if (!canBeKnown(finding))
            return finding;
        if (today <= observe.until) {
            return { ...finding, waived: { reason: 'observed, not yet enforced', owner: 'observe', until: observe.until } };
        }
        if (!known.has(JSON.stringify(keyOf(finding))))
            return finding;
        return { ...finding, waived: { reason: 'was there before the rules', owner: 'baseline', until: 'it is mended' } };
    });
    return today <= observe.until ? judged : [...judged, ended];
}
/** Whether a finding keeps a step from being green even where it only observes. */
function alwaysBlocks({ code, outcome, waived }) {
    return NEVER_KNOWN.has(code) && outcome !== 'pass' && outcome !== 'skipped' && waived === undefined;
}
function canBeKnown(finding) {
    if (finding.waived !== undefined || NEVER_KNOWN.has(finding.code))
        return false;
    return finding.outcome === 'fail' || finding.outcome === 'inconclusive';
}
function keyOf({ code, subject, details }) {
    const environment = typeof details === 'object' && details !== null && 'environment' in details ? details['environment'] : undefined;
    return { code, subject, ...(typeof environment === 'string' && { environment }) };
}


/***/ }),

/***/ 46997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ endpointsOf)
/* harmony export */ });
const GITHUB_API = 'https://api.github.com';
/** What this job talks to: `aws` and `github`, or the URL of what stands in for them. It is part of all evidence. */
function endpointsOf(env) {
    const override = Object.entries(env).find(([name, value]) => /^AWS_ENDPOINT_URL(_\w+)?$/.test(name) && value);
    const api = env['GITHUB_API_URL'] ?? GITHUB_API;
    return { aws: override?.[1] ?? 'aws', github: api === GITHUB_API ? 'github' : api };
}


/***/ }),

/***/ 37337:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ errorFinding)
/* harmony export */ });
/**
 * There is no answer about this subject, and why. `environment` is where; the call that was not answered is kept as its
 * cause, by which several such findings become one.
 */
function errorFinding(error, subject = error.subject, environment) {
    const cause = error.subject.startsWith('aws/') ? error.subject : undefined;
    const { file, line, column, expected, observed } = error.details;
    return {
        code: error.code,
        outcome: 'error',
        title: error.message,
        subject,
        advice: error.advice,
        ...(expected !== undefined && { expected }),
        ...(observed !== undefined && { observed }),
        ...(file !== undefined && {
            source: { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
        }),
        ...((environment !== undefined || cause !== undefined) && {
            details: { ...(environment !== undefined && { environment }), ...(cause !== undefined && { cause }) },
        }),
    };
}


/***/ }),

/***/ 89574:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M8: () => (/* binding */ slotName),
/* harmony export */   N: () => (/* binding */ keepEvidence),
/* harmony export */   ek: () => (/* binding */ evidenceFolder),
/* harmony export */   mE: () => (/* binding */ collectEvidence)
/* harmony export */ });
/* unused harmony export EVIDENCE_FOLDS */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _github_artifacts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(33682);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _support_grace_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(21445);
/* harmony import */ var _support_limit_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(63778);
/* harmony import */ var _support_scratch_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(22655);






/** Folds of the log: the artifact client tells more than anybody wants to know. */
const EVIDENCE_FOLDS = ['Evidence of earlier jobs', 'Keep the evidence'];
const [READING, KEEPING] = EVIDENCE_FOLDS;
const ARTIFACT_PREFIX = 'test-deployments-';
const DOWNLOADS_AT_ONCE = 4;
/** `precheck-all`, `verify-preprod-2of5-tests`: the name of a slot in files and artifacts. */
function slotName(slot) {
    return [slot.command, slot.environment, slot.shard?.replace('/', 'of'), slot.phase]
        .filter((part) => part !== undefined && part !== '')
        .map((part) => part.replaceAll(/[^\w.-]/g, '_'))
        .join('-');
}
/** Absolute path of the folder where evidence is kept: the one that was asked for, or one that ends with the job. */
function evidenceFolder(ports, asked) {
    return asked === undefined ? (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(ports.place.temp, 'test-deployments') : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(ports.place.workspace, asked);
}
/**
 * Writes a document and its page into the folder and, where the run has an artifact service, stores both there: later
 * jobs run on other machines. Artifacts of a run cannot be overwritten, so the attempt is part of the name.
 * @returns the path of the document
 */
async function keepEvidence(ports, folder, evidence, files) {
    const name = `${slotName(evidence.slot)}-attempt${evidence.origin.runAttempt}`;
    const written = new Map([
        [`${name}.json`, Buffer.from(files.json)],
        [`${name}.html`, Buffer.from(files.html)],
    ]);
    try {
        await (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_3__/* .writeFiles */ .hV)(folder, written);
    }
    catch (error) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('evidence/unwritable', {
            message: `the evidence could not be written to ${folder}: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`,
            subject: 'evidence',
            cause: error,
        });
    }
    if ((0,_github_artifacts_js__WEBPACK_IMPORTED_MODULE_1__.hasArtifactService)(ports.place.env)) {
        const artifacts = await ports.connect.artifacts();
        await ports.log.group(KEEPING, () => (0,_support_grace_js__WEBPACK_IMPORTED_MODULE_4__/* .withGrace */ .p)(artifacts.upload(`${ARTIFACT_PREFIX}${name}`, written), ports.cancelled));
    }
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, `${name}.json`);
}
/**
 * All documents that earlier jobs of this run left: in the folder, and in the artifacts of the run. They are data until
 * the chain (evidence/chain.ts) has found their digests among those that the jobs named.
 */
async function collectEvidence(ports, asked) {
    const found = new Map();
    const folder = evidenceFolder(ports, asked);
    try {
        for (const [name, bytes] of await (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_3__/* .readFiles */ .Ul)(folder, '.json'))
            found.set(name, { name: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, name), bytes });
    }
    catch (error) {
        // Without artifacts the folder is the only way; a folder that was named must be there in any case.
        if (asked !== undefined) {
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('evidence/unreadable', {
                message: `the evidence folder ${folder} cannot be read: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`,
                subject: 'evidence',
                cause: error,
            });
        }
    }
    if ((0,_github_artifacts_js__WEBPACK_IMPORTED_MODULE_1__.hasArtifactService)(ports.place.env)) {
        const store = await ports.connect.artifacts();
        const download = async () => {
            const ours = (await store.list()).filter((artifact) => artifact.name.startsWith(ARTIFACT_PREFIX));
            return (0,_support_limit_js__WEBPACK_IMPORTED_MODULE_5__/* .mapLimit */ .s)(ours, DOWNLOADS_AT_ONCE, async (artifact) => ({
                artifact,
                files: await store.download(artifact),
            }));
        };
        const downloads = await ports.log.group(READING, () => (0,_support_grace_js__WEBPACK_IMPORTED_MODULE_4__/* .withGrace */ .p)(download(), ports.cancelled));
        for (const { artifact, files } of downloads) {
            for (const [name, bytes] of files) {
                if (name.endsWith('.json'))
                    found.set(`${artifact.id}/${name}`, { name: `artifact ${artifact.name}/${name}`, bytes });
            }
        }
    }
    return [...found.values()];
}


/***/ }),

/***/ 26942:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/dist/commands/index.js
/** Every subcommand. A chunk of the bundle each: a step loads what it uses. */
const COMMANDS = {
    package: {
        meta: {
            name: 'package',
            summary: 'Stores what was built, so that a build runs once, in a job without any identity.',
            environment: () => 'all',
        },
        load: () => Promise.all(/* import() */[__webpack_require__.e(998), __webpack_require__.e(488)]).then(__webpack_require__.bind(__webpack_require__, 34488)),
    },
    precheck: {
        meta: {
            name: 'precheck',
            summary: 'Drift, change sets, parity and revisions of both environments, before anything is changed.',
            environment: ({ environment }) => environment ?? 'all',
        },
        load: () => Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(118), __webpack_require__.e(663), __webpack_require__.e(998), __webpack_require__.e(133), __webpack_require__.e(570), __webpack_require__.e(401), __webpack_require__.e(641)]).then(__webpack_require__.bind(__webpack_require__, 32641)),
    },
    'deploy-preprod': {
        meta: {
            name: 'deploy-preprod',
            summary: 'Executes the reviewed change sets on pre-prod and deploys the revisions.',
            environment: () => 'preprod',
        },
        load: () => Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(118), __webpack_require__.e(663), __webpack_require__.e(998), __webpack_require__.e(133), __webpack_require__.e(570), __webpack_require__.e(401), __webpack_require__.e(693), __webpack_require__.e(564)]).then(__webpack_require__.bind(__webpack_require__, 33564)),
    },
    verify: {
        meta: {
            name: 'verify',
            summary: 'Proves that what was deployed does what it should.',
            environment: ({ environment }) => environment ?? 'preprod',
        },
        load: () => Promise.all(/* import() */[__webpack_require__.e(998), __webpack_require__.e(133), __webpack_require__.e(521)]).then(__webpack_require__.bind(__webpack_require__, 13521)),
    },
    gate: {
        meta: {
            name: 'gate',
            summary: 'Opens production only to a release whose evidence is complete, fresh and about these very bits.',
            environment: ({ environment }) => environment ?? 'production',
        },
        load: () => Promise.all(/* import() */[__webpack_require__.e(998), __webpack_require__.e(133), __webpack_require__.e(837), __webpack_require__.e(101)]).then(__webpack_require__.bind(__webpack_require__, 9101)),
    },
    'deploy-production': {
        meta: {
            name: 'deploy-production',
            summary: 'Enforces the gate, compares the plan with the reviewed one, and does to production what was rehearsed.',
            environment: () => 'production',
        },
        load: () => Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(118), __webpack_require__.e(663), __webpack_require__.e(998), __webpack_require__.e(133), __webpack_require__.e(570), __webpack_require__.e(401), __webpack_require__.e(693), __webpack_require__.e(837), __webpack_require__.e(209)]).then(__webpack_require__.bind(__webpack_require__, 33209)),
    },
};

// EXTERNAL MODULE: ./build/dist/config/file.js + 5 modules
var file = __webpack_require__(59826);
// EXTERNAL MODULE: ./build/dist/config/inputs.js + 1 modules
var config_inputs = __webpack_require__(71031);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
// EXTERNAL MODULE: ./build/dist/aws/errors.js
var aws_errors = __webpack_require__(57424);
;// CONCATENATED MODULE: ./build/dist/aws/retry.js

/** Attempts of a call that meets dropped connections and 5xx answers. */
const ATTEMPTS = 5;
const TRANSIENT_PAUSE_MS = 100;
/** How long one call is refused before it gives up: patience is cheaper than a half-done deployment. */
const THROTTLE_PATIENCE_MS = 10 * 60_000;
const THROTTLE_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Between two lines about the same service. */
const SILENCE_MS = 15_000;
/**
 * The gap between calls grows with each refusal and shrinks with each success, so that it settles where one call in
 * eight is refused: just above what a rate limit allows. Refusals that are rarer than that, and do not follow our own
 * rate, slow nothing down; the SDK's adaptive mode falls to a crawl there.
 */
const FIRST_GAP_MS = 10;
const GROWTH = 1.25;
const TOLERATED = 1 / 8;
const SHRINKAGE = GROWTH ** (-TOLERATED / (1 - TOLERATED));
const LONGEST_GAP_MS = 500;
/**
 * How one client waits and tries again: throttling for ten minutes a call, whatever may pass by itself five times, all
 * else not at all. Calls of a client share one pace. Calls that began before a cancellation give up at once, so that
 * those that clean up after it need not queue behind them.
 */
function retryStrategy(options) {
    const { clock, log, service, cancelled } = options;
    const now = () => clock.now().getTime();
    let gap = 0;
    let lastTurn = Number.NEGATIVE_INFINITY;
    let queue = Promise.resolve();
    let slowedAt = Number.NEGATIVE_INFINITY;
    let refused = 0;
    let toldAt = Number.NEGATIVE_INFINITY;
    const afterOthers = async (others, signal) => {
        await others;
        signal?.throwIfAborted();
        const left = lastTurn + gap - now();
        if (left > 0)
            await clock.sleep(left, signal);
        lastTurn = now();
    };
    const turn = (signal) => {
        const mine = afterOthers(queue, signal);
        queue = mine.catch(() => undefined);
        return mine;
    };
    const slowDown = (sentAt) => {
        refused += 1;
        // Calls that were on their way together say the same thing once.
        if (sentAt >= slowedAt) {
            slowedAt = now();
            gap = Math.min(LONGEST_GAP_MS, gap === 0 ? FIRST_GAP_MS : gap * GROWTH);
        }
        if (now() - toldAt < SILENCE_MS)
            return;
        toldAt = now();
        log.info(`AWS throttles ${service} (${refused} refused so far): going on more slowly, nothing is lost`);
    };
    class Attempt {
        count;
        begun;
        sentAt = now();
        /** Of calls that began before the cancellation; those after it are to clean up. */
        signal;
        constructor(count, begun, signal) {
            this.count = count;
            this.begun = begun;
            this.signal = signal;
        }
        getRetryCount() {
            return this.count;
        }
        getRetryDelay() {
            return 0;
        }
    }
    return {
        async acquireInitialRetryToken() {
            const signal = cancelled?.aborted ? undefined : cancelled;
            const begun = now();
            await turn(signal);
            return new Attempt(0, begun, signal);
        },
        async refreshRetryTokenForRetry(token, { error, errorType }) {
            const { count, begun, sentAt, signal } = token;
            const throttled = errorType === 'THROTTLING' || (0,aws_errors/* isThrottling */.E2)(error);
            if (throttled)
                slowDown(sentAt);
            const worth = throttled ? now() - begun < THROTTLE_PATIENCE_MS : errorType === 'TRANSIENT' && count + 1 < ATTEMPTS;
            if (!worth)
                throw new Error('not worth another attempt');
            const longest = Math.min(LONGEST_PAUSE_MS, (throttled ? THROTTLE_PAUSE_MS : TRANSIENT_PAUSE_MS) * 2 ** count);
            await clock.sleep(Math.random() * longest, signal);
            await turn(signal);
            return new Attempt(count + 1, begun, signal);
        },
        recordSuccess() {
            gap = gap * SHRINKAGE < 1 ? 0 : gap * SHRINKAGE;
        },
    };
}

;// CONCATENATED MODULE: ./build/dist/aws/credentials.js



const SESSION_SECONDS = 3_600;
/**
 * How long clients wait, in milliseconds. The socket's is for nothing moving neither way: a large upload may take its
 * time, an endpoint that never answers may not.
 */
const PATIENCE = { connectionTimeout: 5_000, socketTimeout: 30_000 };
/**
 * Credentials of a role for the job's OIDC token, by AssumeRoleWithWebIdentity. The SDK keeps them and asks again before
 * they expire, so that waits may be longer than a session. Undefined without a role: the SDK's own chain serves then.
 */
function webIdentityCredentials(options) {
    return (access) => {
        const { role } = access;
        if (role === undefined)
            return undefined;
        return async () => {
            const token = await options.token();
            const { STSClient, AssumeRoleWithWebIdentityCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(890), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 71695, 19));
            const client = new STSClient({
                region: access.region,
                requestHandler: PATIENCE,
                retryStrategy: retryStrategy({ ...options, service: `sts in ${access.region}` }),
            });
            try {
                const answer = await client.send(new AssumeRoleWithWebIdentityCommand({
                    RoleArn: role,
                    RoleSessionName: access.session,
                    WebIdentityToken: token,
                    DurationSeconds: SESSION_SECONDS,
                }));
                const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
                if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
                    throw new errors/* ActionError */.lZ('aws/no-credentials', {
                        message: `STS gave no credentials for ${role}`,
                        subject: `aws/role/${role}`,
                    });
                }
                for (const secret of [SecretAccessKey, SessionToken])
                    options.log.mask(secret);
                return {
                    accessKeyId: AccessKeyId,
                    secretAccessKey: SecretAccessKey,
                    sessionToken: SessionToken,
                    expiration: Expiration,
                };
            }
            catch (error) {
                if (error instanceof errors/* ActionError */.lZ)
                    throw error;
                const converted = (0,aws_errors/* toActionError */.ie)(error, { service: 'sts', operation: 'AssumeRoleWithWebIdentity', access });
                if (converted.code !== 'aws/denied')
                    throw converted;
                throw new errors/* ActionError */.lZ('aws/denied', {
                    message: `AWS does not let this job take the role ${role}`,
                    expected: `sts:AssumeRoleWithWebIdentity allowed on ${role}`,
                    observed: converted.details.observed ?? converted.message,
                    advice: `Let the trust policy of ${role} accept this repository and this job's environment (token.actions.githubusercontent.com:sub).`,
                    subject: `aws/role/${role}`,
                    cause: error,
                });
            }
        };
    };
}

// EXTERNAL MODULE: ./build/dist/support/grace.js
var grace = __webpack_require__(21445);
;// CONCATENATED MODULE: ./build/dist/aws/sdk.js





function sdkFactory(options) {
    return (access, service, makeClient, commands) => {
        const credentials = options.credentials(access);
        // Made when the first call is: who has nothing to ask needs neither region nor credentials.
        let client;
        const connected = () => (client ??= makeClient({
            region: access.region,
            ...(credentials && { credentials }),
            retryStrategy: retryStrategy({
                clock: options.clock,
                log: options.log,
                service: `${service} in ${access.region}`,
                cancelled: options.cancelled,
            }),
            requestHandler: PATIENCE,
        }));
        const call = async (operation, Command, input) => {
            const { cancelled } = options;
            const cleansUp = cancelled?.aborted;
            try {
                return await connected().send(new Command(input));
            }
            catch (error) {
                // What gave up because of the cancellation says so, and not what it was waiting for.
                if (!cleansUp)
                    cancelled?.throwIfAborted();
                if (error instanceof errors/* ActionError */.lZ)
                    throw error;
                throw (0,aws_errors/* toActionError */.ie)(error, { service, operation, access });
            }
        };
        const calls = {};
        for (const [name, Command] of Object.entries(commands)) {
            const operation = name.charAt(0).toUpperCase() + name.slice(1);
            calls[name] = (input) => (0,grace/* withGrace */.p)(call(operation, Command, input), options.cancelled);
        }
        return calls;
    };
}

;// CONCATENATED MODULE: ./build/dist/connect.js



/**
 * The real connections. Each loads its SDK when first asked for, and is kept: clients share their rate limiter and
 * their credentials.
 */
function connections(ports, githubToken) {
    const { place, clock, log, cancelled } = ports;
    const { env } = place;
    const tokenAccess = { env, clock, log, signal: cancelled };
    const make = sdkFactory({
        clock,
        log,
        cancelled,
        credentials: webIdentityCredentials({
            clock,
            log,
            cancelled,
            token: async () => {
                const { AWS_AUDIENCE, webIdentityToken } = await __webpack_require__.e(/* import() */ 483).then(__webpack_require__.bind(__webpack_require__, 73483));
                const token = await webIdentityToken(tokenAccess, AWS_AUDIENCE);
                if (token !== undefined)
                    return token;
                throw new errors/* ActionError */.lZ('github/identity', {
                    message: 'a role is configured, but the job may not ask for an OIDC token',
                    subject: 'aws/role',
                    expected: 'permissions: id-token: write',
                    observed: 'no ACTIONS_ID_TOKEN_REQUEST_URL',
                });
            },
        }),
    });
    const kept = new Map();
    const once = (key, connect) => {
        const known = kept.get(key);
        if (known)
            return known;
        const made = connect();
        kept.set(key, made);
        return made;
    };
    const perAccess = (service, connect) => (access) => once(`${service} ${access.region} ${access.role ?? ''}`, () => connect(access));
    return {
        cloudformation: perAccess('cloudformation', async (access) => (await __webpack_require__.e(/* import() */ 115).then(__webpack_require__.bind(__webpack_require__, 64115))).connectCloudFormation(access, make)),
        codedeploy: perAccess('codedeploy', async (access) => (await __webpack_require__.e(/* import() */ 325).then(__webpack_require__.bind(__webpack_require__, 40325))).connectCodeDeploy(access, make)),
        storage: perAccess('storage', async (access) => (await Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(30)]).then(__webpack_require__.bind(__webpack_require__, 30030))).connectStorage(access, make)),
        alarms: perAccess('alarms', async (access) => (await Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(30)]).then(__webpack_require__.bind(__webpack_require__, 30030))).connectAlarms(access, make)),
        functions: perAccess('functions', async (access) => (await Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(30)]).then(__webpack_require__.bind(__webpack_require__, 30030))).connectFunctions(access, make)),
        containers: perAccess('containers', async (access) => (await Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(30)]).then(__webpack_require__.bind(__webpack_require__, 30030))).connectContainers(access, make)),
        trail: perAccess('trail', async (access) => (await Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(30)]).then(__webpack_require__.bind(__webpack_require__, 30030))).connectTrail(access, make)),
        identity: perAccess('identity', async (access) => (await Promise.all(/* import() */[__webpack_require__.e(890), __webpack_require__.e(30)]).then(__webpack_require__.bind(__webpack_require__, 30030))).connectIdentity(access, make)),
        github: () => once('github', async () => (await __webpack_require__.e(/* import() */ 455).then(__webpack_require__.bind(__webpack_require__, 74836))).connectGitHub({
            token: githubToken,
            apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
            repository: env['GITHUB_REPOSITORY'] ?? '',
            clock,
            log,
            signal: cancelled,
        })),
        artifacts: () => once('artifacts', async () => (await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 33682))).connectArtifacts(place)),
        job: () => once('job', async () => (await __webpack_require__.e(/* import() */ 483).then(__webpack_require__.bind(__webpack_require__, 73483))).readJobIdentity(tokenAccess)),
    };
}

// EXTERNAL MODULE: ./build/dist/evidence/digest.js
var evidence_digest = __webpack_require__(27699);
// EXTERNAL MODULE: ./build/dist/evidence/document.js
var evidence_document = __webpack_require__(49214);
// EXTERNAL MODULE: ./build/dist/evidence/verdict.js
var verdict = __webpack_require__(86686);
;// CONCATENATED MODULE: ./build/dist/evidence/recorder.js

/** What a command found out so far. It is written down in every ending, so it is collected as it comes. */
class Recorder {
    #now;
    #findings = [];
    #measurements = [];
    #timeline = [];
    #handles = new Map();
    #plans = [];
    #snapshots = [];
    #approvals = [];
    #previous = new Set();
    #release;
    #outputs;
    constructor(now) {
        this.#now = now;
    }
    find(...findings) {
        this.#findings.push(...findings);
    }
    /** What is no number was not measured. */
    measure(...measurements) {
        this.#measurements.push(...measurements.filter(({ value }) => Number.isFinite(value)));
    }
    /** Adds to the timeline; the time is now unless the event tells its own. */
    happened(entry) {
        this.#timeline.push({ ...entry, at: entry.at ?? this.#now().toISOString() });
    }
    /** Remembers what was created or runs; the same kind and id again replaces what was known of it. */
    handle(handle) {
        this.#handles.set(`${handle.kind} ${handle.id}`, handle);
    }
    release(release) {
        this.#release = release;
    }
    outputs(outputs) {
        this.#outputs = outputs;
    }
    plan(plan) {
        this.#plans.push(plan);
    }
    snapshot(snapshot) {
        this.#snapshots.push(snapshot);
    }
    approved(...approvals) {
        this.#approvals.push(...approvals);
    }
    /** This document builds on those. */
    builtOn(...digests) {
        for (const digest of digests)
            this.#previous.add(digest);
    }
    get findings() {
        return this.#findings;
    }
    /** Whether anything is there that was created and not removed, or still runs. */
    get leaves() {
        return [...this.#handles.values()].some(({ state }) => state !== 'removed');
    }
    /** The document as of now. The verdict is folded from the findings here and nowhere else. */
    document(about) {
        return wellFormed({
            ...about,
            ...(this.#release && { release: this.#release }),
            plans: this.#plans,
            snapshots: this.#snapshots,
            ...(this.#outputs && { outputs: this.#outputs }),
            verdict: (0,verdict/* verdictOf */.Vj)(this.#findings),
            findings: this.#findings,
            measurements: this.#measurements,
            timeline: this.#timeline.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
            handles: [...this.#handles.values()],
            approvals: this.#approvals,
            previous: [...this.#previous],
            finishedAt: this.#now().toISOString(),
        });
    }
}
/** Half a character, as a cut through a text leaves it, has no canonical form: the document could not be digested. */
function wellFormed(value) {
    const text = JSON.stringify(value, (_, member) => typeof member === 'string' ? member.toWellFormed() : member);
    return JSON.parse(text);
}

// EXTERNAL MODULE: ./build/dist/policies/baseline.js
var baseline = __webpack_require__(341);
// EXTERNAL MODULE: ./build/dist/release/endpoints.js
var endpoints = __webpack_require__(46997);
// EXTERNAL MODULE: ./build/dist/release/error-finding.js
var error_finding = __webpack_require__(37337);
// EXTERNAL MODULE: ./build/dist/release/evidence-store.js
var evidence_store = __webpack_require__(89574);
;// CONCATENATED MODULE: ./build/dist/report/escape.js
/**
 * Everything that came from outside is data. Here it is made harmless for the place where it is shown; nothing else in
 * this room puts a text into Markdown or HTML.
 */
/** C0 and C1 controls but tab and line feed, and the marks that turn text around or hide in it. */
const INVISIBLE = 
// eslint-disable-next-line no-control-regex
/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|\u{E0001}|[\u{E0020}-\u{E007F}]/gu;
const ANSI = 
// eslint-disable-next-line no-control-regex
/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?)/g;
/** Text without colour codes, in which each character that cannot be seen is named: `⟨U+202E⟩`. Lines stay. */
function visible(text) {
    return text
        .toWellFormed()
        .replaceAll(ANSI, '')
        .replaceAll('\r\n', '\n')
        .replaceAll(INVISIBLE, (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
/** The same in one line. */
function oneLine(text) {
    return visible(text)
        .trim()
        .replaceAll(/\s*\n\s*/g, ' ⏎ ')
        .replaceAll('\t', ' ');
}
/** Cut to so many characters, the end showing that it was cut. Never cuts a character in two. */
function clipped(text, length) {
    if (text.length <= length)
        return text;
    return `${text
        .slice(0, Math.max(0, length - 1))
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** For HTML, in elements and in quoted attributes. Lines stay. */
function html(text) {
    return visible(text).replaceAll(/[&<>"']/g, (character) => HTML[character] ?? '');
}
/**
 * For one line of GitHub's Markdown, in cells of tables too: no markup, no links, no mentions, no emoji names, no
 * formulas come of it.
 */
function markdown(text) {
    return oneLine(text)
        .replaceAll(/[\\`*[\]~$#!]/g, String.raw `\$&`)
        .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw `\_`)
        .replaceAll(/[&<>|]/g, (character) => (character === '|' ? '&#124;' : (HTML[character] ?? '')))
        .replaceAll('@', '@&#8203;')
        .replaceAll(/:(?=\/\/|[\w+-]+:)/g, '&#58;')
        .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`);
}
/** For one line of GitHub's Markdown, shown as code. Where a code span could end early, HTML takes its place. */
function markdownCode(text) {
    const line = oneLine(text);
    if (line === '')
        return '`∅`';
    return /[`|\\]/.test(line) ? `<code>${markdown(line)}</code>` : `\`${line}\``;
}
/** A text in pieces: what stands between back quotes is code, a command to be copied. */
function pieces(text) {
    return text.split(/`([^`\n]+)`/).map((piece, index) => ({ text: piece, code: index % 2 === 1 }));
}
/** For one line of GitHub's Markdown, in which what stands between back quotes is code. */
function markdownWithCode(text) {
    return pieces(oneLine(text))
        .map(({ text: piece, code }) => {
        if (code)
            return markdownCode(piece);
        const [, before = '', after = ''] = /^(\s*).*?(\s*)$/.exec(piece) ?? [];
        return piece.trim() === '' ? before : `${before}${markdown(piece)}${after}`;
    })
        .join('');
}
/** Several lines as a fenced block, the fence longer than any in the text. */
function markdownBlock(text) {
    const lines = visible(text);
    const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}text\n${lines}\n${fence}`;
}

;// CONCATENATED MODULE: ./build/dist/report/words.js
/** How the report calls things. */
const words_COMMANDS = {
    package: 'Packaging',
    precheck: 'Precheck',
    'deploy-preprod': 'Deployment to pre-prod',
    verify: 'Verification',
    gate: 'Gate',
    'deploy-production': 'Deployment to production',
};
/** `Verification of preprod (tests)`; what is in the name of the step is not said twice. */
function stepName(slot) {
    const named = words_COMMANDS[slot.command] ?? slot.command;
    const environment = slot.command.startsWith('deploy-') || slot.environment === 'all' ? '' : ` of ${slot.environment}`;
    const parts = [slot.phase, slot.shard && `part ${slot.shard}`].filter(Boolean).join(', ');
    return `${named}${slot.command === 'gate' ? ` to ${slot.environment}` : environment}${parts && ` (${parts})`}`;
}
const SYMBOLS = {
    pass: '✅',
    fail: '❌',
    error: '💥',
    inconclusive: '❔',
    skipped: '⏭️',
};
const PAST = {
    pass: 'passed',
    fail: 'failed',
    error: 'gave no answer',
    inconclusive: 'is inconclusive',
    skipped: 'was skipped',
};
/** An outcome of a document of another version is none that we know, and shown as an error. */
function knownOutcome(outcome) {
    return outcome in SYMBOLS ? outcome : 'error';
}
function symbolOf(outcome) {
    return SYMBOLS[knownOutcome(outcome)];
}
function pastOf(outcome) {
    return PAST[knownOutcome(outcome)];
}
/** `sha256:0123456789ab…` → `0123456789ab`. */
function shortDigest(digest) {
    return digest.replace(/^sha256:/, '').slice(0, 12);
}
function shortSha(sha) {
    return /^[0-9a-f]{40}$/.test(sha) ? sha.slice(0, 10) : sha;
}
function plural(count, one, many = `${one}s`) {
    return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
/** Milliseconds as a person reads them. */
function duration(ms) {
    if (!Number.isFinite(ms))
        return '?';
    if (ms < 1_000)
        return `${Math.round(ms)} ms`;
    if (ms < 60_000)
        return `${Number((ms / 1_000).toFixed(1))} s`;
    const seconds = Math.round(ms / 1_000);
    if (seconds < 3_600)
        return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    const minutes = Math.round(seconds / 60);
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
const UNITS = { count: '', percent: '%', 'per-second': '/s', bytes: ' B' };
/** A measured value with its unit. */
function quantity(value, unit) {
    if (unit === 'ms')
        return value < 10 ? `${Number(value.toFixed(1))} ms` : duration(value);
    if (unit === 's')
        return duration(value * 1_000);
    return `${Number(value.toFixed(2)).toLocaleString('en')}${UNITS[unit] ?? ` ${unit}`}`;
}
/** `14:03:07` of an ISO time; nothing where it is none. */
function timeOfDay(at) {
    return /T(\d\d:\d\d:\d\d)/.exec(at)?.[1] ?? '';
}
/** What is done to a resource, worst words first: a replacement is a removal with a promise. */
function actionOf(change) {
    if (change.action !== 'Modify')
        return ACTIONS[change.action] ?? 'unknown';
    if (change.replacement === 'True')
        return 'replace';
    if (change.replacement === 'Conditional')
        return 'maybe replace';
    return change.replacement === 'False' ? 'modify' : 'modify, replacement unknown';
}
const ACTIONS = {
    Add: 'add',
    Remove: 'remove',
    Import: 'import',
    Dynamic: 'known at execution',
    SyncWithActual: 'sync with what is there',
};
/** What a finding says in one line: its title, and what it is about where the title does not say so itself. */
function sentence({ subject, title }) {
    const name = subject.slice(subject.indexOf('/') + 1);
    return title.startsWith(name) ? title : `${subject}: ${title}`;
}
/** Things by the code that each has, in the order of the first ones. */
function byCode(things, codeOf) {
    const kinds = new Map();
    for (const thing of things) {
        const kind = kinds.get(codeOf(thing));
        if (kind)
            kind.push(thing);
        else
            kinds.set(codeOf(thing), [thing]);
    }
    return kinds;
}
const MOST_KINDS = 5;
/** `990 drift/property-differs, 2 parity/differs`: findings that are not shown, by their code. */
function countKinds(findings) {
    const kinds = [...byCode(findings, ({ code }) => code)].toSorted(([, a], [, b]) => b.length - a.length);
    if (kinds.length === 1)
        return kinds[0]?.[0] ?? '';
    const shown = kinds.slice(0, MOST_KINDS).map(([code, all]) => `${all.length.toLocaleString('en')} ${code}`);
    return [...shown, ...(kinds.length > MOST_KINDS ? ['others'] : [])].join(', ');
}
/** A title where a sentence begins: in capitals, unless its first word is a name, which stays as it is written. */
function opening({ subject, title }) {
    const word = /^([a-z]+)[ :]/.exec(title)?.[1];
    return word === undefined || subject.split('/').includes(word) ? title : capital(title);
}
/** What to do with a thing that was left; a command that stands by itself is put between back quotes. */
function nextStep(advice = '') {
    return advice.startsWith('aws ') && !advice.includes('`') ? `\`${advice}\`` : advice;
}
function capital(text) {
    return text.slice(0, 1).toUpperCase() + text.slice(1);
}

;// CONCATENATED MODULE: ./build/dist/report/annotations.js



/** GitHub keeps ten errors and ten warnings of a step and drops the rest without a word. */
const MOST_OF_A_LEVEL = 10;
/** GitHub cuts longer messages. */
const MESSAGE_LENGTH = 4_096;
const TITLE_LENGTH = 255;
/**
 * What blocks, as annotations: failures and errors as errors, what is inconclusive and what was waived as warnings,
 * worst first, and of each kind one before a second. The last one that fits counts those that do not.
 */
function annotationsOf(evidence) {
    const stopping = (0,verdict/* blocking */.ub)(evidence.findings);
    const errors = stopping.filter(({ outcome }) => outcome !== 'inconclusive');
    const warnings = [
        ...stopping.filter(({ outcome }) => outcome === 'inconclusive'),
        ...evidence.findings.filter(({ waived }) => waived !== undefined),
    ];
    return [...shownOf(errors, 'error'), ...shownOf(warnings, 'warning')];
}
function shownOf(findings, level) {
    if (findings.length <= MOST_OF_A_LEVEL)
        return findings.map((finding) => annotationOf(finding, level));
    // The first of each kind, before the second of any.
    const firsts = new Set([...byCode(findings, ({ code }) => code).values()].map(([first]) => first));
    const inTurn = [...findings.filter((one) => firsts.has(one)), ...findings.filter((one) => !firsts.has(one))];
    const shown = inTurn.slice(0, MOST_OF_A_LEVEL - 1);
    const more = inTurn.slice(shown.length);
    const message = `${plural(more.length, 'finding')} more (${countKinds(more)}): the summary and the page have all of them.`;
    return [...shown.map((finding) => annotationOf(finding, level)), { level, title: 'and more', message }];
}
function annotationOf(finding, level) {
    const { source, waived } = finding;
    const lines = [
        sentence(finding),
        finding.expected === undefined ? '' : `expected: ${finding.expected}`,
        finding.observed === undefined ? '' : `observed: ${finding.observed}`,
        waived ? `accepted by ${waived.owner} until ${waived.until}: ${waived.reason}` : (finding.advice ?? ''),
    ];
    return {
        level,
        title: clipped(visible(finding.code), TITLE_LENGTH),
        message: clipped(visible(lines.filter(Boolean).join('\n')), MESSAGE_LENGTH),
        ...(source && {
            file: source.file,
            ...(source.line !== undefined && { line: source.line }),
            ...(source.column !== undefined && { column: source.column }),
        }),
    };
}

;// CONCATENATED MODULE: ./build/dist/report/log.js



/** Room for a command that is to be copied. */
const LINE_LENGTH = 1_000;
/** The last lines of the log: how it ended, the first cause in one line, the next step, what still runs. */
function renderLog(evidence) {
    const took = duration(Date.parse(evidence.finishedAt) - Date.parse(evidence.startedAt));
    const passed = evidence.findings.filter(({ outcome }) => outcome === 'pass').length;
    const lines = [
        `${symbolOf(evidence.verdict)} ${stepName(evidence.slot)} ${pastOf(evidence.verdict)} (${plural(passed, 'thing')} proved, ${took})`,
    ];
    const [first, ...others] = (0,verdict/* blocking */.ub)(evidence.findings);
    if (first) {
        lines.push(`${first.outcome}: ${sentence(first)} [${first.code}]`);
        if (first.expected !== undefined)
            lines.push(`  expected  ${first.expected}`);
        if (first.observed !== undefined)
            lines.push(`  observed  ${first.observed}`);
        if (first.advice !== undefined)
            lines.push(`  next      ${first.advice}`);
        if (others.length > 0)
            lines.push(`  and ${plural(others.length, 'finding')} more (${countKinds(others)}): see the summary`);
    }
    else if (evidence.findings.length === 0) {
        lines.push('inconclusive: nothing was asked, so nothing is known');
    }
    for (const handle of evidence.handles.filter(({ state }) => state === 'running' || state === 'unknown')) {
        const state = handle.state === 'running' ? 'still running' : 'state unknown';
        lines.push(`${state}: ${handle.kind} ${handle.id}${handle.advice === undefined ? '' : `: ${handle.advice}`}`);
    }
    return lines.map((line) => clipped(line.replace(/^( *).*/s, '$1') + oneLine(line), LINE_LENGTH));
}

;// CONCATENATED MODULE: ./build/dist/report/markup.js

/** A piece of HTML. It is made by `markup` alone, so whatever else is put into a page is text and escaped. */
class Markup {
    source;
    constructor(source) {
        this.source = source;
    }
    static of(parts, values) {
        return new Markup(parts.map((part, index) => part + (index < values.length ? render(values[index]) : '')).join(''));
    }
}
/** HTML with values in it: texts are escaped, markup and lists of it are taken as they are, nothing becomes nothing. */
function markup(parts, ...values) {
    return Markup.of(parts, values);
}
function render(value) {
    if (value instanceof Markup)
        return value.source;
    if (Array.isArray(value))
        return value.map((one) => render(one)).join('');
    if (typeof value === 'string')
        return html(value);
    return typeof value === 'number' ? String(value) : '';
}

;// CONCATENATED MODULE: ./build/dist/report/page-words.js



const MARKS = { pass: '✓', fail: '✕', error: '!', inconclusive: '?', skipped: '–' };
/** A sign for an outcome, to be shown beside words that say the same. */
function mark(outcome) {
    return MARKS[knownOutcome(outcome)];
}
/** A text in which what stands between back quotes is code, a command to be copied. */
function withCode(text) {
    return pieces(text).map(({ text: piece, code }) => (code ? markup `<code>${piece}</code>` : piece));
}

;// CONCATENATED MODULE: ./build/dist/report/reading.js



/** All changes of a plan, nested stacks included, those that can lose something first. */
function changesOf(plan) {
    const found = plan.changeSets.flatMap((changeSet) => flatten(changeSet, changeSet.stack));
    return found.toSorted((a, b) => dangerOf(b) - dangerOf(a));
}
function flatten(changeSet, stack) {
    const own = changeSet.changes.map((change) => ({
        ...change,
        stack,
        path: `${stack}/${change.logicalId}`,
        provisional: changeSet.provisional,
    }));
    return [...own, ...changeSet.nested.flatMap((nested) => flatten(nested, nested.stack))];
}
/** 3 removes, 2 replaces or may do so, 1 is not known before it happens, 0 is ordinary. */
function dangerOf(change) {
    if (change.action === 'Remove')
        return 3;
    if (change.replacement === 'True' || change.replacement === 'Conditional')
        return 2;
    if (change.action === 'Add' || change.action === 'Import')
        return 0;
    return change.action === 'Modify' && change.replacement === 'False' ? 0 : 1;
}
/** `2 modify, 1 replace`; `no changes`, where that is known. */
function countChanges(plan) {
    if (plan.changeSets.length === 0)
        return 'nothing was planned';
    const counts = new Map();
    for (const change of changesOf(plan))
        counts.set(actionOf(change), (counts.get(actionOf(change)) ?? 0) + 1);
    if (counts.size === 0)
        return plan.changeSets.every(({ kind }) => kind === 'none') ? 'no changes' : 'no resource, only outputs or settings';
    return [...counts].map(([action, count]) => `${count} ${action}`).join(', ');
}
/** The last plan that is known of an environment, in the order in which the documents were made. */
function planOf(documents, environment) {
    return documents.flatMap((document) => document.plans).findLast((plan) => plan.environment === environment);
}
/** Whether pre-prod was brought to this release: a plan by itself rehearses nothing. */
function isRehearsed(documents) {
    return documents.some(({ slot, verdict }) => slot.command === 'deploy-preprod' && verdict === 'pass');
}
/** Production's plan beside pre-prod's; what is not alike comes first. */
function rehearsals(rehearsed, planned) {
    const before = new Map((rehearsed ? changesOf(rehearsed) : []).map((change) => [change.path, change]));
    const after = new Map((planned ? changesOf(planned) : []).map((change) => [change.path, change]));
    return [...new Set([...after.keys(), ...before.keys()])]
        .map((path) => {
        const [there, here] = [before.get(path), after.get(path)];
        return {
            path,
            type: (here ?? there)?.type ?? '',
            ...(there && { rehearsed: there }),
            ...(here && { planned: here }),
            same: there !== undefined && here !== undefined && shapeOf(there) === shapeOf(here),
        };
    })
        .toSorted((a, b) => Number(a.same) - Number(b.same));
}
function shapeOf(change) {
    const properties = change.properties.map(({ path, change: how }) => `${how} ${path}`).toSorted();
    return JSON.stringify([change.action, change.replacement, change.policyAction ?? '', properties]);
}
/** The question that a reviewer has is the gate's; of every other step the page says how it ended. */
function headline({ slot, verdict }) {
    if (slot.command === 'deploy-production' && verdict === 'pass')
        return 'Production has this release';
    if (slot.command !== 'gate')
        return `${stepName(slot)} ${pastOf(verdict)}`;
    if (verdict === 'pass')
        return `${capital(slot.environment)} may have this release`;
    if (verdict === 'fail')
        return `${capital(slot.environment)} must not have this release`;
    return `Nobody can say whether ${slot.environment} may have this release`;
}
function blockingOf(documents) {
    const placed = new Map(documents.flatMap((document) => document.findings.map((finding) => [finding, document])));
    return (0,verdict/* blocking */.ub)([...placed.keys()]).flatMap((finding) => {
        const document = placed.get(finding);
        return document ? [{ finding, document }] : [];
    });
}
/** A kind with more findings than this is shown by the first few, and the others in a table. */
const ALIKE = 5;
const SHOWN_OF_MANY = 3;
/** Findings by their code, so that a thousand of one kind hide no other; the kinds in the order of their first ones. */
function kindsOf(found) {
    const kinds = byCode(found, ({ finding }) => finding.code);
    return [...kinds].map(([code, all]) => {
        const shown = all.length > ALIKE ? SHOWN_OF_MANY : all.length;
        return { code, full: all.slice(0, shown), listed: all.slice(shown) };
    });
}
function chosen(documents, choose) {
    return documents.flatMap((document) => document.findings.filter(choose).map((finding) => ({ finding, document })));
}
/** Kind of a check, where the finding is one of verify's. */
function kindOf(finding) {
    const kind = detailOf(finding, 'kind');
    return typeof kind === 'string' ? kind : undefined;
}
/** The environment that a finding says it is about. */
function environmentOf(finding) {
    const environment = detailOf(finding, 'environment');
    return typeof environment === 'string' ? environment : undefined;
}
/** The last lines that the script of a lifecycle event wrote. */
function logTailOf(finding) {
    const lines = detailOf(finding, 'logTail');
    return Array.isArray(lines) && lines.length > 0 ? lines.join('\n') : undefined;
}
function detailOf({ details }, name) {
    if (typeof details !== 'object' || details === null || Array.isArray(details))
        return undefined;
    return details[name];
}
/**
 * The documents to show, in the order in which they began, the one at hand (given last) at the end. Of the others only
 * those that it is built on, by digest: whatever else lies in the folder may be stale or forged, and is no evidence.
 */
function currentOf(documents) {
    const current = documents.at(-1);
    if (!current)
        return [];
    const known = new Set(current.previous);
    const others = documents.slice(0, -1).filter((document) => known.delete((0,evidence_digest/* digestOf */.ol)(document)));
    return [...others.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)), current];
}
/** From this share of its limit on, a measurement is worth a word before it fails one day. */
const TIGHT = 0.8;
/** What a reviewer would not expect of an everyday release, one sentence each. Empty: nothing stands out. */
function unusual(documents) {
    const notes = [];
    const production = planOf(documents, 'production');
    const planned = production ? changesOf(production) : [];
    for (const change of planned.filter((one) => dangerOf(one) > 0)) {
        const policy = change.policyAction === undefined ? '' : ` (${change.policyAction})`;
        notes.push(`${change.path}: ${actionOf(change)}${policy}`);
    }
    const preprod = planOf(documents, 'preprod');
    if (preprod && production) {
        const differing = rehearsals(preprod, production).filter(({ same }) => !same);
        if (differing.length > 0) {
            const there = isRehearsed(documents) ? 'what pre-prod rehearsed' : 'what is planned for pre-prod';
            notes.push(`${plural(differing.length, 'change')} in production ${differing.length === 1 ? 'is' : 'are'} not ${there}`);
        }
    }
    if (planned.some(({ provisional }) => provisional)) {
        notes.push('part of the plan is provisional: it is made again when the outputs it needs are known');
    }
    for (const { name, subject, value, unit, limit } of documents.flatMap((document) => document.measurements)) {
        if (limit === undefined || limit <= 0 || value > limit || value < limit * TIGHT)
            continue;
        notes.push(`${name} of ${subject ?? 'a check'} is ${quantity(value, unit)} of ${quantity(limit, unit)} allowed`);
    }
    const waived = chosen(documents, ({ waived: accepted }) => accepted !== undefined).length;
    if (waived > 0)
        notes.push(`${plural(waived, 'difference')} accepted beforehand`);
    const rules = chosen(documents, ({ code }) => code === 'rules/changed').map(({ finding }) => finding.subject);
    if (rules.length > 0)
        notes.push(`${plural(rules.length, 'rule')} changed: ${rules.join(', ')}`);
    const running = handlesOf(documents).filter(({ state }) => state === 'running' || state === 'unknown').length;
    if (running > 0)
        notes.push(`${plural(running, 'thing')} still running or in a state that nobody knows`);
    const attempts = Math.max(0, ...documents.map(({ origin }) => origin.runAttempt));
    if (attempts > 1)
        notes.push(`the run is in its attempt ${attempts}`);
    return notes;
}
/** What a step was told to say although it judged nothing by it, such as how an approval must be given. */
function remarksOf({ findings }) {
    return findings.filter(({ outcome, advice, waived }) => outcome === 'skipped' && advice !== undefined && !waived);
}
/** What stood in for AWS or GitHub. */
function standIns(documents) {
    const found = documents.flatMap(({ endpoints: { aws, github } }) => [
        ...(aws === 'aws' ? [] : [`AWS was ${aws}`]),
        ...(github === 'github' ? [] : [`GitHub was ${github}`]),
    ]);
    return [...new Set(found)];
}
/** The newest word on each thing that was created. */
function handlesOf(documents) {
    const newest = new Map(documents.flatMap((document) => document.handles).map((handle) => [`${handle.kind} ${handle.id}`, handle]));
    return [...newest.values()];
}

;// CONCATENATED MODULE: ./build/dist/report/page-findings.js





const MOST_ALIKE = 1_000;
const MOST_CHANGES = 500;
const MOST_PROPERTIES = 60;
const TEXT_LENGTH = 6_000;
const VALUE_LENGTH = 600;
/** What stands against the release, worst first, each with what to do next. */
function findingsSection(steps) {
    const found = blockingOf(steps);
    if (found.length === 0)
        return undefined;
    return markup `<section id="against"><h2>${plural(found.length, 'finding')} ${found.length === 1 ? 'stands' : 'stand'} against it</h2>
${kindsOf(found).map(({ code, full, listed }) => [
        full.map((placed) => findingCard(placed, steps.length > 1)),
        listed.length > 0 && alike(code, listed),
    ])}</section>`;
}
/** The others of a kind, without the advice that those before them have. */
function alike(code, listed) {
    const more = listed.length - MOST_ALIKE;
    return markup `<details class="alike"><summary>${plural(listed.length, 'finding')} more of <code>${code}</code></summary><div class="inside scroll"><table class="stack"><thead><tr><th>What</th><th>Expected</th><th>Observed</th></tr></thead><tbody>
${listed
        .slice(0, MOST_ALIKE)
        .map(({ finding: { title, subject, expected, observed } }) => markup `<tr><td>${clipped(title, VALUE_LENGTH)}<br><code>${subject}</code></td><td data-label="Expected">${clipped(expected ?? '', VALUE_LENGTH)}</td><td data-label="Observed">${clipped(observed ?? '', VALUE_LENGTH)}</td></tr>`)}</tbody></table>${more > 0 && markup `<p class="dim">and ${more} more: they are in the evidence.</p>`}</div></details>`;
}
function findingCard({ finding, document }, fromWhere) {
    const { source } = finding;
    const environment = environmentOf(finding);
    const place = source && `${source.file}${source.line === undefined ? '' : `:${source.line}`}`;
    return markup `<article class="card finding ${finding.outcome}">
<h3><span class="mark" aria-hidden="true">${mark(finding.outcome)}</span><span>${clipped(finding.title, TEXT_LENGTH)}<span class="visually-hidden"> (${finding.outcome})</span></span></h3>
<p class="about"><code>${finding.subject}</code><span>${finding.code}</span>${environment && markup `<span>${environment}</span>`}${place && markup `<code>${place}</code>`}${fromWhere && markup `<span>${stepName(document.slot)}</span>`}</p>
<dl class="facts">${fact('Expected', finding.expected)}${fact('Observed', finding.observed)}${fact('Log', logTailOf(finding))}${finding.advice !== undefined &&
        markup `<dt>Next</dt><dd class="next">${withCode(clipped(finding.advice, TEXT_LENGTH))}</dd>`}</dl></article>`;
}
function fact(label, text) {
    if (text === undefined)
        return undefined;
    const shown = clipped(text, TEXT_LENGTH);
    return markup `<dt>${label}</dt><dd>${shown.includes('\n') ? markup `<pre>${shown}</pre>` : shown}</dd>`;
}
/** The plan for production beside pre-prod's; what is not alike is marked and comes first. */
function changesTable(steps) {
    const [preprod, production] = [planOf(steps, 'preprod'), planOf(steps, 'production')];
    if (!preprod && !production)
        return undefined;
    const both = preprod !== undefined && production !== undefined;
    const rows = rehearsals(preprod, production);
    const differing = both ? rows.filter(({ same }) => !same).length : 0;
    const provisional = [production, preprod].some((plan) => plan && changesOf(plan).some((change) => change.provisional));
    const rehearsed = isRehearsed(steps);
    const there = both ? (rehearsed ? 'Rehearsed in pre-prod' : 'Planned for pre-prod') : 'In pre-prod';
    const words = both
        ? comparison(differing, rehearsed)
        : `Only the plan for ${production ? 'production' : 'pre-prod'} is part of this evidence.`;
    return markup `<section id="changes"><h2>What changes, and whether it was rehearsed</h2>
<div class="card"><p class="state">${words}${provisional && ' Part of it is provisional: it waits for outputs that are not there yet.'}</p>
${rows.length > 0 &&
        markup `<div class="scroll"><table class="stack changes"><thead><tr><th>Resource</th>${production && markup `<th>In production</th>`}${preprod && markup `<th>${there}</th>`}</tr></thead><tbody>
${rows
            .slice(0, MOST_CHANGES)
            .map(({ path, type, planned, rehearsed: before, same }) => markup `<tr class="${both && !same && 'differs'}"><td><span class="change-path">${path}</span><br><span class="faint">${typeName(type)}</span></td>${production && markup `<td data-label="In production">${changeCell(planned, 'not in production')}</td>`}${preprod && markup `<td data-label="${there}">${both && same && before ? markup `<span class="badge pass">the same</span>` : changeCell(before, rehearsed ? 'not rehearsed' : 'not planned')}</td>`}</tr>`)}</tbody></table></div>`}
${rows.length > MOST_CHANGES && markup `<p class="dim">and ${rows.length - MOST_CHANGES} more: they are in the evidence.</p>`}</div></section>`;
}
/** `AWS::SNS::Topic`, which may be broken between its parts and nowhere else. */
function typeName(type) {
    return type.split('::').map((part, index) => [index > 0 && markup `::<wbr>`, part]);
}
function comparison(differing, rehearsed) {
    const differ = `${plural(differing, 'change')} ${differing === 1 ? 'differs' : 'differ'}`;
    if (rehearsed) {
        return differing === 0
            ? 'Pre-prod has rehearsed each of them: the same actions on the same properties.'
            : `${differ} from what pre-prod has rehearsed.`;
    }
    const words = differing === 0 ? 'The plan for pre-prod is the same.' : `${differ} from the plan for pre-prod.`;
    return `${words} No rehearsal of it has passed yet.`;
}
function changeCell(change, absent) {
    if (!change)
        return markup `<span class="badge inconclusive">${absent}</span>`;
    const danger = ['info', 'inconclusive', 'fail', 'fail'][dangerOf(change)];
    const more = change.properties.length - MOST_PROPERTIES;
    return markup `<span class="badge ${change.action === 'Add' ? 'pass' : danger}">${actionOf(change)}</span>${change.policyAction !== undefined && markup ` <span class="dim">${change.policyAction}</span>`}<ul class="props">${change.properties.slice(0, MOST_PROPERTIES).map(propertyItem)}${more > 0 && markup `<li class="dim">and ${more} more</li>`}</ul>`;
}
function propertyItem(property) {
    const recreates = property.requiresRecreation !== 'Never' &&
        markup ` <span class="dim">recreates: ${property.requiresRecreation.toLowerCase()}</span>`;
    return markup `<li><code>${property.path.replace(/^\/Properties\//, '')}</code>${valuesOf(property)}${recreates}</li>`;
}
function valuesOf({ before, after, change }) {
    const old = before === undefined ? '?' : markup `<del>${clipped(before, VALUE_LENGTH)}</del>`;
    const fresh = after === undefined ? '?' : markup `<ins>${clipped(after, VALUE_LENGTH)}</ins>`;
    if (before === undefined && after === undefined)
        return undefined;
    if (before === undefined && change === 'Add')
        return markup `: new ${fresh}`;
    if (after === undefined && change === 'Remove')
        return markup `: gone ${old}`;
    return markup `: ${old} → ${fresh}`;
}

;// CONCATENATED MODULE: ./build/dist/report/charts.js


/** Drawings as inline SVG: colours come from the page's classes, so that they suit light, dark and paper. */
const WIDTH = 560;
const HEIGHT = 230;
const LEFT = 66;
const RIGHT = 14;
const TOP = 14;
const BOTTOM = 30;
const GRID_LINES = 4;
const MOST_POINTS = 400;
const FAR = 3;
/** One chart of all series of one subject and unit, and the limits that they have to keep. */
function lineChart(title, measurements) {
    const lines = measurements.map((measurement) => ({ ...measurement, points: thinned(measurement.series ?? []) }));
    const points = lines.flatMap((line) => line.points);
    const limits = measurements.flatMap(({ limit, name }) => (limit === undefined ? [] : [{ limit, name }]));
    const unit = measurements[0]?.unit ?? 'count';
    const top = Math.max(0, ...points.map(([, value]) => value));
    // A limit far above would press the lines flat; the legend names it then.
    const near = limits.filter(({ limit }) => limit <= top * FAR);
    const highest = niceCeiling(Math.max(top, ...near.map(({ limit }) => limit)));
    const to = Math.max(...points.map(([at]) => at));
    const from = 0;
    const x = (at) => LEFT + ((at - from) / Math.max(1, to - from)) * (WIDTH - LEFT - RIGHT);
    const y = (value) => TOP + (1 - value / highest) * (HEIGHT - TOP - BOTTOM);
    const grid = Array.from({ length: GRID_LINES + 1 }, (_, index) => (highest / GRID_LINES) * index);
    return markup `<figure class="chart">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}: ${describe(measurements)}">
${grid.map((value) => markup `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/>
<text class="tick end" x="${LEFT - 8}" y="${fixed(y(value) + 4)}">${quantity(value, unit)}</text>`)}
${[from, (from + to) / 2, to].map((at, index) => markup `<text class="tick ${['', 'middle', 'end'][index]}" x="${fixed(x(at))}" y="${HEIGHT - 8}">${duration(at)}</text>`)}
${near.map(({ limit, name, }) => markup `<line class="limit" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y(limit))}" y2="${fixed(y(limit))}"/>
<text class="limit-label end" x="${WIDTH - RIGHT}" y="${fixed(y(limit) - 5)}">${name} ≤ ${quantity(limit, unit)}</text>`)}
${lines.map((line, index) => drawLine(line.points, index, x, y))}
</svg>
<figcaption>${legend(measurements)}${limits
        .filter((limit) => !near.includes(limit))
        .map(({ limit, name }) => markup `<span>${name} may be up to ${quantity(limit, unit)}, above the chart</span>`)}</figcaption>
</figure>`;
}
function drawLine(points, index, x, y) {
    const [only] = points;
    if (points.length === 1 && only) {
        return markup `<circle class="dot s${index % 6}" cx="${fixed(x(only[0]))}" cy="${fixed(y(only[1]))}" r="3"/>`;
    }
    return markup `<polyline class="line s${index % 6}" points="${points.map(([at, value]) => `${fixed(x(at))},${fixed(y(value))}`).join(' ')}"/>`;
}
function legend(measurements) {
    return measurements.map(({ name, value, unit }, index) => markup `<span class="key"><svg class="swatch" viewBox="0 0 16 8" aria-hidden="true"><line class="line s${index % 6}" x1="1" x2="15" y1="4" y2="4"/></svg>${name} <b>${quantity(value, unit)}</b></span>`);
}
function describe(measurements) {
    return measurements
        .map(({ name, value, unit, limit }) => `${name} ${quantity(value, unit)}${limit === undefined ? '' : `, limit ${quantity(limit, unit)}`}`)
        .join('; ');
}
/** So many points that the line keeps its peaks: of each group the highest stays. */
function thinned(points) {
    const sound = points.filter(([at, value]) => Number.isFinite(at) && Number.isFinite(value));
    if (sound.length <= MOST_POINTS)
        return sound;
    const size = Math.ceil(sound.length / MOST_POINTS);
    return Array.from({ length: Math.ceil(sound.length / size) }, (_, group) => sound.slice(group * size, (group + 1) * size).reduce((highest, point) => (point[1] > highest[1] ? point : highest)));
}
/** The next of 1, 2, 3, 4, 6 or 8 times a power of ten: a quarter of it, as the grid has, is a round number too. */
function niceCeiling(value) {
    if (!(value > 0))
        return 1;
    const power = 10 ** Math.floor(Math.log10(value));
    const step = [1, 2, 3, 4, 6, 8, 10].find((factor) => factor * power >= value * 1.02) ?? 20;
    return step * power;
}
/** Where a span lies within a longer one; what is too short to be seen gets a mark of its least width. */
function spanBar(from, to, whole, outcome) {
    const scale = 1_000 / Math.max(1, whole.to - whole.from);
    const start = Math.min(992, Math.max(0, (from - whole.from) * scale));
    const width = Math.min(1_000 - start, Math.max(8, (to - from) * scale));
    return markup `<svg class="span" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="1000" height="10" rx="0"/><rect class="bar ${outcome}" x="${fixed(start)}" width="${fixed(width)}" height="10"/></svg>`;
}
/** How much of a limit is used. */
function limitBar(share) {
    const used = Math.min(1, Math.max(0, share)) * 1_000;
    const outcome = share > 1 ? 'fail' : share > 0.8 ? 'inconclusive' : 'pass';
    return markup `<svg class="span" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="1000" height="10"/><rect class="bar ${outcome}" width="${fixed(used)}" height="10"/></svg>`;
}
function fixed(value) {
    return Math.round(value * 10) / 10;
}

;// CONCATENATED MODULE: ./build/dist/report/page-records.js







const MOST_ROWS = 500;
const MOST_CHARTS = 24;
const page_records_TEXT_LENGTH = 2_000;
function signed(outcome) {
    return markup `<span class="mark" aria-hidden="true">${mark(outcome)}</span><span class="visually-hidden">${outcome}</span>`;
}
/** The checks, what they measured against which limits, and charts of what has a course. */
function checksSection(steps) {
    const checks = chosen(steps, (finding) => kindOf(finding) !== undefined).slice(0, MOST_ROWS);
    const measurements = steps.flatMap((step) => step.measurements);
    if (checks.length === 0 && measurements.length === 0)
        return undefined;
    return markup `<section id="checks"><h2>${checks.length > 0 ? 'What was verified' : 'What was measured'}</h2>
${checks.length > 0 &&
        markup `<div class="card"><div class="scroll"><table class="stack"><thead><tr><th><span class="visually-hidden">Outcome</span></th><th>Check</th><th>Kind</th><th>Observed</th></tr></thead><tbody>
${checks.map(({ finding }) => markup `<tr class="${knownOutcome(finding.outcome)}"><td class="sign">${signed(finding.outcome)}</td><td>${clipped(finding.title, page_records_TEXT_LENGTH)}</td><td><span class="badge skipped">${kindOf(finding)}</span></td><td data-label="Observed">${clipped(finding.observed ?? '', page_records_TEXT_LENGTH)}</td></tr>`)}</tbody></table></div></div>`}
${chartsOf(measurements)}
${measuredTable(measurements)}</section>`;
}
/** One chart for each subject and unit; numbers without a course stand in the table alone. */
function chartsOf(measurements) {
    const groups = new Map();
    for (const measurement of measurements.filter(({ series }) => (series?.length ?? 0) > 1)) {
        // The highest single value hides the course of the others.
        if (measurement.name === 'max')
            continue;
        if (measurement.unit === 'percent' && measurement.series?.every(([, value]) => value === 0))
            continue;
        const key = JSON.stringify([measurement.subject, measurement.unit]);
        groups.set(key, [...(groups.get(key) ?? []), measurement]);
    }
    const charts = [...groups.values()].slice(0, MOST_CHARTS);
    if (charts.length === 0)
        return undefined;
    return markup `<div class="charts">${charts.map((group) => {
        const title = (group[0]?.subject ?? '').replace(/^check\//, '');
        const names = group.length === 1 ? (group[0]?.name ?? '') : group[0]?.unit === 'ms' ? 'latency over time' : 'over time';
        return markup `<div class="card"><h3>${title} <span class="faint">${names}</span></h3>${lineChart(title, group)}</div>`;
    })}</div>`;
}
function measuredTable(measurements) {
    if (measurements.length === 0)
        return undefined;
    return markup `<details><summary>All that was measured <span class="took">${plural(measurements.length, 'value')}</span></summary><div class="inside scroll"><table class="stack"><thead><tr><th>Subject</th><th>Measure</th><th class="num">Measured</th><th class="num">Limit</th><th>Used</th></tr></thead><tbody>
${measurements
        .slice(0, MOST_ROWS)
        .map(({ subject, name, value, unit, limit }) => markup `<tr><td>${subject?.replace(/^check\//, '')}</td><td>${name}</td><td class="num" data-label="Measured">${quantity(value, unit)}</td><td class="num" data-label="Limit">${limit === undefined ? '' : quantity(limit, unit)}</td><td>${limit !== undefined && limit > 0 && limitBar(value / limit)}</td></tr>`)}</tbody></table></div></details>`;
}
/** The release as it went: each step on its own scale, beside its place in the whole. */
function timelineSection(steps) {
    const spans = steps.map((step) => ({ step, from: Date.parse(step.startedAt), to: Date.parse(step.finishedAt) }));
    const whole = { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
    if (!Number.isFinite(whole.from) || !Number.isFinite(whole.to))
        return undefined;
    return markup `<section id="timeline"><h2>How it went <span class="faint">${duration(whole.to - whole.from)}, times in UTC</span></h2>
<div class="card">${spans.map(({ step, from, to }) => timelineRow(step.startedAt, stepName(step.slot), pastOf(step.verdict), to - from, spanBar(from, to, whole, step.verdict), step.verdict))}</div>
${spans.filter(({ step }) => step.timeline.length > 0).map(({ step, from, to }) => stepTimeline(step, { from, to }))}</section>`;
}
function stepTimeline(step, span) {
    const shown = step.timeline.slice(-MOST_ROWS);
    const left = step.timeline.length - shown.length;
    return markup `<details${step.verdict === 'pass' ? undefined : markup ` open`}><summary>${stepName(step.slot)} <span class="took">${plural(step.timeline.length, 'event')}</span></summary><div class="inside">
${left > 0 && markup `<p class="dim">${left} earlier ones are in the evidence.</p>`}
${shown.map((entry) => entryRow(entry, span))}</div></details>`;
}
function entryRow(entry, span) {
    const at = Date.parse(entry.at);
    const outcome = entry.outcome === undefined ? 'info' : knownOutcome(entry.outcome);
    const bar = Number.isFinite(at) ? spanBar(at, at + (entry.ms ?? 0), span, outcome) : undefined;
    const text = markup `${entry.event}${entry.detail !== undefined && markup ` <span class="dim">${clipped(entry.detail, page_records_TEXT_LENGTH)}</span>`}`;
    return timelineRow(entry.at, entry.subject, text, entry.ms, bar, outcome);
}
function timelineRow(at, what, text, ms, bar, outcome) {
    return markup `<div class="row ${outcome}"><span class="at">${timeOfDay(at)}</span><span class="what"><b>${what}</b> ${text}</span><span class="track">${bar}</span><span class="took">${ms === undefined ? '' : duration(ms)}</span></div>`;
}
/** Differences that somebody accepted beforehand, and until when. */
function waivedSection(steps) {
    const found = chosen(steps, ({ waived }) => waived !== undefined).slice(0, MOST_ROWS);
    if (found.length === 0)
        return undefined;
    return markup `<section id="accepted"><h2>Accepted beforehand</h2><div class="card"><div class="scroll"><table class="stack"><thead><tr><th>What</th><th>Why</th><th>Owner</th><th>Until</th></tr></thead><tbody>
${found.map(({ finding }) => markup `<tr><td>${finding.title}<br><code class="dim">${finding.subject}</code>${finding.observed !== undefined && markup `<br><span class="dim">${clipped(finding.observed, page_records_TEXT_LENGTH)}</span>`}</td><td data-label="Why">${finding.waived?.reason}</td><td data-label="Owner">${finding.waived?.owner}</td><td class="nowrap" data-label="Until">${finding.waived?.until}</td></tr>`)}</tbody></table></div></div></section>`;
}
/** What still runs or was left, and who approved. */
function leftSection(steps) {
    const handles = handlesOf(steps)
        .filter(({ state }) => state !== 'removed')
        .slice(0, MOST_ROWS);
    const advised = handles.some(({ advice }) => advice !== undefined);
    const approvals = steps.flatMap((step) => step.approvals);
    return [
        approvals.length > 0 &&
            markup `<section id="approvals"><h2>Approvals</h2><div class="card"><div class="scroll"><table class="stack"><thead><tr><th>Environment</th><th>State</th><th>By</th><th>Comment</th></tr></thead><tbody>
${approvals.map(({ environment, state, user, comment }) => markup `<tr><td>${environment}</td><td><span class="badge ${state === 'approved' ? 'pass' : 'inconclusive'}">${state}</span></td><td data-label="By">${user}</td><td data-label="Comment">${clipped(comment, page_records_TEXT_LENGTH)}</td></tr>`)}</tbody></table></div></div></section>`,
        handles.length > 0 &&
            markup `<section id="left"><h2>${handles.some(({ state }) => state !== 'kept') ? 'What still runs, and what was left' : 'What was left'}</h2><div class="card"><div class="scroll"><table class="stack"><thead><tr><th>Thing</th><th>Where</th><th>State</th>${advised && markup `<th>Next</th>`}</tr></thead><tbody>
${handles.map(({ kind, id, environment, region, state, advice }) => markup `<tr><td>${kind}<br><code>${id}</code></td><td data-label="Where">${[environment, region].filter(Boolean).join(', ')}</td><td><span class="badge ${state === 'kept' ? '' : 'inconclusive'}">${state === 'unknown' ? 'nobody knows' : state}</span></td>${advised && markup `<td data-label="Next">${withCode(nextStep(advice))}</td>`}</tr>`)}</tbody></table></div></div></section>`,
    ];
}
/** Everything that was proved, step by step, closed at first. */
function provedSection(steps) {
    const proved = steps
        .map((step) => ({
        step,
        found: step.findings.filter(({ outcome, waived }) => !waived && (outcome === 'pass' || outcome === 'skipped')),
    }))
        .filter(({ found }) => found.length > 0);
    if (proved.length === 0)
        return undefined;
    return markup `<section id="proved"><h2>What was proved</h2>
${proved.map(({ step, found, }) => markup `<details><summary>${stepName(step.slot)} <span class="took">${found.length}</span></summary><div class="inside scroll"><table class="stack"><thead><tr><th><span class="visually-hidden">Outcome</span></th><th>What</th><th>Subject</th><th>Observed</th></tr></thead><tbody>
${found.slice(0, MOST_ROWS).map(({ outcome, title, subject, observed }) => markup `<tr class="${knownOutcome(outcome)}"><td class="sign">${signed(outcome)}</td><td>${clipped(title, page_records_TEXT_LENGTH)}</td><td><code>${subject}</code></td><td data-label="Observed">${clipped(observed ?? '', page_records_TEXT_LENGTH)}</td></tr>`)}</tbody></table>${found.length > MOST_ROWS && markup `<p class="dim">and ${found.length - MOST_ROWS} more: they are in the evidence.</p>`}</div></details>`)}</section>`;
}
/** The digests that bind all this to the very bits. */
function provenanceSection(steps) {
    const release = steps.findLast((step) => step.release)?.release;
    const plans = steps.flatMap((step) => step.plans);
    return markup `<section id="digests"><h2>What it is bound to</h2>
<details><summary>Digests</summary><div class="inside scroll"><table class="stack"><thead><tr><th>What</th><th>SHA-256</th></tr></thead><tbody>
${release &&
        markup `<tr><td><b>Release</b></td><td><code>${release.digest}</code></td></tr><tr><td>commit</td><td><code>${release.sha}</code></td></tr><tr><td>configuration</td><td><code>${release.config}</code></td></tr>
${[...release.templates, ...release.revisions].map(({ id, kind, digest }) => markup `<tr><td>${kind} ${id}</td><td><code>${digest}</code></td></tr>`)}`}
${plans.map(({ environment, digest }) => markup `<tr><td>plan for ${environment}</td><td><code>${digest}</code></td></tr>`)}
${steps.map((step) => markup `<tr><td>evidence: ${stepName(step.slot)}, attempt ${step.origin.runAttempt}</td><td><code>${(0,evidence_digest/* digestOf */.ol)(step)}</code></td></tr>`)}</tbody></table></div></details></section>`;
}

;// CONCATENATED MODULE: ./build/dist/report/page-style.js
/** The page's only style sheet. Its digest is in the page's content security policy, so no other style can apply. */
const STYLE = `
:root{color-scheme:light dark;
--bg:#f5f6f8;--card:#fff;--ink:#171c24;--dim:#4d5765;--faint:#646e7c;--line:#e2e6eb;--soft:#f0f2f5;
--pass:#16794a;--pass-bg:#e5f4eb;--fail:#bd1f30;--fail-bg:#fdebec;--warn:#8c5a00;--warn-bg:#fdf2da;--info:#1f57b5;--info-bg:#e8f0fd;
--s0:#1f57b5;--s1:#0c8a8a;--s2:#b26a00;--s3:#bd1f30;--s4:#7a3fb0;--s5:#56606e;
--shadow:0 1px 2px rgb(20 30 45/.05),0 4px 14px rgb(20 30 45/.05);
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{
--bg:#0f1318;--card:#171c23;--ink:#e7ebf1;--dim:#a3adba;--faint:#8d97a4;--line:#2a313b;--soft:#1e242d;
--pass:#4fc58d;--pass-bg:#11291d;--fail:#ff8087;--fail-bg:#34171b;--warn:#eab54f;--warn-bg:#2e240f;--info:#82adff;--info-bg:#152440;
--s0:#82adff;--s1:#4cc4c4;--s2:#eab54f;--s3:#ff8087;--s4:#c39bff;--s5:#a3adba;--shadow:none}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,.top,footer{max-width:1120px;margin:0 auto;padding:0 24px}
a{color:var(--info)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--info);outline-offset:2px;border-radius:4px}
code,pre,.mono{font-family:var(--mono);font-size:.875em}
code{overflow-wrap:anywhere}
h1,h2,h3,h4,p{margin:0}
h2{font-size:20px;line-height:1.3;letter-spacing:-.01em;margin:44px 0 14px}
h3{font-size:15px;line-height:1.4}
.skip{position:absolute;left:-9999px}.skip:focus{left:24px;top:12px;background:var(--card);padding:8px 12px;z-index:1}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.dim{color:var(--dim)}.faint{color:var(--faint)}
.top{padding-top:32px}
.trail{display:flex;flex-wrap:wrap;gap:4px 18px;color:var(--dim);font-size:13.5px}
.trail b{color:var(--ink);font-weight:600}
.verdict{margin:14px 0 0;padding:26px 28px;border-radius:14px;border:1px solid var(--line);border-left:8px solid var(--c);background:var(--card);box-shadow:var(--shadow);display:grid;grid-template-columns:auto 1fr;gap:6px 20px;align-items:start}
.verdict h1{font-size:29px;line-height:1.2;letter-spacing:-.02em;text-wrap:balance}
.verdict p{color:var(--dim);font-size:16.5px;max-width:75ch}
.verdict .mark{grid-row:span 2;width:46px;height:46px;font-size:25px;margin-top:-2px}
.pass{--c:var(--pass);--cb:var(--pass-bg)}.fail,.error{--c:var(--fail);--cb:var(--fail-bg)}
.inconclusive{--c:var(--warn);--cb:var(--warn-bg)}.skipped{--c:var(--dim);--cb:var(--soft)}.info{--c:var(--info);--cb:var(--info-bg)}
.mark{display:inline-grid;place-items:center;flex:none;width:20px;height:20px;border-radius:50%;background:var(--cb);color:var(--c);font-weight:700;font-size:12px;line-height:1}
.note{margin-top:12px;padding:11px 16px;border-radius:10px;background:var(--info-bg);color:var(--ink);font-size:14.5px;overflow-wrap:anywhere}
.note b{color:var(--info)}
.first{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px;margin-top:16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow);padding:18px 20px;min-width:0}
.first .card h2{margin:0 0 10px;font-size:13px;letter-spacing:.01em;color:var(--dim);font-weight:600}
.plain{list-style:none;margin:0;padding:0}
.first li{display:flex;gap:10px;align-items:baseline;padding:5px 0;line-height:1.4;overflow-wrap:anywhere}
.first li .mark{align-self:start;margin-top:1px}
.first li .took{margin-left:auto;white-space:nowrap;padding-left:8px}
.took{color:var(--faint);font-size:13px;font-variant-numeric:tabular-nums}
.sum{font-size:20px;font-weight:650;letter-spacing:-.01em;line-height:1.3;margin-bottom:6px}
.more{display:block;margin-top:8px;font-size:13.5px}
.badge{display:inline-block;padding:1px 8px;border-radius:99px;background:var(--cb,var(--soft));color:var(--c,var(--dim));font-size:12.5px;font-weight:600;white-space:nowrap;line-height:1.6}
.finding{border-left:5px solid var(--c);margin-bottom:12px;padding:16px 20px}
.finding h3{font-size:16px;display:flex;gap:10px;overflow-wrap:anywhere}
.finding .about{display:flex;flex-wrap:wrap;gap:2px 14px;margin:4px 0 0 30px;font-size:13.5px;color:var(--dim);overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:96px minmax(0,1fr);gap:6px 14px;margin:12px 0 0 30px}
.facts dt{color:var(--dim);font-size:13.5px;padding-top:1px}.facts dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
.facts pre{margin:0;padding:10px 12px;border-radius:8px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;max-height:320px;overflow:auto}
.facts .next{font-weight:500}.facts .next code{background:var(--soft);border-radius:4px;padding:1px 5px;font-weight:400;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:14.5px}
th{text-align:left;font-weight:600;font-size:13px;color:var(--dim);padding:0 14px 8px 0;border-bottom:1px solid var(--line);vertical-align:bottom}
td{padding:10px 14px 10px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}
th:last-child,td:last-child{padding-right:0}
td .mark{vertical-align:-4px}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.nowrap{white-space:nowrap}
.change-path{font-weight:600}
.props{list-style:none;margin:6px 0 0;padding:0;font-size:13.5px}
.props li{padding:1px 0}
del,ins{text-decoration:none;font-family:var(--mono);font-size:12.5px;padding:1px 4px;border-radius:4px;overflow-wrap:anywhere}
del{background:var(--fail-bg);color:var(--fail)}ins{background:var(--pass-bg);color:var(--pass)}
table.changes td:first-child,table.changes th:first-child{padding-left:14px;min-width:210px}
th{white-space:nowrap}
tr.differs td{background:var(--warn-bg)}tr.differs td:first-child{box-shadow:inset 4px 0 0 var(--warn)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:16px;margin-top:16px}
.chart{margin:10px 0 0}.chart>svg{display:block;width:100%;height:auto}
.grid{stroke:var(--line);stroke-width:1}.tick{fill:var(--faint);font-size:12px}
.end{text-anchor:end}.middle{text-anchor:middle}
.limit{stroke:var(--fail);stroke-width:1.5;stroke-dasharray:5 4}.limit-label{fill:var(--fail);font-size:12px;font-weight:600}
.line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.line.s0{stroke:var(--s0)}.line.s1{stroke:var(--s1)}.line.s2{stroke:var(--s2)}.line.s3{stroke:var(--s3)}.line.s4{stroke:var(--s4)}.line.s5{stroke:var(--s5)}
.dot.s0{fill:var(--s0)}.dot.s1{fill:var(--s1)}.dot.s2{fill:var(--s2)}.dot.s3{fill:var(--s3)}.dot.s4{fill:var(--s4)}.dot.s5{fill:var(--s5)}
figcaption{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:13.5px;color:var(--dim);margin-top:6px}
figcaption b{color:var(--ink);font-variant-numeric:tabular-nums}.swatch{width:16px;height:8px;margin-right:6px}
.span{display:block;width:100%;height:10px;border-radius:5px;margin-top:6px}
.rail{fill:var(--soft)}.bar{fill:var(--c)}
.row{display:grid;grid-template-columns:74px minmax(0,1fr) minmax(90px,32%) 84px;gap:4px 14px;padding:7px 0;border-top:1px solid var(--line);font-size:14px}
.row:first-child{border-top:0}
.row .at{color:var(--faint);font-variant-numeric:tabular-nums;font-size:13px;padding-top:1px}
.row .took{text-align:right}.row .what{overflow-wrap:anywhere}
details{background:var(--card);border:1px solid var(--line);border-radius:12px;margin-bottom:10px;box-shadow:var(--shadow)}
.card+details,.charts+details{margin-top:16px}
summary{cursor:pointer;padding:13px 20px;font-weight:600;display:flex;gap:10px;align-items:baseline;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;align-self:center;width:7px;height:7px;border-right:2px solid var(--faint);border-bottom:2px solid var(--faint);transform:rotate(-45deg);margin-right:2px}
details[open]>summary::before{transform:rotate(45deg)}
summary .took{margin-left:auto;font-weight:400}
.inside{padding:2px 20px 16px}
.state{font-size:14.5px;color:var(--dim);margin-bottom:14px}
footer{color:var(--dim);font-size:13.5px;padding-top:36px;padding-bottom:56px}
@media (max-width:860px){.first{grid-template-columns:1fr}}
@media (max-width:620px){
main,.top,footer{padding-left:14px;padding-right:14px}.top{padding-top:18px}
.verdict{padding:18px;gap:6px 14px}.verdict h1{font-size:23px}.verdict p{font-size:15.5px;grid-column:1/-1}.verdict .mark{grid-row:auto;width:36px;height:36px;font-size:20px}
.card,.finding{padding:14px 16px}.inside{padding:2px 16px 14px}summary{padding:12px 16px}
.finding .about,.facts{margin-left:0}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:8px}
table.stack,table.stack tbody,table.stack tr,table.stack td{display:block}
table.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.stack tr{padding:10px 0;border-bottom:1px solid var(--line)}table.stack tr:last-child{border-bottom:0}
table.stack td{border:0;padding:3px 0}table.stack td:empty{display:none}
table.stack td[data-label]::before{content:attr(data-label);display:block;font-size:12.5px;color:var(--dim);font-weight:600}
table.stack .num{text-align:left}
table.stack td.sign{float:left;margin-right:10px}
.tick,.limit-label{font-size:17px}
table.changes td:first-child{padding-left:0;min-width:0}tr.differs td,tr.differs td:first-child{background:none;box-shadow:none}table.changes tr.differs{background:var(--warn-bg);border-radius:8px;padding:10px 12px;margin-bottom:8px;border-bottom:0}
.row{grid-template-columns:62px minmax(0,1fr) 70px}.row .track{grid-column:2/-1;grid-row:2}}
@media print{
:root{color-scheme:light;--bg:#fff;--shadow:none}
body{font-size:11pt}main,.top,footer{max-width:none;padding:0}
details::details-content{content-visibility:visible;block-size:auto}
.card,.finding,tr,figure{break-inside:avoid}.skip,.more{display:none}
.facts pre{max-height:none}}
`;

;// CONCATENATED MODULE: ./build/dist/report/page.js









const MOST_LISTED = 6;
const HEADLINE_LENGTH = 120;
const SENTENCE_LENGTH = 240;
/**
 * The page on all documents of a run, the last of which is the one at hand: one HTML file by itself, without scripts and
 * without anything that it would have to fetch. Its first screen answers whether to approve, what changes and what is
 * unusual.
 */
function renderPage(documents) {
    const steps = currentOf(documents);
    const current = steps.at(-1);
    const title = current ? headline(current) : 'No evidence';
    const page = markup `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}${current?.origin.repository ? ` · ${current.origin.repository}` : ''}</title>
`;
    // The style is ours, has a digest in the policy, and must stand there to the byte.
    return `${page.source}<style>${STYLE}</style>\n</head>\n${body(title, steps, current).source}\n</html>\n`;
}
function policy() {
    const digest = Buffer.from((0,evidence_digest/* digestOfBytes */.by)(STYLE).slice('sha256:'.length), 'hex').toString('base64');
    return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}
function body(title, steps, current) {
    if (!current)
        return markup `<body><main><h1>${title}</h1><p>There is no document to show.</p></main></body>`;
    return markup `<body>
<a class="skip" href="#first">To the content</a>
<header class="top">${trail(current)}
<div class="verdict ${current.verdict}">
<span class="mark" aria-hidden="true">${mark(current.verdict)}</span><h1>${clipped(title, HEADLINE_LENGTH)}</h1><p>${because(current, steps)}</p>
</div>
${notices(current, steps)}
</header>
<main id="first">
<div class="first">
${stepsCard(steps)}
${changesCard(steps)}
${unusualCard(steps)}
</div>
${findingsSection(steps)}
${changesTable(steps)}
${checksSection(steps)}
${timelineSection(steps)}
${waivedSection(steps)}
${leftSection(steps)}
${provedSection(steps)}
${provenanceSection(steps)}
</main>
<footer>Made from the evidence alone. Values that AWS does not tell (NoEcho parameters, resolved dynamic references) are bound by no digest here: a change of them alone shows in no plan.</footer>
</body>`;
}
/** What must be known before anything else: that it was a rehearsal, and what the step asks of its reader. */
function notices(current, steps) {
    const stand = standIns(steps);
    return [
        stand.length > 0 && markup `<div class="note"><b>A rehearsal.</b> ${stand.join(', ')}. It opens nothing real.</div>`,
        remarksOf(current)
            .slice(0, MOST_LISTED)
            .map((finding) => markup `<div class="note"><b>${clipped(opening(finding), SENTENCE_LENGTH)}.</b> ${withCode(finding.advice ?? '')}</div>`),
    ];
}
/** The root of it: a gate's own findings only repeat what an earlier step found. */
function because(current, steps) {
    const against = blockingOf(steps);
    const first = (against.find(({ document }) => document !== current || current.slot.command !== 'gate') ?? against[0])
        ?.finding;
    if (!first) {
        const proved = steps.reduce((sum, step) => sum + step.findings.filter(({ outcome }) => outcome === 'pass').length, 0);
        if (proved === 0)
            return 'Nothing was asked, so nothing is known.';
        const odd = unusual(steps).length;
        const look = odd === 0 ? '' : ` ${plural(odd, 'thing')} ${odd === 1 ? 'is' : 'are'} unusual: look before you approve.`;
        return `${plural(proved, 'thing')} ${proved === 1 ? 'was' : 'were'} proved, and nothing stands against it.${current.slot.command === 'gate' ? look : ''}`;
    }
    const others = against.length - 1;
    return `${clipped(opening(first), SENTENCE_LENGTH)}.${others > 0 ? ` And ${plural(others, 'finding')} more.` : ''}`;
}
function trail({ origin, release }) {
    const parts = [
        ['', origin.repository],
        ['release', release && shortDigest(release.digest)],
        ['commit', shortSha(origin.sha)],
        ['from', origin.ref.replace(/^refs\/(heads|tags)\//, '')],
        ['by', origin.actor],
        ['run', origin.runId && `${origin.runId}${origin.runAttempt > 1 ? `, attempt ${origin.runAttempt}` : ''}`],
    ];
    return markup `<div class="trail">${parts.map(([label, value]) => value && markup `<span>${label} <b>${clipped(value, HEADLINE_LENGTH)}</b></span>`)}</div>`;
}
function stepsCard(steps) {
    return markup `<section class="card"><h2>Has every step passed?</h2><ul class="plain">${steps.map((step) => {
        const took = Date.parse(step.finishedAt) - Date.parse(step.startedAt);
        return markup `<li class="${step.verdict}"><span class="mark" aria-hidden="true">${mark(step.verdict)}</span><span>${clipped(stepName(step.slot), HEADLINE_LENGTH)}<span class="visually-hidden"> ${pastOf(step.verdict)}</span></span><span class="took">${duration(took)}</span></li>`;
    })}</ul></section>`;
}
function changesCard(steps) {
    const environment = planOf(steps, 'production') ? 'production' : 'preprod';
    const plan = planOf(steps, environment);
    if (!plan)
        return markup `<section class="card"><h2>What changes?</h2><p class="dim">No plan is part of this evidence.</p></section>`;
    const changes = changesOf(plan);
    const shown = changes.slice(0, MOST_LISTED);
    return markup `<section class="card"><h2>What changes in ${environment}?</h2><p class="sum">${countChanges(plan)}</p><ul class="plain">${shown.map((change) => markup `<li><span class="badge ${badgeOf(actionOf(change))}">${actionOf(change)}</span><span>${clipped(change.path, HEADLINE_LENGTH)}</span></li>`)}</ul>${changes.length > 0 && markup `<a class="more" href="#changes">${changes.length > shown.length ? `All ${changes.length}, property by property` : 'Property by property'}</a>`}</section>`;
}
function badgeOf(action) {
    if (action === 'remove' || action === 'replace')
        return 'fail';
    if (action === 'add' || action === 'import')
        return 'pass';
    return action === 'modify' ? 'info' : 'inconclusive';
}
function unusualCard(steps) {
    const notes = unusual(steps);
    const list = notes.length === 0
        ? markup `<p class="dim">Nothing stands out: no replacement, no exception, no limit that is nearly used up.</p>`
        : markup `<ul class="plain">${notes
            .slice(0, MOST_LISTED)
            .map((note) => markup `<li class="inconclusive"><span class="mark" aria-hidden="true">!</span><span>${clipped(note, SENTENCE_LENGTH)}</span></li>`)}</ul>`;
    const more = notes.length - MOST_LISTED;
    return markup `<section class="card"><h2>What is unusual?</h2>${list}${more > 0 && markup `<p class="dim">and ${more} more</p>`}</section>`;
}

;// CONCATENATED MODULE: ./build/dist/report/summary-cells.js

/** Texts as the summary shows them: harmless, and cut to a length that leaves room for the others. */
const summary_cells_TEXT_LENGTH = 2_000;
/** In one line. */
function shown(text, length = summary_cells_TEXT_LENGTH) {
    return markdown(clipped(text, length));
}
/** In one line, as code. */
function asCode(text, length = summary_cells_TEXT_LENGTH) {
    return markdownCode(clipped(text, length));
}
/** Advice, lines of which are kept: what stands between back quotes is code. */
function prose(text) {
    return linesOf(text, summary_cells_TEXT_LENGTH).map(markdownWithCode).join('<br>');
}
/** Lines of a text in one line of Markdown: in a list item, or a cell of a table. */
function cell(text, length = summary_cells_TEXT_LENGTH) {
    return linesOf(text, length).map(markdown).join('<br>');
}
/** Whether a text wants a block of its own. */
function manyLines(text) {
    return text.trim().split('\n').length > 3;
}
function block(text, length = summary_cells_TEXT_LENGTH) {
    return markdownBlock(clipped(text, length));
}
function linesOf(text, length) {
    return clipped(text, length).split('\n');
}

;// CONCATENATED MODULE: ./build/dist/report/summary-findings.js



const summary_findings_MOST_ALIKE = 100;
const summary_findings_MOST_ROWS = 200;
const summary_findings_MOST_PROPERTIES = 20;
const summary_findings_VALUE_LENGTH = 200;
/** What stands against the release, worst first, each with what to do next. */
function against(documents) {
    const found = blockingOf(documents);
    if (found.length === 0)
        return [];
    return [
        `### ${plural(found.length, 'finding')} ${found.length === 1 ? 'stands' : 'stand'} against it`,
        ...kindsOf(found).flatMap(({ code, full, listed }) => [
            ...full.map(({ finding, document }) => findingBlock(finding, documents.length > 1 ? document : undefined)),
            ...summary_findings_alike(code, listed),
        ]),
    ];
}
/** The others of a kind, without the advice that those before them have. */
function summary_findings_alike(code, listed) {
    if (listed.length === 0)
        return [];
    const rows = listed
        .slice(0, summary_findings_MOST_ALIKE)
        .map(({ finding: { title, subject, expected = '', observed = '' } }) => `| ${shown(title, summary_findings_VALUE_LENGTH)}<br>${asCode(subject, summary_findings_VALUE_LENGTH)} | ${cell(expected, summary_findings_VALUE_LENGTH)} | ${cell(observed, summary_findings_VALUE_LENGTH)} |`);
    const more = listed.length - rows.length;
    return [
        `<details><summary>${plural(listed.length, 'finding')} more of ${shown(code)}</summary>`,
        ['| What | Expected | Observed |', '|---|---|---|', ...rows].join('\n'),
        ...(more > 0 ? [`*and ${plural(more, 'finding')} more: the page lists them.*`] : []),
        '</details>',
    ];
}
function findingBlock(finding, document) {
    const { source } = finding;
    const place = source && `${source.file}${source.line === undefined ? '' : `:${source.line}`}`;
    const about = [
        asCode(finding.subject),
        shown(finding.code),
        place && asCode(place),
        document && shown(stepName(document.slot)),
    ].filter(Boolean);
    const long = finding.observed !== undefined && manyLines(finding.observed);
    const log = logTailOf(finding);
    const facts = [
        finding.expected !== undefined && `- **Expected:** ${cell(finding.expected)}`,
        finding.observed !== undefined && !long && `- **Observed:** ${cell(finding.observed)}`,
        finding.advice !== undefined && `- **Next:** ${prose(finding.advice)}`,
    ].filter(Boolean);
    return [
        `#### ${symbolOf(finding.outcome)} ${shown(finding.title)}`,
        about.join(' · '),
        ...(facts.length > 0 ? [facts.join('\n')] : []),
        ...(long ? [block(finding.observed)] : []),
        ...(log === undefined ? [] : [block(log)]),
    ].join('\n\n');
}
/** Production's plan, and pre-prod's in a fold. */
function plans(documents) {
    return ['production', 'preprod'].flatMap((environment) => {
        const plan = planOf(documents, environment);
        if (!plan || plan.changeSets.length === 0)
            return [];
        const changes = changesOf(plan);
        const title = `${environment === 'production' ? 'What will change in production' : `Plan for ${environment}`}: ${shown(countChanges(plan))}`;
        if (changes.length === 0)
            return [`### ${title}`];
        const rows = changes.slice(0, summary_findings_MOST_ROWS).map(changeRow);
        const table = ['| Action | Resource | Properties |', '|---|---|---|', ...rows].join('\n');
        const rest = changes.length > summary_findings_MOST_ROWS ? [`*and ${plural(changes.length - summary_findings_MOST_ROWS, 'resource')} more.*`] : [];
        if (environment === 'production')
            return [`### ${title}`, table, ...rest];
        return [`<details><summary>${title}</summary>`, table, ...rest, '</details>'];
    });
}
function changeRow(change) {
    const danger = dangerOf(change);
    const action = `${danger > 1 ? '⚠️ ' : ''}${danger > 0 ? `**${actionOf(change)}**` : actionOf(change)}`;
    const policy = change.policyAction === undefined ? '' : `<br>${shown(change.policyAction)}`;
    const properties = change.properties.slice(0, summary_findings_MOST_PROPERTIES).map(propertyLine);
    if (change.properties.length > summary_findings_MOST_PROPERTIES)
        properties.push(`and ${change.properties.length - summary_findings_MOST_PROPERTIES} more`);
    return `| ${action}${policy} | ${asCode(change.path)}<br>${shown(change.type)} | ${properties.join('<br>')} |`;
}
function propertyLine(property) {
    const recreates = property.requiresRecreation === 'Never' ? '' : ` *(recreates: ${property.requiresRecreation.toLowerCase()})*`;
    const { path, before, after, change } = property;
    if (before === undefined && after === undefined)
        return `${asCode(path)}${recreates}`;
    if (before === undefined && change === 'Add')
        return `${asCode(path)}: new ${valueCell(after)}${recreates}`;
    if (after === undefined && change === 'Remove')
        return `${asCode(path)}: gone ${valueCell(before)}${recreates}`;
    return `${asCode(path)}: ${valueCell(before)} → ${valueCell(after)}${recreates}`;
}
function valueCell(text) {
    return text === undefined ? '?' : asCode(text, summary_findings_VALUE_LENGTH);
}

;// CONCATENATED MODULE: ./build/dist/report/summary-records.js



const summary_records_MOST_ROWS = 200;
const summary_records_VALUE_LENGTH = 200;
/** What is a list in a fold of its own. */
const LIST_LENGTH = 8_000;
/** What was measured, beside its limits. */
function measured(measurements) {
    if (measurements.length === 0)
        return [];
    const rows = measurements.slice(0, summary_records_MOST_ROWS).map(({ name, subject, value, unit, limit }) => {
        const kept = limit === undefined ? '' : value <= limit ? '✅' : '❌';
        const most = limit === undefined ? '' : `≤ ${quantity(limit, unit)}`;
        return `| ${shown(subject ?? '')} | ${shown(name)} | ${quantity(value, unit)} | ${most} | ${kept} |`;
    });
    return [
        '### Measured',
        ['| Subject | Measure | Measured | Limit | Kept |', '|---|---|--:|--:|---|', ...rows].join('\n'),
    ];
}
/** What was accepted beforehand, by whom and until when. */
function waivers(documents) {
    const found = chosen(documents, ({ waived }) => waived !== undefined);
    if (found.length === 0)
        return [];
    const rows = found.slice(0, summary_records_MOST_ROWS).map(({ finding }) => {
        const { reason = '', owner = '', until = '' } = finding.waived ?? {};
        return `| ${asCode(finding.subject)}<br>${shown(finding.title)} | ${shown(reason)} | ${shown(owner)} | ${shown(until)} |`;
    });
    return ['### Accepted beforehand', ['| What | Why | Owner | Until |', '|---|---|---|---|', ...rows].join('\n')];
}
/** What still runs or was left. */
function handles(documents) {
    const found = handlesOf(documents).filter(({ state }) => state !== 'removed');
    if (found.length === 0)
        return [];
    const rows = found.slice(0, summary_records_MOST_ROWS).map(({ kind, id, environment, state, advice }) => {
        const emphasis = state === 'kept' ? state : `**${state}**`;
        return `| ${kind} | ${asCode(id)} | ${shown(environment)} | ${emphasis} | ${prose(nextStep(advice))} |`;
    });
    const table = ['| Kind | Id | Environment | State | Next |', '|---|---|---|---|---|', ...rows].join('\n');
    return found.some(({ state }) => state !== 'kept')
        ? ['### What still runs, and what was left', table]
        : [`<details><summary>What was left (${found.length})</summary>`, table, '</details>'];
}
/** Who approved, as GitHub tells it. */
function approvals({ approvals: given }) {
    if (given.length === 0)
        return [];
    const rows = given.map(({ environment, state, user, comment }) => `| ${shown(environment)} | ${shown(state)} | ${shown(user)} | ${shown(comment)} |`);
    return ['### Approvals', ['| Environment | State | By | Comment |', '|---|---|---|---|', ...rows].join('\n')];
}
/** Everything that was proved, in a fold; long lists in folds of their own. */
function proved({ findings }) {
    const found = findings.filter(({ outcome, waived }) => !waived && (outcome === 'pass' || outcome === 'skipped'));
    if (found.length === 0)
        return [];
    const rows = found
        .slice(0, summary_records_MOST_ROWS)
        .map(({ outcome, subject, title, observed }) => `| ${symbolOf(outcome)} | ${asCode(subject)} | ${shown(title)} | ${observed === undefined || manyLines(observed) ? '' : cell(observed, summary_records_VALUE_LENGTH)} |`);
    const more = found.length - rows.length;
    const lists = found
        .slice(0, summary_records_MOST_ROWS)
        .flatMap(({ title, observed = '' }) => manyLines(observed)
        ? [`<details><summary>${shown(title)}</summary>`, block(observed, LIST_LENGTH), '</details>']
        : []);
    return [
        `<details><summary>${plural(found.length, 'thing')} proved or skipped</summary>`,
        ['| Outcome | Subject | What | Observed |', '|---|---|---|---|', ...rows].join('\n'),
        ...(more > 0 ? [`*and ${more} more.*`] : []),
        '</details>',
        ...lists,
    ];
}
/** The last events, in a fold. */
function timeline({ timeline: entries }) {
    if (entries.length === 0)
        return [];
    const rows = entries.slice(-summary_records_MOST_ROWS).map(({ at, subject, event, outcome, detail, ms }) => {
        const words = [outcome === undefined ? '' : symbolOf(outcome), shown(event), detail ? `— ${shown(detail)}` : ''];
        return `| ${timeOfDay(at)} | ${asCode(subject)} | ${words.filter(Boolean).join(' ')} | ${ms === undefined ? '' : duration(ms)} |`;
    });
    const more = entries.length - rows.length;
    return [
        `<details><summary>Timeline (${plural(entries.length, 'event')})</summary>`,
        ...(more > 0 ? [`*${plural(more, 'earlier event')} left out.*`] : []),
        ['| UTC | Subject | Event | Took |', '|---|---|---|--:|', ...rows].join('\n'),
        '</details>',
    ];
}

;// CONCATENATED MODULE: ./build/dist/report/summary.js





/** GitHub drops a summary that is larger than 1 MiB as a whole; the rest is for what the step itself adds. */
const MOST_BYTES = 1_000_000;
/**
 * The job's summary as GitHub's Markdown, less than 1 MiB. `earlier` are the documents that this one builds on: a gate
 * shows their plans and findings too.
 */
function renderSummary(evidence, earlier = []) {
    const documents = currentOf([...earlier, evidence]);
    return assemble([
        ...heading(evidence, documents),
        ...against(documents),
        ...remarkable(documents),
        ...plans(documents),
        ...measured(evidence.measurements),
        ...waivers(documents),
        ...handles(documents),
        ...approvals(evidence),
        ...proved(evidence),
        ...timeline(evidence),
    ]);
}
function assemble(blocks) {
    let size = 0;
    const kept = [];
    for (const [index, block] of blocks.entries()) {
        size += Buffer.byteLength(block) + 2;
        if (size > MOST_BYTES) {
            kept.push(`*Cut here: ${plural(blocks.length - index, 'part')} more would be too long. The page has all of them.*`);
            break;
        }
        kept.push(block);
    }
    return `${kept.join('\n\n')}\n`;
}
function heading(evidence, documents) {
    const { origin, release } = evidence;
    const took = Date.parse(evidence.finishedAt) - Date.parse(evidence.startedAt);
    const facts = [
        release && `release ${asCode(shortDigest(release.digest))}`,
        origin.sha && `commit ${asCode(shortSha(origin.sha))}`,
        origin.actor && `started by ${shown(origin.actor)}`,
        origin.runAttempt > 1 && `attempt ${origin.runAttempt}`,
        `took ${duration(took)}`,
    ].filter(Boolean);
    const stand = standIns(documents);
    return [
        `## ${symbolOf(evidence.verdict)} ${shown(headline(evidence))}`,
        facts.join(' · '),
        ...(stand.length > 0
            ? [`> [!NOTE]\n> A rehearsal: ${stand.map((one) => shown(one)).join(', ')}. It opens nothing real.`]
            : []),
        ...remarksOf(evidence).map((finding) => `> [!IMPORTANT]\n> **${shown(opening(finding))}.** ${prose(finding.advice ?? '')}`),
    ];
}
function remarkable(documents) {
    const notes = unusual(documents);
    if (notes.length === 0)
        return [];
    return ['### Unusual', notes.map((note) => `- ${shown(note)}`).join('\n')];
}

;// CONCATENATED MODULE: ./build/dist/report/index.js
/** The report room: everything that people read, made from evidence alone. */





;// CONCATENATED MODULE: ./build/dist/run.js















/** Read, dispatch, record, report. Every ending leaves evidence. @returns whether the step may be green */
async function run(world, runner) {
    const startedAt = world.clock.now().toISOString();
    const record = new Recorder(() => world.clock.now());
    const origin = originOf(world.place.env);
    let inputs;
    const token = runner.input('github-token');
    if (token)
        world.log.mask(token);
    const ports = { ...world, connect: connections(world, token || undefined) };
    try {
        inputs = (0,config_inputs/* readInputs */.K)((name) => runner.input(name));
        const config = await loadConfig(inputs, ports);
        const context = { ports, inputs, config, origin, record };
        const command = await COMMANDS[inputs.command].load();
        await command.run(context);
        ports.cancelled.throwIfAborted();
    }
    catch (error) {
        record.find(...findingsOf(error, ports.cancelled, record.leaves));
        if (!(error instanceof errors/* ActionError */.lZ))
            ports.log.debug(stackOf(error));
    }
    const slot = slotOf(runner, inputs);
    const evidence = record.document({ schema: evidence_document/* SCHEMA */.y, slot, origin, endpoints: (0,endpoints/* endpointsOf */.u)(ports.place.env), startedAt });
    return report(ports, runner, inputs, evidence);
}
async function loadConfig(inputs, ports) {
    if ('yaml' in inputs.config)
        return (0,file/* readConfig */.X)(inputs.config.yaml, 'config');
    const { path } = inputs.config;
    try {
        return (0,file/* readConfig */.X)(await (0,promises_.readFile)((0,external_node_path_.resolve)(ports.place.workspace, path), 'utf8'), path);
    }
    catch (error) {
        if (error instanceof errors/* ActionError */.lZ)
            throw error;
        throw new errors/* ActionError */.lZ('config/missing-file', {
            message: `the configuration ${path} cannot be read: ${(0,errors/* messageOf */.bD)(error)}`,
            subject: `file/${path}`,
            expected: path,
            observed: (0,errors/* messageOf */.bD)(error),
            file: path,
            cause: error,
        });
    }
}
/** Writes and shows what was found. Nothing is decided here: everything comes from the document. */
async function report(ports, runner, inputs, evidence) {
    const { log } = ports;
    const digest = (0,evidence_digest/* digestOf */.ol)(evidence);
    for (const line of renderLog(evidence))
        log.info(line);
    for (const annotation of annotationsOf(evidence))
        runner.annotate(annotation);
    const whole = evidence.previous.length > 0 && !ports.cancelled.aborted;
    const earlier = inputs && whole ? await earlierDocuments(ports, inputs) : [];
    let kept = true;
    try {
        const html = renderPage([...earlier, evidence]);
        const folder = (0,evidence_store/* evidenceFolder */.ek)(ports, inputs?.evidence);
        const path = await (0,evidence_store/* keepEvidence */.N)(ports, folder, evidence, {
            json: `${JSON.stringify(evidence, undefined, 2)}\n`,
            html,
        });
        tell(() => {
            runner.output('verdict', evidence.verdict);
            runner.output('digest', digest);
            runner.output('evidence', path);
            runner.output('report', path.replace(/\.json$/, '.html'));
        });
        log.info(`evidence: ${path} (${digest})`);
    }
    catch (error) {
        kept = false;
        // What nobody can read again is no pass, whatever was found.
        attempt(() => runner.output('verdict', 'error'));
        const { code, title, advice } = findingsOf(error, ports.cancelled, true)[0];
        runner.annotate({ level: 'error', title: code, message: `${title}. ${advice ?? ''}` });
    }
    try {
        await runner.summary(renderSummary(evidence, earlier));
    }
    catch (error) {
        log.warning(`the summary could not be written: ${(0,errors/* messageOf */.bD)(error)}`);
    }
    return kept && isGreen(evidence, inputs?.mode ?? 'enforce');
}
/**
 * `skipped` is no failure of the job that had nothing to do; the gate asks for what must not be skipped. Who only
 * observes is red all the same where nothing could be found out, and where state would be lost.
 */
function isGreen({ verdict, findings }, mode) {
    if (verdict === 'pass' || verdict === 'skipped')
        return true;
    return mode === 'observe' && verdict !== 'error' && !findings.some(baseline/* alwaysBlocks */.A_);
}
/** Throws an ActionError where the runner does not take the outputs: later jobs would not know this evidence. */
function tell(outputs) {
    try {
        outputs();
    }
    catch (error) {
        throw new errors/* ActionError */.lZ('evidence/unwritable', {
            message: `the runner does not take the outputs: ${(0,errors/* messageOf */.bD)(error)}`,
            subject: 'evidence',
            advice: 'Check that GITHUB_OUTPUT names a file that the step may write to.',
            cause: error,
        });
    }
}
function attempt(work) {
    try {
        work();
    }
    catch {
        // What led here is told; that it cannot be told in this way too is nothing new.
    }
}
/** For readers, who see the run as far as it has come. What cannot be read is a finding of the command already. */
async function earlierDocuments(ports, inputs) {
    try {
        const { parseEvidence } = await __webpack_require__.e(/* import() */ 400).then(__webpack_require__.bind(__webpack_require__, 31400));
        const found = await (0,evidence_store/* collectEvidence */.mE)(ports, inputs.evidence);
        return found.flatMap(({ bytes }) => {
            const parsed = parseEvidence(bytes);
            return 'evidence' in parsed ? [parsed.evidence] : [];
        });
    }
    catch (error) {
        ports.log.debug(stackOf(error));
        return [];
    }
}
/** An error as findings: there is no answer, and this is why. */
function findingsOf(error, cancelled, leaves) {
    if (cancelled.aborted && (error === cancelled.reason || !(error instanceof errors/* ActionError */.lZ))) {
        return [
            {
                code: 'cancelled',
                outcome: 'error',
                title: 'the job was cancelled before this step had ended',
                subject: 'action',
                expected: 'a step that ends by itself',
                observed: (0,errors/* messageOf */.bD)(cancelled.reason),
                advice: leaves
                    ? 'Read below what was stopped, what was left and what still runs; then run the job again.'
                    : 'Nothing was left behind. Run the job again.',
            },
        ];
    }
    if (!(error instanceof errors/* ActionError */.lZ)) {
        return findingsOf(new errors/* ActionError */.lZ('internal', { message: (0,errors/* messageOf */.bD)(error), cause: error }), cancelled, leaves);
    }
    return error.findings.length > 0 ? [...error.findings] : [(0,error_finding/* errorFinding */.i)(error)];
}
function slotOf(runner, inputs) {
    if (!inputs)
        return { command: runner.input('command').slice(0, 40) || 'unknown', environment: 'unknown' };
    return {
        command: inputs.command,
        environment: COMMANDS[inputs.command].meta.environment(inputs),
        ...(inputs.shard && { shard: `${inputs.shard.index}/${inputs.shard.of}` }),
        ...(inputs.only.length > 0 && { phase: inputs.only.join('+') }),
    };
}
function originOf(env) {
    return {
        repository: env['GITHUB_REPOSITORY'] ?? '',
        sha: env['GITHUB_SHA'] ?? '',
        ref: env['GITHUB_REF'] ?? '',
        runId: env['GITHUB_RUN_ID'] ?? '',
        runAttempt: attemptOf(env['GITHUB_RUN_ATTEMPT']),
        job: env['GITHUB_JOB'] ?? '',
        actor: env['GITHUB_ACTOR'] ?? '',
    };
}
/** Zero, which is no attempt that evidence counts for, where the runner tells none that can be read. */
function attemptOf(text) {
    const number = Number(text ?? 1);
    return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
function stackOf(error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
}


/***/ }),

/***/ 12780:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   WN: () => (/* binding */ parseRate),
/* harmony export */   kJ: () => (/* binding */ showDuration),
/* harmony export */   lo: () => (/* binding */ parsePercent)
/* harmony export */ });
/** Durations, rates and shares as people write them. Each parser gives undefined for what it cannot read. */
const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** `500ms`, `2s`, `15m`, `24h`, `1h30m` → milliseconds. */
function parseDuration(text) {
    if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text))
        return undefined;
    let total = 0;
    for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
        total += Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
    }
    return Number.isFinite(total) ? total : undefined;
}
/** `200/s`, `90/m` → events per second. */
function parseRate(text) {
    const match = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text);
    if (!match)
        return undefined;
    const rate = (Number(match[1]) * 1_000) / (UNITS[match[2] ?? ''] ?? Number.NaN);
    return rate > 0 ? rate : undefined;
}
/** `0.1%` → 0.001. */
function parsePercent(text) {
    const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
    if (!match)
        return undefined;
    const share = Number(match[1]) / 100;
    return share <= 1 ? share : undefined;
}
/** Milliseconds as a person reads them: `840 ms`, `12.3 s`, `4 min 10 s`, `2 h 5 min`. */
function showDuration(ms) {
    if (ms < 1_000)
        return `${Math.round(ms)} ms`;
    if (ms < 60_000)
        return `${(ms / 1_000).toFixed(1)} s`;
    const seconds = Math.round(ms / 1_000);
    if (seconds < 3_600)
        return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}


/***/ }),

/***/ 58576:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   cv: () => (/* binding */ exchange),
/* harmony export */   i$: () => (/* binding */ parseStatus),
/* harmony export */   pS: () => (/* binding */ shownPath),
/* harmony export */   yM: () => (/* binding */ isStatusIn),
/* harmony export */   zA: () => (/* binding */ shownUrl)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44708);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38522);



/** A small answer must not unfold into a large one. */
const MOST_DECODED_BYTES = 64 * 1024 * 1024;
/** Asks once; redirects are an answer like any other. Never rejects. */
async function exchange(asked) {
    const started = performance.now();
    try {
        const response = await send(asked);
        const tls = tlsOf(response);
        const { bytes, whole } = await readBody(response, asked.mostBytes);
        return {
            status: response.statusCode ?? 0,
            headers: headersOf(response),
            body: decoded(bytes, response.headers['content-encoding']),
            bodyIsWhole: whole,
            ms: performance.now() - started,
            ...(tls && { tls }),
        };
    }
    catch (error) {
        const ms = performance.now() - started;
        if (asked.signal.aborted)
            return { code: 'TIMEOUT', message: 'it did not answer in time', ms };
        return { code: codeOf(error), message: reasonOf(error), ms };
    }
}
async function send(asked) {
    const ask = asked.url.protocol === 'https:' ? node_https__WEBPACK_IMPORTED_MODULE_1__.request : node_http__WEBPACK_IMPORTED_MODULE_0__.request;
    return await new Promise((resolve, reject) => {
        const request = ask(asked.url, {
            method: asked.method,
            headers: { 'accept-encoding': 'identity', 'user-agent': 'test-deployments', ...asked.headers },
            signal: asked.signal,
            // `false`: a connection of its own, closed afterwards.
            agent: asked.agent ?? false,
        }, resolve);
        request.on('error', reject);
        request.end(asked.body);
    });
}
async function readBody(response, mostBytes) {
    const kept = [];
    let read = 0;
    for await (const chunk of response) {
        if (read < mostBytes)
            kept.push(chunk.subarray(0, mostBytes - read));
        read += chunk.length;
    }
    if (!response.complete)
        throw Object.assign(new Error('the connection ended in the middle of the answer'), { code: 'ECONNRESET' });
    return { bytes: Buffer.concat(kept), whole: read <= mostBytes };
}
function decoded(bytes, encoding) {
    const limit = { maxOutputLength: MOST_DECODED_BYTES };
    try {
        if (encoding === 'gzip')
            return (0,node_zlib__WEBPACK_IMPORTED_MODULE_2__.gunzipSync)(bytes, limit).toString('utf8');
        if (encoding === 'br')
            return (0,node_zlib__WEBPACK_IMPORTED_MODULE_2__.brotliDecompressSync)(bytes, limit).toString('utf8');
        if (encoding === 'deflate')
            return (0,node_zlib__WEBPACK_IMPORTED_MODULE_2__.inflateSync)(bytes, limit).toString('utf8');
    }
    catch {
        // Asked for none, got one that cannot be read: as it came.
    }
    return bytes.toString('utf8');
}
function headersOf(response) {
    return Object.fromEntries(Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]));
}
function tlsOf(response) {
    if (!('encrypted' in response.socket))
        return undefined;
    const socket = response.socket;
    const until = Date.parse(socket.getPeerCertificate().valid_to ?? '');
    return {
        protocol: socket.getProtocol() ?? 'unknown',
        ...(Number.isFinite(until) && { validUntil: new Date(until).toISOString() }),
    };
}
function codeOf(error) {
    const code = memberOf(error, 'code');
    return typeof code === 'string' ? code : 'ERROR';
}
/** Node wraps the attempts on several addresses in an AggregateError without a message. */
function reasonOf(error) {
    const attempts = memberOf(error, 'errors');
    if (Array.isArray(attempts))
        return [...new Set(attempts.map((attempt) => reasonOf(attempt)))].join('; ');
    const message = memberOf(error, 'message');
    return typeof message === 'string' && message !== '' ? message : String(error);
}
function memberOf(error, name) {
    return typeof error === 'object' && error !== null && name in error
        ? error[name]
        : undefined;
}
/** A set of status codes as people write it: `200`, `2xx`, `200-299`. Undefined: it cannot be read. */
function parseStatus(text) {
    const group = /^([1-5])xx$/i.exec(text)?.[1];
    if (group !== undefined)
        return { from: Number(group) * 100, to: Number(group) * 100 + 99 };
    const match = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/.exec(text);
    if (!match)
        return undefined;
    const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
    return from <= to ? { from, to } : undefined;
}
/** Whether a status is in one of the sets. What cannot be read as a set contains nothing. */
function isStatusIn(status, sets) {
    return sets.some((set) => {
        const range = parseStatus(set);
        return range !== undefined && status >= range.from && status <= range.to;
    });
}
/** A URL for people: without user, password and the values of its query. */
function shownUrl(url) {
    const match = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#@]*@)?([^?#]*)(\?)?/i.exec(url);
    return match ? `${match[1] ?? ''}${match[2] ?? ''}${match[3] === undefined ? '' : '?…'}` : url.split('?')[0] || url;
}
/** The path of a URL, or all of it where that is empty: short, and the same in both environments. */
function shownPath(url) {
    const shown = shownUrl(url);
    return /^(?:[a-z][a-z0-9+.-]*:\/\/[^/]+|\{[^}]*\})(\/.*)?$/i.exec(shown)?.[1] ?? shown;
}


/***/ }),

/***/ 21445:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ withGrace)
/* harmony export */ });
/** A cancelled job has 7.5 seconds: what still has no answer then is left to itself. Clean-up gets this time too. */
const GRACE_MS = 3_000;
/** The answer; or the reason of the cancellation, where there is none within the grace after it. */
async function withGrace(answer, cancelled) {
    if (!cancelled)
        return await answer;
    let timer;
    let begin = () => undefined;
    const giveUp = new Promise((_, reject) => {
        begin = () => {
            timer = setTimeout(() => reject(cancelled.reason), GRACE_MS);
        };
        if (cancelled.aborted)
            begin();
        else
            cancelled.addEventListener('abort', begin, { once: true });
    });
    try {
        return await Promise.race([answer, giveUp]);
    }
    finally {
        clearTimeout(timer);
        cancelled.removeEventListener('abort', begin);
    }
}


/***/ }),

/***/ 63778:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ mapLimit)
/* harmony export */ });
/** Runs `work` over all items, at most `width` at a time, and gives the results in the order of the items. */
async function mapLimit(items, width, work) {
    const results = Array.from({ length: items.length });
    let next = 0;
    const worker = async () => {
        for (let index = next++; index < items.length; index = next++) {
            results[index] = await work(items[index], index);
        }
    };
    await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
    return results;
}


/***/ }),

/***/ 87100:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E5: () => (/* binding */ runShell),
/* harmony export */   cT: () => (/* binding */ withoutSecrets),
/* harmony export */   fG: () => (/* binding */ scrubbed)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(31421);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(51455);
/* harmony import */ var node_string_decoder__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(46193);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(58500);






/** A cancelled job has 7.5 seconds before it is ended itself. */
const DEFAULT_GRACE_MS = 4_000;
const TAIL_LINES = 60;
const LINE_LENGTH = 4_000;
/** How long output may still come after the exit; a child that was left behind holds the pipe open. */
const OUTPUT_AFTER_EXIT_MS = 500;
const KILL_LOOK_MS = 50;
const MARK = 'TEST_DEPLOYMENTS_PROCESS';
/** Runs a command through bash (`-eo pipefail`), or sh where there is no bash. Never rejects. */
async function runShell(options) {
    const started = performance.now();
    const mark = (0,node_crypto__WEBPACK_IMPORTED_MODULE_1__.randomUUID)();
    const output = new Lines(options.onLine);
    const shell = shellOf(options.env['PATH']);
    const child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)(shell.path, [...shell.flags, options.command], {
        cwd: options.directory,
        env: { ...options.env, [MARK]: mark },
        // A group of its own, so that one signal reaches what the shell has started.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    const streams = [child.stdout, child.stderr].map((stream) => {
        const decoder = new node_string_decoder__WEBPACK_IMPORTED_MODULE_4__.StringDecoder('utf8');
        const source = output.source();
        stream.on('data', (bytes) => source.take(decoder.write(bytes)));
        return new Promise((resolve) => stream.on('close', () => {
            source.take(decoder.end());
            source.end();
            resolve();
        }));
    });
    const exit = new Promise((resolve) => {
        child.on('error', (error) => resolve({ startError: error.message }));
        child.on('exit', (code, signal) => resolve({ ...(code !== null && { exitCode: code }), ...(signal && { signal }) }));
    });
    const tree = new ProcessTree(child.pid, mark);
    const grace = options.grace ?? DEFAULT_GRACE_MS;
    let ending;
    const end = () => {
        ending ??= tree.end(grace);
    };
    if (options.signal.aborted)
        end();
    options.signal.addEventListener('abort', end, { once: true });
    try {
        const how = await exit;
        const ended = ending !== undefined;
        if (ended)
            await ending;
        const leftBehind = ended || how.startError !== undefined ? 0 : await tree.end(grace);
        await Promise.race([Promise.all(streams), (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_5__.setTimeout)(OUTPUT_AFTER_EXIT_MS, undefined, { ref: false })]);
        for (const stream of [child.stdout, child.stderr])
            stream.destroy();
        return { ...how, tail: output.tail, lines: output.count, ms: performance.now() - started, ended, leftBehind };
    }
    finally {
        options.signal.removeEventListener('abort', end);
    }
}
function shellOf(path) {
    for (const folder of ['/bin', '/usr/bin', ...(path ?? '').split(':')].filter(Boolean)) {
        try {
            (0,node_fs__WEBPACK_IMPORTED_MODULE_2__.accessSync)(`${folder}/bash`, node_fs__WEBPACK_IMPORTED_MODULE_2__.constants.X_OK);
            return { path: `${folder}/bash`, flags: ['--noprofile', '--norc', '-eo', 'pipefail', '-c'] };
        }
        catch {
            // Not there: the next folder.
        }
    }
    return { path: '/bin/sh', flags: ['-ec'] };
}
/** Puts the pieces of several streams together to lines, and keeps the last ones. */
class Lines {
    tail = [];
    count = 0;
    #onLine;
    constructor(onLine) {
        this.#onLine = onLine;
    }
    source() {
        let open = '';
        return {
            take: (text) => {
                const parts = (open + text).split(/\r?\n|\r(?=.)/);
                open = parts.pop() ?? '';
                for (const line of parts)
                    this.#add(line);
                // A line without an end must not fill the memory.
                if (open.length > LINE_LENGTH) {
                    this.#add(open);
                    open = '';
                }
            },
            end: () => {
                if (open !== '')
                    this.#add(open);
                open = '';
            },
        };
    }
    #add(line) {
        const cut = line.slice(0, LINE_LENGTH);
        this.count += 1;
        this.tail.push(cut);
        if (this.tail.length > TAIL_LINES)
            this.tail.shift();
        this.#onLine?.(cut);
    }
}
/** A process and what it started, also what has left its group: by the mark in the environment, where /proc tells. */
class ProcessTree {
    #leader;
    #mark;
    constructor(leader, mark) {
        this.#leader = leader;
        this.#mark = mark;
    }
    /** SIGTERM, and after `grace` milliseconds SIGKILL. @returns how many processes were there */
    async end(grace) {
        const found = await this.#running();
        if (found.length === 0)
            return 0;
        this.#send(found, 'SIGTERM');
        const deadline = performance.now() + grace;
        while (performance.now() < deadline) {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_5__.setTimeout)(KILL_LOOK_MS);
            if ((await this.#running()).length === 0)
                return found.length;
        }
        this.#send(await this.#running(), 'SIGKILL');
        return found.length;
    }
    #send(pids, signal) {
        for (const pid of [...(this.#leader === undefined ? [] : [-this.#leader]), ...pids]) {
            try {
                process.kill(pid, signal);
            }
            catch {
                // It has ended meanwhile.
            }
        }
    }
    async #running() {
        if (this.#leader === undefined)
            return [];
        try {
            const pids = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_3__.readdir)('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
            const ours = await Promise.all(pids.map(async (pid) => ((await this.#isOurs(pid)) ? pid : undefined)));
            return ours.filter((pid) => pid !== undefined);
        }
        catch {
            // No /proc here: the group is what can be known.
            return groupRuns(this.#leader) ? [this.#leader] : [];
        }
    }
    async #isOurs(pid) {
        try {
            const stat = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_3__.readFile)(`/proc/${pid}/stat`, 'utf8');
            // After the name, which may hold anything: state, parent, group.
            const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
            if (state === 'Z')
                return false;
            if (Number(group) === this.#leader)
                return true;
            return (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_3__.readFile)(`/proc/${pid}/environ`, 'latin1')).includes(`${MARK}=${this.#mark}`);
        }
        catch {
            return false;
        }
    }
}
function groupRuns(leader) {
    try {
        process.kill(-leader, 0);
        return true;
    }
    catch {
        return false;
    }
}
/**
 * What gives power over AWS, GitHub or this very step: credentials, tokens, and the files through which a step speaks to
 * the runner (with those a command could forge outputs).
 */
const POWERFUL = [
    /^AWS_/,
    /^ACTIONS_/,
    /^INPUT_/,
    /OIDC/,
    /^(GITHUB|GH)_(ENTERPRISE_)?TOKEN$/,
    /^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$/,
    /^STATE_/,
];
/** The environment for commands of the user's: the job's without what gives power, and what is given for them. */
function scrubbed(env, given = {}) {
    const kept = Object.entries(env).filter((entry) => entry[1] !== undefined && !POWERFUL.some((pattern) => pattern.test(entry[0].toUpperCase())));
    return { ...Object.fromEntries(kept), ...given };
}
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY|API_?KEY|CREDENTIAL/i;
const LEAST_SECRET_LENGTH = 6;
/** Hides in a text the values of variables whose names say that they are secret. */
function withoutSecrets(text, env) {
    let hidden = text;
    for (const [name, value] of Object.entries(env)) {
        if (value === undefined || value.length < LEAST_SECRET_LENGTH || !SECRET_NAME.test(name))
            continue;
        hidden = hidden.replaceAll(value, '***');
    }
    return hidden;
}


/***/ }),

/***/ 36402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kf: () => (/* binding */ exactLine),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   y1: () => (/* binding */ plainLines)
/* harmony export */ });
const SHOWN_LENGTH = 600;
/** What came from outside as one line: control characters become spaces, long texts are cut with an ellipsis. */
function oneLine(text, length = SHOWN_LENGTH) {
    const line = text
        .toWellFormed()
        .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
        .replaceAll(/ {2,}/g, ' ')
        .trim();
    return line.length > length ? `${line.slice(0, length).toWellFormed()}…` : line;
}
/** A text in one line in which control characters, such as a line break in a file's name, can be told apart: `two\nlines`. */
function exactLine(text) {
    return text.toWellFormed().replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (found) => {
        const code = found.codePointAt(0) ?? 0;
        return found === '\n' ? '\\n' : `\\u${code.toString(16).padStart(4, '0')}`;
    });
}
/** Lines of a text from outside, without colours and other control sequences, each as one line; empty ones left out. */
function plainLines(text) {
    return (text
        // eslint-disable-next-line no-control-regex -- the escape character is what is looked for
        .replaceAll(/\u001B\[[0-?]*[ -/]*[@-~]/g, '')
        .split(/\r?\n|\r/)
        .map((line) => oneLine(line))
        .filter((line) => line !== ''));
}


/***/ }),

/***/ 57609:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bs: () => (/* binding */ kindOfPath),
/* harmony export */   Ir: () => (/* binding */ walkTree),
/* harmony export */   Mk: () => (/* binding */ digestOfFile),
/* harmony export */   NR: () => (/* binding */ bytesOfFile),
/* harmony export */   cK: () => (/* binding */ staysBelow),
/* harmony export */   ol: () => (/* binding */ digestOfEntries),
/* harmony export */   q8: () => (/* binding */ digestOfTree)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(46466);
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(27699);
/* harmony import */ var _folders_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(79256);
/* harmony import */ var _limit_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(63778);








/** What version control keeps about a folder changes with every command and is never part of its content. */
const NOT_CONTENT = new Set(['.git']);
const PERMISSION_BITS = 0o7777;
const READS_AT_ONCE = 16;
/** Everything below the folder, ordered by path, whatever order the disk has. Links are named, not followed. */
async function walkTree(folder) {
    const entries = [];
    const visit = async (below) => {
        for (const name of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readdir)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, below))) {
            if (NOT_CONTENT.has(name))
                continue;
            const path = below === '' ? name : `${below}/${name}`;
            const entry = await readEntry(folder, path);
            entries.push(entry);
            if (entry.kind === 'directory')
                await visit(path);
        }
    };
    await visit('');
    return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
async function readEntry(folder, path) {
    const found = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.lstat)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, path));
    const mode = found.mode & PERMISSION_BITS;
    if (found.isSymbolicLink())
        return { path, kind: 'link', mode: 0o777, size: 0, target: await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readlink)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, path)) };
    if (found.isDirectory())
        return { path, kind: 'directory', mode, size: 0 };
    return { path, kind: found.isFile() ? 'file' : 'other', mode, size: found.size };
}
/**
 * Digest of what a folder consists of: paths, modes, contents and links. Times, owners and the order on disk do not
 * count, so two checkouts of one commit have the same.
 */
async function digestOfTree(folder, signal) {
    const entries = await walkTree(folder);
    return digestOfEntries(await (0,_limit_js__WEBPACK_IMPORTED_MODULE_7__/* .mapLimit */ .s)(entries, READS_AT_ONCE, async (entry) => ({
        entry,
        ...(entry.kind === 'file' && { content: await digestOfFile((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, entry.path), signal) }),
    })));
}
/** The digest of a folder from what was read of it; for those who read it anyway. */
function digestOfEntries(entries) {
    return (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_5__/* .digestOf */ .ol)(entries.map(({ entry, content }) => ({
        path: entry.path.toWellFormed(),
        kind: entry.kind,
        mode: entry.mode.toString(8),
        content: content ?? null,
        target: entry.target?.toWellFormed() ?? null,
    })));
}
/** SHA-256 of a file's bytes, read in pieces. Rejects with Node's error, or with the signal's reason when cancelled. */
async function digestOfFile(path, signal) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    try {
        await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_4__.pipeline)((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(path), hash, { ...(signal && { signal }) });
    }
    catch (error) {
        signal?.throwIfAborted();
        throw error;
    }
    return `sha256:${hash.digest('hex')}`;
}
/** The whole file. Rejects with Node's error. */
async function bytesOfFile(path) {
    return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readFile)(path);
}
/** What a path leads to, links followed; undefined where there is nothing. */
async function kindOfPath(path) {
    try {
        const found = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.stat)(path);
        if (found.isDirectory())
            return 'directory';
        return found.isFile() ? 'file' : 'other';
    }
    catch {
        return undefined;
    }
}
/** Whether a path stays below a folder when all links on the way are followed. What does not exist is judged by its name. */
async function staysBelow(folder, path) {
    const real = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath)(path).catch(() => undefined);
    return real === undefined ? (0,_folders_js__WEBPACK_IMPORTED_MODULE_6__/* .isInside */ .F)(folder, path) : (0,_folders_js__WEBPACK_IMPORTED_MODULE_6__/* .isInside */ .F)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath)(folder), real);
}


/***/ }),

/***/ 70594:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C8: () => (/* binding */ numbersAsWritten),
/* harmony export */   Zw: () => (/* binding */ problemOf),
/* harmony export */   oi: () => (/* binding */ plainOf)
/* harmony export */ });
/* unused harmony export lostAlias */
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);

/** The values of a document without syntax errors: aliases and tags can still lead nowhere. */
function plainOf(document) {
    const lost = lostAlias(document);
    if (lost)
        return lost;
    const tag = document.warnings[0];
    if (tag)
        return { problem: tag.message.split('\n')[0] ?? tag.code, offset: tag.pos[0] };
    try {
        const value = document.toJS();
        const problem = problemOf(value);
        return problem === undefined ? { value } : { problem: `it has ${problem}`, offset: 0 };
    }
    catch (error) {
        return { problem: error instanceof Error ? error.message : String(error), offset: 0 };
    }
}
/** Why a value cannot be written as JSON and read again; undefined where it can. */
function problemOf(value) {
    let broken;
    try {
        JSON.stringify(value, (key, member) => {
            if (!key.isWellFormed() || (typeof member === 'string' && !member.isWellFormed()))
                broken ??= 'half a character';
            return member;
        });
    }
    catch {
        return 'an anchor that contains itself';
    }
    return broken;
}
/** The first alias whose anchor does not stand before it. */
function lostAlias(document) {
    let found;
    (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(document, {
        Alias(_, alias) {
            if (alias.resolve(document))
                return undefined;
            found = { problem: `the alias *${alias.source} has no anchor before it`, offset: alias.range?.[0] ?? 0 };
            return yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR.BREAK;
        },
    });
    return found;
}
/** Makes numbers the texts that they were written as: 1.10 is no 1.1, and 012345678901 is no 12345678901. */
function numbersAsWritten(root) {
    (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(root, {
        Scalar(_, scalar) {
            if (typeof scalar.value === 'number' && scalar.source !== undefined)
                scalar.value = scalar.source;
        },
    });
}


/***/ })

};
