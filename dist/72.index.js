export const id = 72;
export const ids = [72,218];
export const modules = {

/***/ 84641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Em: () => (/* binding */ readMode),
/* harmony export */   MP: () => (/* binding */ showAclEntry),
/* harmony export */   VS: () => (/* binding */ readAclEntry),
/* harmony export */   _I: () => (/* binding */ readAcls),
/* harmony export */   yI: () => (/* binding */ readContext)
/* harmony export */ });
/* unused harmony export readRange */
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(79901);

const MODE_ALLOWED = 'one to four octal digits in quotes, e.g. "0644"';
const ACL_ALLOWED = '[default:][user|group|mask|other]:[name]:rwx, e.g. "user:daemon:rw"';
const ACL_INVALID = 'The deployment failed because of a problem with the acls permission settings in the application specification file. ';
/** The mode as the agent applies it: an unquoted 0644 is octal to YAML, 420 to the agent. */
function readMode(value, agent, problems) {
    const asWritten = agent === '2.x' && value.kind === 'int' && /^[0-7]{1,4}$/.test(value.written);
    const given = asWritten ? value.written : (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .toS */ .DJ)(value);
    const mode = '0'.repeat(Math.max(0, 3 - [...given].length)) + given;
    if ([...mode].length > 4) {
        const message = `The deployment failed because the length of a permissions mode (${mode}) in the application specification file is invalid. Permissions modes must be between one and four characters long. Update the permissions section of the AppSpec file, and then try again.`;
        return problems.refuse(value, value, message, MODE_ALLOWED);
    }
    const stranger = [...mode].find((digit) => digit < '0' || digit > '7');
    if (stranger !== undefined) {
        const message = `The deployment failed because the permissions mode (${mode}) in the application specification file contains an invalid character (${stranger}). Update the permissions section of the AppSpec file, and then try again.`;
        return problems.refuse(value, value, message, MODE_ALLOWED);
    }
    return mode;
}
function readAcls(value, problems) {
    if (value.kind === 'map' && value.entries.length > 0)
        return problems.stumble(value, 'split', `a list of ${ACL_ALLOWED}`);
    if (value.kind === 'map')
        return [];
    if (value.kind !== 'list')
        return problems.stumble(value, 'each', `a list of ${ACL_ALLOWED}`);
    const entries = [];
    for (const item of value.items) {
        if (item.kind !== 'string')
            return problems.stumble(item, 'split', ACL_ALLOWED);
        const entry = readAclEntry(item.value);
        if (typeof entry === 'string')
            return problems.refuse(item, item, entry, ACL_ALLOWED);
        entries.push(entry);
    }
    return entries;
}
const KINDS = {
    u: 'user',
    user: 'user',
    g: 'group',
    group: 'group',
    m: 'mask',
    mask: 'mask',
    o: 'other',
    other: 'other',
};
/** One entry, read from its end: permissions, name, kind, default. Gives the agent's message where it refuses. */
function readAclEntry(text, ofOurs = false) {
    const invalid = `${ACL_INVALID}Invalid acl entry (${text}).`;
    const parts = text.split(':').toReversed();
    const [permissions = '', second = '', third, fourth] = parts;
    if (parts.length < 2 || parts.length > 4)
        return invalid;
    let isDefault = false;
    if (fourth !== undefined) {
        if (fourth !== 'd' && fourth !== 'default')
            return invalid;
        isDefault = true;
    }
    let kind;
    if (third === 'd' || third === 'default') {
        if (isDefault)
            return invalid;
        isDefault = true;
    }
    else if (third !== undefined) {
        kind = KINDS[third];
        if (kind === undefined)
            return invalid;
    }
    let name = '';
    const reserved = KINDS[second];
    if (reserved === 'mask' || reserved === 'other') {
        if (kind === undefined)
            kind = reserved;
        else
            name = reserved;
    }
    else {
        kind ??= 'user';
        name = second;
    }
    if ((kind === 'mask' || kind === 'other') && name !== '')
        return invalid;
    if (!ofOurs && !isDefault && kind !== 'mask' && name === '') {
        return `${ACL_INVALID}Use mode to set the base acl entry (${text}). Update the permissions section of the AppSpec file, and then try again.`;
    }
    if (/^[0-7]$/.test(permissions)) {
        const bits = Number(permissions);
        return { isDefault, kind, name, allows: allows((bits & 4) !== 0, (bits & 2) !== 0, (bits & 1) !== 0) };
    }
    const stranger = [...permissions].find((letter) => !'rwx-'.includes(letter));
    if (stranger !== undefined) {
        return `The deployment failed because the access control list (ACL) named ${text} in the application specification file contains an invalid character (${stranger}). Correct the ACL in the hooks section of the AppSpec file, and then try again.`;
    }
    const has = (letter) => permissions.includes(letter);
    return { isDefault, kind, name, allows: allows(has('r'), has('w'), has('x')) };
}
function allows(read, write, execute) {
    return `${read ? 'r' : '-'}${write ? 'w' : '-'}${execute ? 'x' : '-'}`;
}
/** `default:user:daemon:rw-`, as `setfacl` takes it. */
function showAclEntry(entry) {
    return `${entry.isDefault ? 'default:' : ''}${entry.kind}:${entry.name}:${entry.allows}`;
}
function readContext(value, problems) {
    const allowed = 'type, and if wanted name and range, e.g. { type: httpd_sys_content_t, range: s0 }';
    const raises = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .lookupError */ .b0)(value);
    if (raises !== undefined)
        return problems.stumble(value, '[]', allowed, raises);
    const type = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .lookUp */ .TE)(value, 'type');
    if (type === undefined || (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isNil */ .gD)(type)) {
        const message = `The deployment failed because the application specification file specifies an invalid context type (${(0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .inspect */ .Nn)(value)}). Update the permissions section of the AppSpec file, and then try again.`;
        return problems.refuse(value, value, message, allowed);
    }
    const user = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .lookUp */ .TE)(value, 'name');
    const given = (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .lookUp */ .TE)(value, 'range');
    let range;
    if (given !== undefined && !(0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isNil */ .gD)(given)) {
        if (given.kind !== 'string')
            return problems.stumble(given, 'include?', 's0[-s15][:c0.c1023]');
        const read = readRange(given.value);
        if ('refused' in read)
            return problems.refuse(given, given, read.refused, 's0[-s15][:c0.c1023]');
        range = read.range;
    }
    return { type: (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .toS */ .DJ)(type), ...(!(0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .isNil */ .gD)(user) && { user: (0,_values_js__WEBPACK_IMPORTED_MODULE_0__/* .toS */ .DJ)(user) }), ...(range !== undefined && { range }) };
}
/** Highest category of an SELinux range. */
const MAX_CATEGORY = 1023;
/** `s0-s1:c0.c3,c5` → the same, normalised. */
function readRange(text) {
    const [levels, categories] = halves(text, ':');
    if (levels === undefined)
        return { refused: `invalid range part ${text}` };
    const [low, high] = halves(levels, '-');
    if (low === undefined)
        return { refused: `invalid range part ${levels}` };
    for (const level of [low, ...(high === undefined ? [] : [high])]) {
        if (!/^s\d+$/.test(level))
            return { refused: `invalid sensitivity ${level}` };
    }
    const from = Number(low.slice(1));
    const to = high === undefined ? from : Number(high.slice(1));
    if (to < from) {
        return {
            refused: `The deployment failed because of a problem with the SELinux range specified (${text}) for the context parameter in the permissions section of the application specification file. Make corrections in the permissions section of the AppSpec file, and then try again.`,
        };
    }
    const sensitivity = from === to ? `s${from}` : `s${from}-s${to}`;
    if (categories === undefined)
        return { range: sensitivity };
    const numbers = readCategories(categories);
    return typeof numbers === 'string' ? { refused: numbers } : { range: `${sensitivity}:${showCategories(numbers)}` };
}
function readCategories(text) {
    const all = [];
    for (const part of text.replace(/,+$/, '').split(',')) {
        const [low, high] = part.includes('.') ? halves(part, '.') : [part, part];
        if (low === undefined || high === undefined)
            return `invalid range part ${part}`;
        for (const category of [low, high]) {
            if (!/^c\d+$/.test(category) || Number(category.slice(1)) > MAX_CATEGORY)
                return `invalid category ${category}`;
        }
        const [from, to] = [Number(low.slice(1)), Number(high.slice(1))];
        if (to < from)
            return `invalid category range ${low}.${high}`;
        for (let category = from; category <= to; category++)
            all.push(category);
    }
    all.sort((a, b) => a - b);
    return new Set(all).size === all.length ? all : 'duplicate categories';
}
function showCategories(numbers) {
    const runs = [];
    for (const number of numbers) {
        const last = runs.at(-1);
        if (last && number === last[1] + 1)
            last[1] = number;
        else
            runs.push([number, number]);
    }
    return runs.map(([low, high]) => (low === high ? `c${low}` : `c${low}.c${high}`)).join(',');
}
/** Two non-empty halves, or the whole where the separator does not occur; nothing where a half is empty. */
function halves(text, separator) {
    const index = text.indexOf(separator);
    if (index === -1)
        return text === '' ? [] : [text];
    const [first, second] = [text.slice(0, index), text.slice(index + 1)];
    return first === '' || second === '' ? [] : [first, second];
}


/***/ }),

/***/ 59840:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ interpreterOf),
/* harmony export */   t: () => (/* binding */ collectRevisionFacts)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(69166);
/* harmony import */ var _archive_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(13218);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(31887);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(17296);
/** Collects what can be known about a revision before anything is touched; `lint/` judges it. */







/** An AppSpec is a page of text. What is larger is not read. */
const MAX_APPSPEC = 1024 * 1024;
/** The kernel reads no more of a first line. */
const HEAD = 256;
const TOOLS = ['setfacl', 'semanage', 'restorecon', 'sudo', 'su'];
const TOOL_FOLDERS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/**
 * Reads a folder, an archive, or for Lambda and ECS a single AppSpec file. Never rejects for what is in it:
 * `unreadable` says why nothing more is known.
 */
async function collectRevisionFacts(revision, options = {}) {
    const appSpecFile = options.appSpecFile ?? 'appspec.yml';
    const platform = options.platform ?? 'server';
    const none = { name: revision, appSpecFile, platform, files: new Map() };
    try {
        if (platform !== 'server') {
            const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(revision).isDirectory() ? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(revision, appSpecFile) : revision;
            const text = readLimited(file);
            return {
                ...none,
                appSpecFile: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(file),
                text,
                parsed: (0,_parse_js__WEBPACK_IMPORTED_MODULE_5__/* .parseAppSpec */ .W)(text, { file: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(file), platform }),
            };
        }
        const found = await readRevision(revision, appSpecFile);
        const parse = (agent) => found.text === undefined ? undefined : (0,_parse_js__WEBPACK_IMPORTED_MODULE_5__/* .parseAppSpec */ .W)(found.text, { file: appSpecFile, platform, agent });
        const [parsed, parsed2] = [parse('1.8'), parse('2.x')];
        return {
            ...none,
            files: found.files,
            ...(found.text !== undefined && { text: found.text }),
            ...(parsed && { parsed }),
            ...(parsed2 && { parsed2 }),
            ...(options.host && { host: hostFacts(found.files) }),
        };
    }
    catch (error) {
        return { ...none, unreadable: (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error) };
    }
}
async function readRevision(revision, appSpecFile) {
    const type = (0,_archive_js__WEBPACK_IMPORTED_MODULE_4__.detectBundleType)(revision);
    return type === 'directory' ? readFolder(revision, appSpecFile) : readArchive(revision, type, appSpecFile);
}
function readFolder(revision, appSpecFile) {
    const files = new Map();
    const walk = (folder) => {
        for (const name of (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(revision, folder)).toSorted()) {
            const path = folder === '' ? name : `${folder}/${name}`;
            const here = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(revision, path);
            const stat = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(here);
            const common = { path, mode: stat.mode & 0o7777, size: stat.size };
            if (stat.isDirectory()) {
                files.set(path, { ...common, type: 'directory' });
                walk(path);
            }
            else if (stat.isSymbolicLink())
                files.set(path, { ...common, type: 'symlink', target: (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readlinkSync)(here) });
            else if (stat.isFile())
                files.set(path, { ...common, type: 'file', ...firstLine(readHead(here)) });
            else
                files.set(path, { ...common, type: 'other' });
        }
    };
    walk('');
    const appSpec = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(revision, appSpecFile);
    return { files, ...((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(appSpec) && { text: readLimited(appSpec) }) };
}
async function readArchive(revision, type, appSpecFile) {
    const files = new Map();
    const texts = new Map();
    await (0,_archive_js__WEBPACK_IMPORTED_MODULE_4__/* .walkArchive */ .w)(revision, type, async (entry, content) => {
        const { path, mode = 0o644, size, target } = entry;
        const common = { path, mode, size, ...(target !== undefined && { target }) };
        if (entry.type !== 'file' || entry.hardlink) {
            files.set(path, { ...common, type: entry.type });
            return;
        }
        const wanted = node_path__WEBPACK_IMPORTED_MODULE_2__.posix.basename(path) === node_path__WEBPACK_IMPORTED_MODULE_2__.posix.basename(appSpecFile);
        const head = await readStart(await content(), wanted ? MAX_APPSPEC + 1 : HEAD);
        if (wanted)
            texts.set(path, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_6__/* .decodeText */ .g)(checkSize(path, head)));
        files.set(path, { ...common, type: 'file', ...firstLine(head.subarray(0, HEAD)) });
    });
    addImpliedFolders(files);
    const top = topFolder(files);
    const text = texts.get(top + appSpecFile);
    const stripped = new Map();
    for (const [path, file] of files) {
        if (path.startsWith(top) && path !== top)
            stripped.set(path.slice(top.length), { ...file, path: path.slice(top.length) });
    }
    return { files: stripped, ...(text !== undefined && { text }) };
}
/** Archives need not name the folders of their files. */
function addImpliedFolders(files) {
    for (const path of files.keys()) {
        for (let folder = node_path__WEBPACK_IMPORTED_MODULE_2__.posix.dirname(path); folder !== '.' && !files.has(folder); folder = node_path__WEBPACK_IMPORTED_MODULE_2__.posix.dirname(folder)) {
            files.set(folder, { path: folder, type: 'directory', mode: 0o755, size: 0 });
        }
    }
}
/** `name/` where an archive has one folder at its top and an AppSpec in it: the agent takes it away. */
function topFolder(files) {
    const tops = new Set([...files.keys()].map((path) => path.split('/', 1)[0] ?? ''));
    const [top, second] = tops;
    if (top === undefined || second !== undefined)
        return '';
    const holds = [...files.keys()].some((path) => {
        const [first, name, deeper] = path.split('/');
        return first === top && name !== undefined && deeper === undefined && /appspec/i.test(name);
    });
    return holds ? `${top}/` : '';
}
async function readStart(stream, length) {
    const chunks = [];
    let size = 0;
    // To its end, although only the start is kept: a tar goes on behind it, and a zip is checked by it.
    for await (const chunk of stream) {
        if (size < length)
            chunks.push(chunk.subarray(0, length - size));
        size += chunk.length;
    }
    return Buffer.concat(chunks);
}
function readHead(path) {
    const descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, 'r');
    try {
        const buffer = Buffer.alloc(HEAD);
        return buffer.subarray(0, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(descriptor, buffer, 0, HEAD, 0));
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
    }
}
function readLimited(path) {
    return (0,_yaml_js__WEBPACK_IMPORTED_MODULE_6__/* .decodeText */ .g)(checkSize(path, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path)));
}
function checkSize(path, content) {
    if (content.length > MAX_APPSPEC)
        throw new Error(`${path} is larger than ${MAX_APPSPEC} bytes: that is no AppSpec`);
    return content;
}
function firstLine(head) {
    const line = head.toString('latin1').split('\n', 1)[0] ?? '';
    return { firstLine: line.replace(/\r$/, ''), crlf: line.endsWith('\r') };
}
function hostFacts(files) {
    const rows = (path) => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8')
        .split('\n')
        .map((line) => line.split(':'));
    const users = rows('/etc/passwd').map(([name = '', , uid, , , , shell = '']) => [name, { uid: Number(uid), shell }]);
    const groups = rows('/etc/group').map(([name = '', , gid]) => [name, Number(gid)]);
    const interpreters = [...files.values()].flatMap((file) => interpreterOf(file) ?? []);
    return {
        isRoot: (0,node_os__WEBPACK_IMPORTED_MODULE_1__.userInfo)().uid === 0,
        users: new Map(users),
        groups: new Map(groups),
        tools: new Map(TOOLS.flatMap((tool) => {
            const path = findTool(tool);
            return path === undefined ? [] : [[tool, path]];
        })),
        interpreters: new Map(interpreters.map((path) => [path, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(path)])),
    };
}
/** The program of a first line `#!/usr/bin/env bash`: `/usr/bin/env`. */
function interpreterOf(file) {
    return /^#![ \t]*([^ \t]+)/.exec(file.firstLine ?? '')?.[1];
}
function findTool(name) {
    return TOOL_FOLDERS.split(node_path__WEBPACK_IMPORTED_MODULE_2__.delimiter)
        .map((folder) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, name))
        .find((path) => {
        try {
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.accessSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.X_OK);
            return true;
        }
        catch {
            return false;
        }
    });
}


/***/ }),

/***/ 59225:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ matchesGlob)
/* harmony export */ });
/**
 * The agent's patterns: `*` stands for any characters, everything else for itself, and only names directly below the
 * object can match.
 */
function matchesGlob(name, pattern) {
    if (name.includes('/'))
        return false;
    const [text, glob] = [[...name], [...pattern]];
    let [at, on] = [0, 0];
    let star = -1;
    let resume = 0;
    while (at < text.length) {
        if (glob[on] === '*') {
            star = on++;
            resume = at;
        }
        else if (on < glob.length && glob[on] === text[at]) {
            at++;
            on++;
        }
        else if (star >= 0) {
            on = star + 1;
            at = ++resume;
        }
        else
            return false;
    }
    while (glob[on] === '*')
        on++;
    return on === glob.length;
}


/***/ }),

/***/ 31887:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ parseAppSpec)
});

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/access.js
var access = __webpack_require__(84641);
// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/values.js
var values = __webpack_require__(79901);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/problems.js

/** Gathers what is wrong, in the order in which the agent meets it. */
class Problems {
    list = [];
    /** A value that the agent refuses with words of its own. */
    refuse(value, at, message, allowed) {
        this.list.push({
            ...place(value ?? at),
            message,
            read: (0,values/* shown */.SP)(value),
            allowed,
            raises: 'AppSpecValidationException',
        });
        return undefined;
    }
    /** A value of a kind on which the agent's Ruby stumbles: the verdict is certain, the text an accident of Ruby. */
    stumble(value, method, allowed, raises = 'NoMethodError') {
        const of = value.kind === 'nil' ? 'nil' : `${(0,values/* inspect */.Nn)(value)}:${(0,values/* className */.s7)(value)}`;
        const texts = {
            TypeError: 'no implicit conversion of String into Integer',
            FloatDomainError: (0,values/* inspect */.Nn)(value),
        };
        const message = texts[raises] ?? `undefined method \`${method}' for ${of}`;
        this.list.push({ ...place(value), message, read: (0,values/* shown */.SP)(value), allowed, raises });
        return undefined;
    }
    add(problem) {
        this.list.push(problem);
        return undefined;
    }
}
function place(at) {
    return { line: at.line, column: at.column };
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/scalars.js
var scalars = __webpack_require__(65722);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/server.js




const TOP = ['version', 'os', 'files', 'permissions', 'hooks', 'file_exists_behavior'];
const FILE_KEYS = ['source', 'destination'];
const SCRIPT_KEYS = ['location', 'timeout', 'runas', 'sudo'];
const PERMISSION_KEYS = ['object', 'pattern', 'except', 'type', 'owner', 'group', 'mode', 'acls', 'context'];
const BEHAVIORS = ['DISALLOW', 'OVERWRITE', 'RETAIN'];
/** Seconds that a script may take where the AppSpec says nothing. */
const DEFAULT_TIMEOUT = 3600;
const START = { line: 1, column: 1 };
/** The agent's verdict on an EC2/on-premises AppSpec; what it accepts by accident is accepted here, too. */
function readServer(root, options) {
    const problems = new Problems();
    if (!(0,values/* truthy */.vN)(root)) {
        problems.refuse(root, START, "The deployment failed because the application specification file was empty. Make sure your AppSpec file defines at minimum the 'version' and 'os' properties.", 'version: 0.0 and os: linux');
        return { ok: false, problems: problems.list };
    }
    const raises = (0,values/* lookupError */.b0)(root);
    if (raises !== undefined) {
        problems.stumble(root, '[]', 'keys and values, beginning with version: 0.0', raises);
        return { ok: false, problems: problems.list };
    }
    const reader = new ServerReader(options, problems);
    const spec = reader.read(root);
    return problems.list.length === 0 ? { ok: true, spec } : { ok: false, problems: problems.list };
}
class ServerReader {
    #options;
    #problems;
    #unknown = [];
    constructor(options, problems) {
        this.#options = options;
        this.#problems = problems;
    }
    read(root) {
        if (root.kind === 'map')
            this.#note(root, TOP);
        this.#version((0,values/* lookUp */.TE)(root, 'version'), root);
        this.#os((0,values/* lookUp */.TE)(root, 'os'), root);
        const hooks = this.#hooks((0,values/* lookUp */.TE)(root, 'hooks'));
        const files = this.#files((0,values/* lookUp */.TE)(root, 'files'));
        const permissions = this.#permissions((0,values/* lookUp */.TE)(root, 'permissions'));
        const behavior = this.#behavior((0,values/* lookUp */.TE)(root, 'file_exists_behavior'));
        return {
            platform: 'server',
            file: this.#options.file,
            files,
            permissions,
            hooks,
            ...(behavior !== undefined && { fileExistsBehavior: behavior }),
            unknownKeys: this.#unknown,
        };
    }
    #version(value, root) {
        if ((value?.kind === 'int' || value?.kind === 'float') && Number(value.value) === 0)
            return;
        const message = `The deployment failed because an invalid version value (${(0,values/* toS */.DJ)(value)}) was entered in the application specification file. Make sure your AppSpec file specifies "0.0" as the version, and then try again.`;
        this.#problems.refuse(value, root, message, 'version: 0.0, a number without quotes');
    }
    #os(value, root) {
        if (value?.kind === 'string' && value.value === 'linux')
            return;
        const message = `The deployment failed because the application specification file specifies an unsupported operating system (${(0,values/* toS */.DJ)(value)}). Specify either "linux" or "windows" in the os section of the AppSpec file, and then try again.`;
        this.#problems.refuse(value, root, message, 'os: linux (this tool deploys to Linux only)');
    }
    #behavior(value) {
        if (value === undefined || (0,values/* isNil */.gD)(value))
            return undefined;
        if (value.kind === 'string' && BEHAVIORS.includes(value.value))
            return value.value;
        const message = `The deployment failed because an invalid file_exists_behavior value (${(0,values/* toS */.DJ)(value)}) was entered in the application specification file. Make sure your AppSpec file specifies one of ${BEHAVIORS.join(',')} as the file_exists_behavior, and then try again.`;
        return this.#problems.refuse(value, value, message, `${BEHAVIORS.join(', ')}, in capitals`);
    }
    #hooks(value) {
        if (!(0,values/* truthy */.vN)(value))
            return [];
        const allowed = 'events with lists of scripts: AfterInstall: [{ location: scripts/start.sh }]';
        if (value.kind !== 'map') {
            this.#problems.stumble(value, 'each_pair', allowed);
            return [];
        }
        return value.entries.flatMap(({ key, value: list }) => {
            if (!(0,values/* truthy */.vN)(list))
                return [];
            const items = this.#items(list, 'has_key?', 'NoMethodError', 'a list of scripts: [{ location: scripts/start.sh }]');
            const event = key.kind === 'symbol' ? `:${key.value}` : (0,values/* toS */.DJ)(key);
            if (!items)
                return [];
            const scripts = items.flatMap((item) => this.#script(item) ?? []);
            return [{ event, ...(key.kind !== 'string' && { shown: (0,values/* inspect */.Nn)(key) }), at: server_place(key), scripts }];
        });
    }
    #script(item) {
        if (item.kind !== 'map')
            return this.#problems.stumble(item, 'has_key?', 'a script: { location: scripts/start.sh }');
        this.#note(item, SCRIPT_KEYS);
        const given = (0,values/* get */.Jt)(item, 'location');
        const location = (0,values/* strip */.bB)((0,values/* toS */.DJ)(given));
        if (location === '') {
            const message = 'The deployment failed because the application specification file specifies a script with no location value. Specify the location in the hooks section of the AppSpec file, and then try again.';
            return this.#problems.refuse(given, item, message, 'location: the path of a script in the revision');
        }
        const timeout = this.#timeout((0,values/* get */.Jt)(item, 'timeout'));
        if (timeout === undefined)
            return undefined;
        const runas = (0,values/* get */.Jt)(item, 'runas');
        const user = (0,values/* isNil */.gD)(runas) ? undefined : (0,values/* strip */.bB)((0,values/* toS */.DJ)(runas));
        return {
            location,
            timeout,
            timeoutGiven: (0,values/* truthy */.vN)((0,values/* get */.Jt)(item, 'timeout')),
            sudo: (0,values/* truthy */.vN)((0,values/* get */.Jt)(item, 'sudo')),
            ...(user !== undefined && !(user === '' && this.#options.agent === '2.x') && { runas: user }),
            at: server_place(given ?? item),
        };
    }
    #timeout(value) {
        if (!(0,values/* truthy */.vN)(value))
            return DEFAULT_TIMEOUT;
        const allowed = 'a number of seconds above 0';
        let seconds;
        if (value.kind === 'int')
            seconds = Number(value.value);
        else if (value.kind === 'float' && Number.isFinite(value.value))
            seconds = Math.trunc(value.value);
        else if (value.kind === 'string')
            seconds = (0,scalars/* toInteger */.yJ)(value.value);
        else if (value.kind === 'float')
            return this.#problems.stumble(value, 'to_i', allowed, 'FloatDomainError');
        else
            return this.#problems.stumble(value, 'to_i', allowed);
        const refused = seconds <= 0 || (this.#options.agent === '2.x' && value.kind !== 'int');
        if (!refused)
            return seconds;
        const message = 'The deployment failed because an invalid timeout value was provided for a script in the application specification file. Make corrections in the hooks section of the AppSpec file, and then try again.';
        return this.#problems.refuse(value, value, message, allowed);
    }
    #files(value) {
        if (!(0,values/* truthy */.vN)(value))
            return [];
        const items = this.#items(value, '[]', 'TypeError', 'a list: [{ source: app, destination: /srv/app }]');
        return (items ?? []).flatMap((item) => this.#file(item) ?? []);
    }
    #file(item) {
        const allowed = 'an entry: { source: app, destination: /srv/app }';
        const raises = (0,values/* lookupError */.b0)(item);
        if (raises !== undefined)
            return this.#problems.stumble(item, '[]', allowed, raises);
        if (item.kind === 'map')
            this.#note(item, FILE_KEYS);
        const source = (0,values/* lookUp */.TE)(item, 'source');
        const destination = (0,values/* lookUp */.TE)(item, 'destination');
        const strict = this.#options.agent === '2.x';
        if (source === undefined || (0,values/* isNil */.gD)(source) || (strict && (0,values/* toS */.DJ)(source) === '')) {
            const message = 'The deployment failed because the application specification file specifies a destination file, but no source file. Update the files section of the AppSpec file, and then try again.';
            return this.#problems.refuse(source, item, message, 'source: a file or folder of the revision');
        }
        if (destination === undefined || (0,values/* isNil */.gD)(destination) || (strict && (0,values/* toS */.DJ)(destination) === '')) {
            const message = `The deployment failed because the application specification file specifies only a source file (${(0,values/* toS */.DJ)(source)}). Add the name of the destination file to the files section of the AppSpec file, and then try again.`;
            return this.#problems.refuse(destination, item, message, 'destination: an absolute path of a folder');
        }
        const fault = [source, destination].map(pathFault).find((text) => text !== undefined);
        return {
            source: (0,values/* toS */.DJ)(source),
            destination: (0,values/* toS */.DJ)(destination),
            at: server_place(source),
            ...(fault !== undefined && { fault }),
        };
    }
    #permissions(value) {
        if (!(0,values/* truthy */.vN)(value))
            return [];
        const items = this.#items(value, 'has_key?', 'NoMethodError', 'a list: [{ object: /srv/app, mode: "0644" }]');
        return (items ?? []).flatMap((item) => this.#permission(item) ?? []);
    }
    #permission(item) {
        if (item.kind !== 'map')
            return this.#problems.stumble(item, 'has_key?', 'an entry: { object: /srv/app, mode: "0644" }');
        this.#note(item, PERMISSION_KEYS);
        const before = this.#problems.list.length;
        const given = (0,values/* get */.Jt)(item, 'object');
        const noObject = 'The deployment failed because a permission listed in the application specification file has no object value. Update the permissions section of the AppSpec file, and then try again.';
        if ((0,values/* isNil */.gD)(given))
            return this.#problems.refuse(given, item, noObject, 'object: an absolute path');
        const pattern = (0,values/* get */.Jt)(item, 'pattern');
        const except = this.#except((0,values/* get */.Jt)(item, 'except'));
        const types = this.#types((0,values/* get */.Jt)(item, 'type'));
        const mode = (0,values/* get */.Jt)(item, 'mode');
        const digits = mode !== undefined && !(0,values/* isNil */.gD)(mode) ? (0,access/* readMode */.Em)(mode, this.#options.agent, this.#problems) : undefined;
        const acls = this.#unlessLocal((0,values/* get */.Jt)(item, 'acls'), 'AclInfo', (value) => (0,access/* readAcls */._I)(value, this.#problems));
        const context = this.#unlessLocal((0,values/* get */.Jt)(item, 'context'), 'ContextInfo', (value) => (0,access/* readContext */.yI)(value, this.#problems));
        const object = (0,values/* strip */.bB)((0,values/* toS */.DJ)(given));
        if (object === '')
            this.#problems.refuse(given, item, noObject, 'object: an absolute path');
        if (this.#problems.list.length > before)
            return undefined;
        const globs = [...((0,values/* truthy */.vN)(pattern) ? [pattern] : []), ...except];
        const stranger = globs.find((glob) => glob.kind !== 'string');
        const owners = ownersOf((0,values/* get */.Jt)(item, 'owner'), (0,values/* get */.Jt)(item, 'group'));
        return {
            object,
            pattern: (0,values/* truthy */.vN)(pattern) ? (0,values/* toS */.DJ)(pattern) : '**',
            except: except.map(values/* toS */.DJ),
            types,
            ...owners,
            ...(digits !== undefined && mode && { mode: digits, modeWritten: mode.written, modeAt: server_place(mode) }),
            ...(acls !== undefined && { acls }),
            ...(context !== undefined && { context }),
            ...(stranger && { fault: `undefined method \`chars' for ${(0,values/* toS */.DJ)(stranger)}:${(0,values/* className */.s7)(stranger)}` }),
            at: server_place(given ?? item),
        };
    }
    #except(value) {
        if (!(0,values/* truthy */.vN)(value))
            return [];
        if (value.kind === 'list')
            return value.items;
        if (value.kind === 'map')
            return value.entries.map(pairOf);
        this.#problems.stumble(value, 'each', 'a list of patterns: ["*.log"]');
        return [];
    }
    #types(value) {
        if (!(0,values/* truthy */.vN)(value))
            return ['file', 'directory'];
        const allowed = 'a list of file, directory or both: [file]';
        if (value.kind === 'map' && value.entries.length === 0)
            return [];
        if (value.kind !== 'list' && value.kind !== 'map') {
            this.#problems.stumble(value, 'each', allowed);
            return [];
        }
        const items = value.kind === 'list' ? value.items : value.entries.map(pairOf);
        const types = [];
        for (const item of items) {
            const type = item.kind === 'string' ? item.value : undefined;
            if (type === 'file' || type === 'directory')
                types.push(type);
            else {
                const message = `The deployment failed because the application specification filespecifies a permission for an object type not supported for permissions (${(0,values/* toS */.DJ)(item)}). Update the permissions section of the AppSpec file, and then try again.`;
                this.#problems.refuse(item, item, message, allowed);
                break;
            }
        }
        return types;
    }
    /** `codedeploy-local` 1.8.1 never loads the classes for ACLs and contexts, and fails where one is used. */
    #unlessLocal(value, name, read) {
        if (value === undefined || (0,values/* isNil */.gD)(value))
            return undefined;
        if (!this.#options.codedeployLocal)
            return read(value);
        const message = `uninitialized constant InstanceAgent::Plugins::CodeDeployPlugin::ApplicationSpecification::${name}`;
        return this.#problems.add({
            ...server_place(value),
            message,
            read: name === 'AclInfo' ? 'acls' : 'context',
            allowed: 'nothing: codedeploy-local 1.8.1 cannot apply it, the agent on an instance can',
            raises: 'NameError',
        });
    }
    /** The items of a list. Ruby also walks through a map and stumbles on its first entry; an empty one passes. */
    #items(value, method, raises, allowed) {
        if (value.kind === 'list')
            return value.items;
        if (value.kind !== 'map')
            return this.#problems.stumble(value, 'each', allowed);
        const [first] = value.entries;
        return first ? this.#problems.stumble(pairOf(first), method, allowed, raises) : [];
    }
    #note(map, known) {
        for (const { key } of map.entries) {
            if (key.kind === 'string' && known.includes(key.value))
                continue;
            this.#unknown.push({ key: (0,values/* toS */.DJ)(key), ...server_place(key) });
        }
    }
}
/** What Ruby hands out for each entry of a map that is walked through as a list. */
function pairOf({ key, value }) {
    return { kind: 'list', items: [key, value], written: key.written, ...server_place(key) };
}
/** Why a path that is not a text fails when it is used. */
function pathFault(value) {
    if (value.kind === 'string')
        return undefined;
    return `no implicit conversion of ${value.kind === 'bool' ? String(value.value) : (0,values/* className */.s7)(value)} into String`;
}
function ownersOf(owner, group) {
    const [ownerFault, groupFault] = [owner, group].map((value) => ((0,values/* truthy */.vN)(value) ? pathFault(value) : undefined));
    return {
        ...((0,values/* truthy */.vN)(owner) && { owner: (0,values/* toS */.DJ)(owner) }),
        ...((0,values/* truthy */.vN)(group) && { group: (0,values/* toS */.DJ)(group) }),
        ...(ownerFault !== undefined && { ownerFault }),
        ...(groupFault !== undefined && { groupFault }),
    };
}
function server_place(at) {
    return { line: at.line, column: at.column };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/service.js


/** Events at which CodeDeploy calls a Lambda function (user guide, "AppSpec hooks"). */
const SERVICE_HOOKS = {
    lambda: ['BeforeAllowTraffic', 'AfterAllowTraffic'],
    ecs: ['BeforeInstall', 'AfterInstall', 'AfterAllowTestTraffic', 'BeforeAllowTraffic', 'AfterAllowTraffic'],
};
/** An AppSpec for Lambda or ECS, judged by the user guide: the service alone reads these files. */
function readService(root, platform, file) {
    const reader = new ServiceReader(platform);
    const spec = reader.read(root, file);
    return spec && reader.problems.list.length === 0
        ? { ok: true, spec: spec }
        : { ok: false, problems: reader.problems.list };
}
class ServiceReader {
    problems = new Problems();
    #platform;
    #unclear = [];
    constructor(platform) {
        this.#platform = platform;
    }
    read(root, file) {
        if (root?.kind !== 'map') {
            return this.#wrong(root, { line: 1, column: 1 }, 'The AppSpec is empty or has no keys.', 'version, Resources and Hooks');
        }
        this.#version(get(root, 'version'), root);
        const hooks = this.#hooks(get(root, 'Hooks'));
        const resource = this.#resource(get(root, 'Resources'), root);
        if (!resource)
            return undefined;
        const { name, properties } = resource;
        return this.#platform === 'lambda'
            ? this.#lambda(file, name, properties, hooks)
            : this.#ecs(file, name, properties, hooks);
    }
    #version(value, root) {
        if ((value?.kind === 'int' || value?.kind === 'float') && Number(value.value) === 0)
            return;
        if (value?.kind === 'string' && value.value === '0.0') {
            this.#doubt(value, 'The version is a text. The user guide writes a number.', 'version: 0.0, a number without quotes');
            return;
        }
        this.#wrong(value, root, 'The version is not 0.0.', 'version: 0.0');
    }
    /** The one resource of the AppSpec: a list with one entry of one key. */
    #resource(value, root) {
        const allowed = 'a list with one resource';
        if (value?.kind !== 'list' || value.items.length === 0)
            return this.#wrong(value, root, 'There are no Resources.', allowed);
        const named = value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []));
        const [first, second] = named;
        if (!first)
            return this.#wrong(value, value, 'The resource has no name.', allowed);
        if (second || value.items.length > 1) {
            return this.#wrong(second?.key, value, 'There is more than one resource.', `${allowed}: a deployment shifts one`);
        }
        const body = first.value;
        if (body.kind !== 'map')
            return this.#wrong(body, first.key, 'The resource is not described.', 'Type and Properties');
        const type = get(body, 'Type');
        const wanted = this.#platform === 'lambda' ? 'AWS::Lambda::Function' : 'AWS::ECS::Service';
        if (type?.kind !== 'string' || type.value !== wanted)
            this.#wrong(type, first.key, 'The Type of the resource is not right.', wanted);
        if (this.#platform === 'ecs' && (0,values/* toS */.DJ)(first.key) !== 'TargetService') {
            this.#wrong(first.key, first.key, 'The resource has another name than the service expects.', 'TargetService');
        }
        const properties = get(body, 'Properties');
        if (properties?.kind !== 'map')
            return this.#wrong(properties, first.key, 'The resource has no Properties.', 'Properties');
        return { name: (0,values/* toS */.DJ)(first.key), properties };
    }
    #lambda(file, resource, properties, hooks) {
        return {
            platform: 'lambda',
            file,
            resource,
            name: this.#text(properties, 'Name', 'the name of the function'),
            alias: this.#text(properties, 'Alias', 'the name of an alias of the function'),
            currentVersion: this.#functionVersion(properties, 'CurrentVersion'),
            targetVersion: this.#functionVersion(properties, 'TargetVersion'),
            hooks,
            unclear: this.#unclear,
        };
    }
    #functionVersion(properties, key) {
        const allowed = 'a published version as a text, e.g. "2"';
        const value = get(properties, key);
        if (value?.kind === 'int' && value.value > 0n) {
            this.#doubt(value, `${key} is a number. The user guide writes texts.`, allowed);
            return (0,values/* toS */.DJ)(value);
        }
        const text = this.#text(properties, key, allowed);
        if (text !== '' && !/^[1-9]\d*$/.test(text))
            this.#wrong(value, properties, `${key} is not a positive whole number.`, allowed);
        return text;
    }
    #ecs(file, resource, properties, hooks) {
        const balancer = get(properties, 'LoadBalancerInfo');
        let containerName = '';
        let containerPort = 0;
        if (balancer?.kind === 'map') {
            containerName = this.#text(balancer, 'ContainerName', 'the name of a container of the task definition');
            const port = get(balancer, 'ContainerPort');
            if (port?.kind === 'int' && port.value > 0n && port.value < 65536n)
                containerPort = Number(port.value);
            else
                this.#wrong(port, balancer, 'ContainerPort is not a port.', 'a number from 1 to 65535, without quotes');
        }
        else
            this.#wrong(balancer, properties, 'LoadBalancerInfo is missing.', 'ContainerName and ContainerPort');
        this.#network(get(properties, 'NetworkConfiguration'));
        this.#capacity(get(properties, 'CapacityProviderStrategy'));
        const version = get(properties, 'PlatformVersion');
        return {
            platform: 'ecs',
            file,
            resource,
            taskDefinition: this.#text(properties, 'TaskDefinition', 'the ARN of a task definition'),
            containerName,
            containerPort,
            ...(!(0,values/* isNil */.gD)(version) && { platformVersion: (0,values/* toS */.DJ)(version) }),
            hooks,
            unclear: this.#unclear,
        };
    }
    #network(value) {
        if (value === undefined || (0,values/* isNil */.gD)(value))
            return;
        const allowed = 'AwsvpcConfiguration with Subnets, SecurityGroups and AssignPublicIp';
        const vpc = value.kind === 'map' ? get(value, 'AwsvpcConfiguration') : undefined;
        if (vpc?.kind !== 'map') {
            this.#wrong(value, value, 'NetworkConfiguration is incomplete.', allowed);
            return;
        }
        for (const key of ['Subnets', 'SecurityGroups']) {
            const list = get(vpc, key);
            if (list?.kind !== 'list' || list.items.length === 0 || list.items.some((item) => item.kind !== 'string')) {
                this.#wrong(list, vpc, `${key} is not a list of ids.`, allowed);
            }
        }
        const assign = get(vpc, 'AssignPublicIp');
        if (assign?.kind !== 'string' || !['ENABLED', 'DISABLED'].includes(assign.value)) {
            this.#wrong(assign, vpc, 'AssignPublicIp is not right.', 'ENABLED or DISABLED');
        }
    }
    #capacity(value) {
        if (value === undefined || (0,values/* isNil */.gD)(value))
            return;
        const allowed = 'a list of { Base, CapacityProvider, Weight }';
        if (value.kind !== 'list')
            this.#wrong(value, value, 'CapacityProviderStrategy is not a list.', allowed);
        else {
            for (const item of value.items) {
                if (item.kind !== 'map' || (0,values/* isNil */.gD)(get(item, 'CapacityProvider'))) {
                    this.#wrong(item, item, 'A capacity provider has no name.', allowed);
                }
            }
        }
    }
    #hooks(value) {
        if (value === undefined || (0,values/* isNil */.gD)(value))
            return [];
        if (value.kind !== 'list') {
            this.#wrong(value, value, 'Hooks is not a list.', '- BeforeAllowTraffic: name of a function');
            return [];
        }
        const known = SERVICE_HOOKS[this.#platform];
        const seen = new Set();
        return value.items.flatMap((item) => {
            if (item.kind !== 'map') {
                this.#wrong(item, item, 'A hook is not an event with a function.', '- BeforeAllowTraffic: name of a function');
                return [];
            }
            return item.entries.map(({ key, value: target }) => {
                const event = (0,values/* toS */.DJ)(key);
                if (!known.includes(event))
                    this.#wrong(key, item, `${event} is not an event of this platform.`, known.join(', '));
                if (seen.has(event))
                    this.#wrong(key, item, `${event} occurs twice.`, 'each event once');
                seen.add(event);
                if (target.kind !== 'string' || target.value.trim() === '') {
                    this.#wrong(target, key, `${event} names no function.`, 'the name or ARN of a Lambda function');
                }
                return { event, function: (0,values/* toS */.DJ)(target), line: key.line, column: key.column };
            });
        });
    }
    #text(map, key, allowed) {
        const value = get(map, key);
        if (value?.kind === 'string' && value.value.trim() !== '')
            return value.value;
        this.#wrong(value, map, (0,values/* isNil */.gD)(value) ? `${key} is missing.` : `${key} is not a text.`, allowed);
        return '';
    }
    #wrong(value, at, message, allowed) {
        return this.problems.add(problem(value, at, message, allowed));
    }
    #doubt(value, message, allowed) {
        this.#unclear.push(problem(value, value, message, allowed));
    }
}
/** The value of a key, whose case does not matter: the user guide writes both `Resources` and `resources`. */
function get(map, key) {
    return map.entries.findLast((entry) => (0,values/* toS */.DJ)(entry.key).toLowerCase() === key.toLowerCase())?.value;
}
function problem(value, at, message, allowed) {
    const { line, column } = value ?? at;
    return { line, column, message, read: (0,values/* shown */.SP)(value), allowed, raises: 'DocumentedRule' };
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/yaml.js + 6 modules
var yaml = __webpack_require__(17296);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/parse.js



/**
 * Reads an AppSpec as those read it who act on it: the agent (server), the service (lambda, ecs). Gives the
 * specification, or every problem with its place, in the order in which the agent meets them. Never throws on what a
 * file may contain.
 */
function parseAppSpec(text, options) {
    const agent = options.agent ?? '1.8';
    const loaded = (0,yaml/* loadYaml */.y)(text, { aliases: agent === '2.x' || options.platform !== 'server' });
    if ('fault' in loaded) {
        const { line, column, message, raises } = loaded.fault;
        const read = (text.split('\n')[line - 1] ?? '').trim().slice(0, 60);
        return {
            ok: false,
            problems: [{ line, column, message, read, allowed: 'YAML or JSON that the agent can load', raises }],
        };
    }
    if (options.platform === 'server') {
        const codedeployLocal = options.codedeployLocal ?? false;
        return readServer(loaded.value, { file: options.file, agent, codedeployLocal });
    }
    return readService(loaded.value, options.platform === 'lambda' ? 'lambda' : 'ecs', options.file);
}


/***/ }),

/***/ 65722:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hq: () => (/* binding */ DisallowedClass),
/* harmony export */   Rg: () => (/* binding */ resolvePlain),
/* harmony export */   yJ: () => (/* binding */ toInteger)
/* harmony export */ });
/** A class that the agent's safe loading refuses to make: `Date` for `2024-01-01`, `Time` for a timestamp. */
class DisallowedClass extends Error {
    className;
    constructor(className) {
        super(`Tried to load unspecified class: ${className}`);
        this.className = className;
    }
}
// Ruby's `\s` and line ends are ASCII; those of JavaScript are not, so both are spelt out.
const WORD = /^[^\d.:-]?[\p{Alphabetic}_ \t\r\n\f\v!@#$%^&*(){}<>|/\\~;=]+/u;
const TIME = /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t\r\f\v]+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:[ \t\r\f\v]*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;
const DATE = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}$/;
const SEXAGESIMAL_FLOAT = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}\.[0-9_]*$/;
const FLOAT = /^[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]+)?$/;
const INTEGER = /^(?:[-+]?0b[0-1_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+)$/;
/** Short texts over several lines are looked at line by line. */
const someLine = (text, pattern) => text.split('\n').some((line) => pattern.test(line));
/**
 * What a plain scalar means to Ruby's psych 4.0 (the agent's YAML): YAML 1.1 with octal `0644`, base-60 `1:30`, commas in
 * numbers, yes/no/on/off, `:symbols`; dates and times are refused. Throws DisallowedClass for those, and a RangeError
 * where Ruby's own conversion raises an ArgumentError (`0_` is no number).
 */
function resolvePlain(text, place) {
    const at = { line: place.line, column: place.column, written: text };
    const string = { ...at, kind: 'string', value: text };
    if (text === '')
        return { ...at, kind: 'nil' };
    if (WORD.test(text) || text.includes('\n')) {
        if ([...text].length > 5 || someLine(text, /^[^ytonf~]/i))
            return string;
        if (text === '~' || someLine(text, /^null$/i))
            return { ...at, kind: 'nil' };
        if (someLine(text, /^(yes|true|on)$/i))
            return { ...at, kind: 'bool', value: true };
        if (someLine(text, /^(no|false|off)$/i))
            return { ...at, kind: 'bool', value: false };
        return string;
    }
    if (TIME.test(text))
        throw new DisallowedClass('Time');
    if (DATE.test(text))
        throw new DisallowedClass('Date');
    if (/^\+?\.inf$/i.test(text))
        return { ...at, kind: 'float', value: Number.POSITIVE_INFINITY };
    if (/^-\.inf$/i.test(text))
        return { ...at, kind: 'float', value: Number.NEGATIVE_INFINITY };
    if (/^\.nan$/i.test(text))
        return { ...at, kind: 'float', value: Number.NaN };
    if (/^:[^\n]/.test(text)) {
        const quoted = /^:(["'])([^\n]*)\1/.exec(text);
        return { ...at, kind: 'symbol', value: (quoted?.[2] ?? text).replace(/^:/, '') };
    }
    if (SEXAGESIMAL.test(text))
        return { ...at, kind: 'int', value: BigInt(base60(text, toInteger)) };
    if (SEXAGESIMAL_FLOAT.test(text))
        return { ...at, kind: 'float', value: base60(text, Number.parseFloat) };
    if (FLOAT.test(text)) {
        if (/^[-+]?\.$/.test(text))
            return string;
        const digits = text.replaceAll(/[,_]/g, '').replace(/\.(?=[Ee]|$)/, '');
        if (!/\d/.test(digits.split(/e/i, 1)[0] ?? ''))
            throw new RangeError(`invalid value for Float(): "${digits}"`);
        return { ...at, kind: 'float', value: Number(digits) };
    }
    if (INTEGER.test(text))
        return { ...at, kind: 'int', value: parseInteger(text.replaceAll(/[,_]/g, '')) };
    return string;
}
/** Ruby's `String#to_i`: leading digits, underscores between them, 0 where there are none. */
function toInteger(text) {
    const digits = /^[ \t-\r]*([-+]?\d+(?:_\d+)*)/.exec(text)?.[1];
    return digits === undefined ? 0 : Number(digits.replaceAll('_', ''));
}
function parseInteger(text) {
    const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
    const prefixed = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
    if (!/^(0[bx].+|0o.+|\d+)$/i.test(prefixed))
        throw new RangeError(`invalid value for Integer(): "${text}"`);
    const value = BigInt(prefixed);
    return sign === '-' ? -value : value;
}
function base60(text, read) {
    return text.split(':').reduce((sum, part, index) => sum + read(part) * 60 ** Math.abs(index - 2), 0);
}


/***/ }),

/***/ 79901:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DJ: () => (/* binding */ toS),
/* harmony export */   Jt: () => (/* binding */ get),
/* harmony export */   Nn: () => (/* binding */ inspect),
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   TE: () => (/* binding */ lookUp),
/* harmony export */   b0: () => (/* binding */ lookupError),
/* harmony export */   bB: () => (/* binding */ strip),
/* harmony export */   gD: () => (/* binding */ isNil),
/* harmony export */   s7: () => (/* binding */ className),
/* harmony export */   vN: () => (/* binding */ truthy)
/* harmony export */ });
/** The value of a string key; undefined where there is none. Of equal keys the last counts. */
function get(map, key) {
    return map.entries.findLast((entry) => entry.key.kind === 'string' && entry.key.value === key)?.value;
}
/**
 * Ruby's `[]` with a text: of a map the value of the key, of a text the key itself where it occurs in it. Other kinds
 * have none; `lookupError` names the class of the error.
 */
function lookUp(value, key) {
    if (value.kind === 'map')
        return get(value, key);
    const occurs = (value.kind === 'string' || value.kind === 'symbol') && value.value.includes(key);
    return occurs ? { kind: 'string', value: key, written: key, line: value.line, column: value.column } : undefined;
}
/** What Ruby raises for `[]` with a text on a value of this kind; undefined where it answers. */
function lookupError(value) {
    if (value.kind === 'map' || value.kind === 'string' || value.kind === 'symbol')
        return undefined;
    return value.kind === 'list' || value.kind === 'int' ? 'TypeError' : 'NoMethodError';
}
/** Ruby's truth: nil and false are false, everything else is true. */
function truthy(value) {
    return value !== undefined && value.kind !== 'nil' && !(value.kind === 'bool' && !value.value);
}
function isNil(value) {
    return value === undefined || value.kind === 'nil';
}
/** Ruby's `to_s`. */
function toS(value) {
    if (value === undefined || value.kind === 'nil')
        return '';
    if (value.kind === 'string' || value.kind === 'symbol')
        return value.value;
    return inspect(value);
}
/** Ruby's `inspect`, as of 3.1. */
function inspect(value) {
    switch (value.kind) {
        case 'nil':
            return 'nil';
        case 'bool':
        case 'int':
            return String(value.value);
        case 'float':
            return showFloat(value.value);
        case 'string':
            return quote(value.value);
        case 'symbol':
            return `:${PLAIN_SYMBOL.test(value.value) ? value.value : quote(value.value)}`;
        case 'list':
            return `[${value.items.map(inspect).join(', ')}]`;
        case 'map':
            return `{${value.entries.map((entry) => `${inspect(entry.key)}=>${inspect(entry.value)}`).join(', ')}}`;
    }
}
/** Names and operators, which Ruby shows without quotes. */
const PLAIN_SYMBOL = /^(?:(?:\$|@@?)?[A-Za-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*|[A-Za-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*[?!=]|\[\]=?|\*\*|[-+]@?|[*/%&|^~!`<>]|<=>|[=!]~|={2,3}|!=|<<|>>|[<>]=)$/u;
const SHORT_ESCAPES = { '0007': '\\a', '000b': '\\v', '001b': '\\e' };
/** A text in quotes. Ruby's escapes are those of JSON but for a few. */
function quote(text) {
    return JSON.stringify(text)
        .replaceAll(/\\(?:u([\da-f]{4})|.)/g, (all, code) => code === undefined ? all : (SHORT_ESCAPES[code] ?? `\\u${code.toUpperCase()}`))
        .replaceAll(/[\x7F\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
        .replaceAll(/#(?=[{$@])/g, '\\#');
}
/** Ruby's name for the class of a value, as in its error messages. */
function className(value) {
    switch (value.kind) {
        case 'nil':
            return 'NilClass';
        case 'bool':
            return value.value ? 'TrueClass' : 'FalseClass';
        case 'int':
            return 'Integer';
        case 'float':
            return 'Float';
        case 'string':
            return 'String';
        case 'symbol':
            return 'Symbol';
        case 'list':
            return 'Array';
        case 'map':
            return 'Hash';
    }
}
function showFloat(value) {
    if (Number.isNaN(value))
        return 'NaN';
    if (!Number.isFinite(value))
        return value > 0 ? 'Infinity' : '-Infinity';
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
        const [digits = '', exponent = ''] = value.toExponential().split('e');
        const sign = exponent.startsWith('-') ? '-' : '+';
        return `${digits.includes('.') ? digits : `${digits}.0`}e${sign}${exponent.slice(1).padStart(2, '0')}`;
    }
    const text = Object.is(value, -0) ? '-0' : String(value);
    return text.includes('.') ? text : `${text}.0`;
}
/** What stands in the file, short enough for a message. */
function shown(value) {
    if (value === undefined)
        return 'nothing';
    const text = value.written.trim();
    if (value.kind === 'nil' && text === '')
        return 'nothing';
    const line = text.split('\n', 1)[0] ?? '';
    return line.length > 60 || line.length < text.length ? `${line.slice(0, 60)}…` : line;
}
/** Ruby's `strip`: white space on both sides, and NUL at the end. */
function strip(text) {
    return text.replace(/^[\0\t\n\v\f\r ]+/, '').replace(/[\0\t\n\v\f\r ]+$/, '');
}


/***/ }),

/***/ 17296:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ decodeText),
  y: () => (/* binding */ loadYaml)
});

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/cursor.js
/** Text that is no YAML, and where. `message` says what was met or missed. */
class YamlError extends Error {
    mark;
    constructor(message, mark) {
        super(message);
        this.mark = mark;
    }
}
/** What stands after the last character. YAML allows no NUL, so it cannot be met before. */
const END = '\0';
/** Line breaks of YAML 1.1. Later versions know fewer. */
const BREAKS = '\r\n\u0085\u2028\u2029';
const isBlank = (char) => char === ' ' || char === '\t';
const isBreak = (char) => BREAKS.includes(char);
const isBreakOrEnd = (char) => char === END || isBreak(char);
const isSpaceOrEnd = (char) => isBlank(char) || isBreakOrEnd(char);
const isWordChar = (char) => /^[\w-]$/.test(char);
/** Reads a text character by character, as far as possible without looking back. */
class Cursor {
    index = 0;
    line = 0;
    column = 0;
    #chars;
    constructor(text) {
        this.#chars = Array.from(text);
    }
    get mark() {
        return { index: this.index, line: this.line, column: this.column };
    }
    peek(ahead = 0) {
        return this.#chars[this.index + ahead] ?? END;
    }
    startsWith(text) {
        return [...text].every((char, ahead) => this.peek(ahead) === char);
    }
    /** `---` or `...` at the beginning of a line and alone. */
    atDocumentMark() {
        return this.column === 0 && (this.startsWith('---') || this.startsWith('...')) && isSpaceOrEnd(this.peek(3));
    }
    /** One character, which is no line break. */
    take() {
        const char = this.peek();
        this.skip();
        return char;
    }
    takeWhile(matches) {
        let text = '';
        while (this.peek() !== END && matches(this.peek()))
            text += this.take();
        return text;
    }
    skip(count = 1) {
        this.index += count;
        this.column += count;
    }
    /** A line break, as the text that it stands for; empty at the end of the text. */
    takeBreak() {
        const char = this.peek();
        if (!isBreak(char))
            return '';
        this.index += char === '\r' && this.peek(1) === '\n' ? 2 : 1;
        this.newLine();
        return char === '\u2028' || char === '\u2029' ? char : '\n';
    }
    newLine() {
        this.line++;
        this.column = 0;
    }
    /** Blanks, a comment, and the line break. Anything else on the line is an error. */
    endLine(after) {
        this.takeWhile(isBlank);
        if (this.peek() === '#')
            this.takeWhile((char) => !isBreak(char));
        if (!isBreakOrEnd(this.peek()))
            throw new YamlError(`only a comment may follow ${after}`, this.mark);
        this.takeBreak();
    }
    slice(from, to) {
        return this.#chars.slice(from, to).join('');
    }
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/tags.js
/** Reads what may precede a value: anchors, tags, and the directives that tags depend on. */

/** The name after `&` or `*`. */
function readName(cursor) {
    const start = cursor.mark;
    cursor.skip();
    const name = cursor.takeWhile(isWordChar);
    if (name === '' || !(isSpaceOrEnd(cursor.peek()) || '?:,]}%@`'.includes(cursor.peek()))) {
        throw new YamlError('an anchor or alias is named with letters, digits, - and _', start);
    }
    return name;
}
function readTag(cursor, inFlow) {
    const start = cursor.mark;
    const tag = cursor.startsWith('!<') ? readVerbatim(cursor) : readShorthand(cursor);
    const end = cursor.peek();
    if (!isSpaceOrEnd(end) && !(inFlow && end === ','))
        throw new YamlError('a space is missing after the tag', start);
    return tag;
}
function readVerbatim(cursor) {
    const start = cursor.mark;
    cursor.skip(2);
    const suffix = readUri(cursor, true);
    if (suffix === '' || cursor.peek() !== '>')
        throw new YamlError('the tag is not closed by >', start);
    cursor.skip();
    return { handle: '', suffix };
}
function readShorthand(cursor) {
    const start = cursor.mark;
    const head = readHandle(cursor);
    const isHandle = head.length > 1 && head.endsWith('!');
    const suffix = (isHandle ? '' : head.slice(1)) + readUri(cursor, false);
    if (!isHandle)
        return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
    if (suffix === '')
        throw new YamlError('the tag has no name', start);
    return { handle: head, suffix };
}
/** `!`, `!!`, `!name!`, or as much of another tag. */
function readHandle(cursor) {
    if (cursor.peek() !== '!')
        throw new YamlError('! is missing', cursor.mark);
    const head = cursor.take() + cursor.takeWhile(isWordChar);
    return cursor.peek() === '!' ? head + cursor.take() : head;
}
function readUri(cursor, withFlowChars) {
    const start = cursor.mark;
    const allowed = (char) => isWordChar(char) || ";/?:@&=+$.%!~*'()".includes(char) || (withFlowChars && ',[]'.includes(char));
    const text = cursor.takeWhile(allowed);
    try {
        return decodeURIComponent(text);
    }
    catch {
        throw new YamlError('% needs the two hexadecimal digits of a byte', start);
    }
}
/** A line that begins with `%`: `%YAML 1.1` or `%TAG ! prefix`. */
function readDirective(cursor) {
    const start = cursor.mark;
    cursor.skip();
    const name = cursor.takeWhile(isWordChar);
    const gap = cursor.takeWhile(isBlank);
    if (gap === '')
        throw new YamlError('a directive needs a name and a value', start);
    const directive = name === 'YAML' ? readVersion(cursor) : name === 'TAG' ? readPrefix(cursor) : undefined;
    if (!directive)
        throw new YamlError(`%${name} is not a directive: %YAML and %TAG are`, start);
    cursor.endLine('a directive');
    return directive;
}
function readVersion(cursor) {
    const start = cursor.mark;
    const version = cursor.takeWhile((char) => /[\d.]/.test(char));
    if (!/^\d{1,9}\.\d{1,9}$/.test(version))
        throw new YamlError('%YAML needs a version, e.g. 1.1', start);
    return { version };
}
function readPrefix(cursor) {
    const start = cursor.mark;
    const handle = readHandle(cursor);
    const gap = cursor.takeWhile(isBlank);
    const prefix = readUri(cursor, true);
    const isHandle = handle === '!' || handle.endsWith('!');
    if (!isHandle || gap === '' || prefix === '' || !isSpaceOrEnd(cursor.peek())) {
        throw new YamlError('%TAG needs a handle and a prefix, e.g. %TAG !e! tag:example.com,2024:', start);
    }
    return { handle, prefix };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/text.js
/** Reads scalars: plain, quoted, and blocks. How lines are folded is the same in all but blocks. */

/** White space between two words of a scalar. */
class Gap {
    /** Whether a line has ended in it. */
    broken = false;
    #blanks = '';
    #first = '';
    #more = '';
    /** Takes blanks and line breaks. `check` sees every blank after a line break. */
    take(cursor, check) {
        while (isBlank(cursor.peek()) || isBreak(cursor.peek())) {
            if (isBreak(cursor.peek())) {
                if (this.broken)
                    this.#more += cursor.takeBreak();
                else {
                    this.#first = cursor.takeBreak();
                    this.broken = true;
                }
            }
            else if (this.broken) {
                check?.();
                cursor.skip();
            }
            else
                this.#blanks += cursor.take();
        }
    }
    /** What it stands for: one line break is a space, of more the first is left out. */
    get text() {
        if (!this.broken)
            return this.#blanks;
        if (this.#first === '\n')
            return this.#more === '' ? ' ' : this.#more;
        return this.#first + this.#more;
    }
}
/** A scalar without quotes, with the place of its end. `multiline` where a line break follows its last word. */
function readPlain(cursor, inFlow, indent) {
    let text = '';
    let gap = new Gap();
    let end = cursor.mark;
    const ends = () => {
        const char = cursor.peek();
        if (isSpaceOrEnd(char))
            return true;
        if (char === ':' && isSpaceOrEnd(cursor.peek(1)))
            return true;
        if (!inFlow)
            return false;
        if (char === ':' && ',?[]{}'.includes(cursor.peek(1))) {
            throw new YamlError('a colon needs a space after it, or quotes around the text', cursor.mark);
        }
        return ',[]{}'.includes(char);
    };
    while (!cursor.atDocumentMark() && cursor.peek() !== '#') {
        if (!ends()) {
            text += gap.text;
            gap = new Gap();
            while (!ends())
                text += cursor.take();
            end = cursor.mark;
        }
        if (!isBlank(cursor.peek()) && !isBreak(cursor.peek()))
            break;
        gap.take(cursor, () => {
            if (cursor.peek() === '\t' && cursor.column < indent)
                throw new YamlError('Tabs cannot indent a text', cursor.mark);
        });
        if (!inFlow && cursor.column < indent)
            break;
    }
    return { text, end, multiline: gap.broken };
}
const ESCAPES = {
    '0': '\0',
    a: '\x07',
    b: '\b',
    t: '\t',
    '\t': '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\x1B',
    ' ': ' ',
    '"': '"',
    '/': '/',
    '\\': '\\',
    N: '\u0085',
    _: '\u00A0',
    L: '\u2028',
    P: '\u2029',
};
const CODE_LENGTHS = { x: 2, u: 4, U: 8 };
/** A scalar in single or double quotes. */
function readQuoted(cursor) {
    const start = cursor.mark;
    const quote = cursor.take();
    let text = '';
    for (;;) {
        if (cursor.atDocumentMark())
            throw new YamlError('a document ends within a quote', cursor.mark);
        if (cursor.peek() === END)
            throw new YamlError('the quote is never closed', start);
        const gap = new Gap();
        while (!isSpaceOrEnd(cursor.peek())) {
            if (quote === "'" && cursor.startsWith("''")) {
                cursor.skip(2);
                text += "'";
            }
            else if (cursor.peek() === quote)
                break;
            else if (quote === '"' && cursor.peek() === '\\') {
                if (isBreak(cursor.peek(1))) {
                    cursor.skip();
                    cursor.takeBreak();
                    gap.broken = true;
                    break;
                }
                text += readEscape(cursor);
            }
            else
                text += cursor.take();
        }
        if (cursor.peek() === quote)
            break;
        gap.take(cursor);
        text += gap.text;
    }
    cursor.skip();
    return text;
}
function readEscape(cursor) {
    const at = cursor.mark;
    const letter = cursor.peek(1);
    const simple = ESCAPES[letter];
    const length = CODE_LENGTHS[letter];
    if (simple === undefined && length === undefined)
        throw new YamlError(`\\${letter} means nothing in quotes`, at);
    cursor.skip(2);
    if (length === undefined)
        return simple ?? '';
    const digits = Array.from({ length }, (_, ahead) => cursor.peek(ahead)).join('');
    const code = /^[\da-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    const isCharacter = code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
    if (!isCharacter)
        throw new YamlError(`\\${letter} needs the ${length} hexadecimal digits of a character`, at);
    cursor.skip(length);
    return String.fromCodePoint(code);
}
/** A block after `|` or `>`. `parent` is the indentation of what it stands in, -1 at the top. */
function readBlock(cursor, parent) {
    const start = cursor.mark;
    const folds = cursor.take() === '>';
    const { keep, increment } = readHeader(cursor);
    cursor.endLine('the head of a block');
    let indent = increment === 0 ? 0 : Math.max(parent, 0) + increment;
    let text = '';
    let lineBreak = '';
    let wasBlank = false;
    let empty = takeEmptyLines();
    while (cursor.column === indent && cursor.peek() !== END) {
        const blank = isBlank(cursor.peek());
        if (folds && lineBreak === '\n' && !wasBlank && !blank)
            text += empty === '' ? ' ' : '';
        else
            text += lineBreak;
        text += empty;
        wasBlank = blank;
        text += cursor.takeWhile((char) => !isBreak(char));
        lineBreak = cursor.takeBreak();
        empty = takeEmptyLines();
    }
    if (keep !== '-')
        text += lineBreak;
    return keep === '+' ? text + empty : text;
    /** Indentation and empty lines. The first ones tell the indentation where the head does not. */
    function takeEmptyLines() {
        let breaks = '';
        let deepest = 0;
        const isIndent = () => indent === 0 || cursor.column < indent;
        for (;;) {
            while (isIndent() && cursor.peek() === ' ')
                cursor.skip();
            deepest = Math.max(deepest, cursor.column);
            if (isIndent() && cursor.peek() === '\t')
                throw new YamlError('Tabs cannot indent a block', start);
            if (!isBreak(cursor.peek()))
                break;
            breaks += cursor.takeBreak();
        }
        if (indent === 0)
            indent = Math.max(deepest, parent + 1, 1);
        return breaks;
    }
}
/** `+`, `-` and a digit, in any order. */
function readHeader(cursor) {
    const sign = () => ('+-'.includes(cursor.peek()) ? cursor.take() : '');
    let keep = sign();
    let increment = 0;
    if (/\d/.test(cursor.peek())) {
        increment = Number(cursor.take());
        if (increment === 0)
            throw new YamlError('a block cannot be indented by 0', cursor.mark);
        if (keep === '')
            keep = sign();
    }
    return { keep, increment };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/scanner.js
/**
 * Cuts a text into tokens by the rules of YAML 1.1 as libyaml, which the agent reads with, has them. Where they differ
 * from the specification, or from other readers, is where AppSpecs are accepted that others refuse: indentation counts
 * for nothing within brackets and quotes, and a line left of everything ends the document.
 */



/** A key longer than this needs a `?` before it. */
const MAX_KEY = 1024;
class Scanner {
    cursor;
    #queue = [];
    #taken = 0;
    #indent = -1;
    #indents = [];
    /** One for each open bracket, and one for the text around them. */
    #candidates = [undefined];
    #keyAllowed = true;
    #ended = false;
    constructor(text) {
        this.cursor = new Cursor(text);
    }
    peek() {
        while (this.#needsMore())
            this.#fetch();
        const [first] = this.#queue;
        if (!first)
            throw new YamlError('nothing follows', this.cursor.mark);
        return first;
    }
    next() {
        const token = this.peek();
        // What ends the text stays, for whoever asks again.
        if (token.kind !== 'end') {
            this.#queue.shift();
            this.#taken++;
        }
        return token;
    }
    get #inFlow() {
        return this.#candidates.length > 1;
    }
    /** A token may be given away when it cannot become a key any more. */
    #needsMore() {
        if (this.#ended)
            return false;
        if (this.#queue.length === 0)
            return true;
        this.#dropStale();
        return this.#candidates.some((candidate) => candidate?.token === this.#taken);
    }
    /** A key stands on one line and is short. */
    #dropStale() {
        for (const [level, candidate] of this.#candidates.entries()) {
            if (!candidate)
                continue;
            const { line, index } = candidate.mark;
            if (line < this.cursor.line || index + MAX_KEY < this.cursor.index)
                this.#dropCandidate(level);
        }
    }
    #dropCandidate(level = this.#candidates.length - 1) {
        const candidate = this.#candidates[level];
        if (candidate?.required)
            throw new YamlError('a colon is missing after the key', candidate.mark);
        this.#candidates[level] = undefined;
    }
    #saveCandidate() {
        if (!this.#keyAllowed)
            return;
        this.#dropCandidate();
        const { mark } = this.cursor;
        const required = !this.#inFlow && this.#indent === mark.column;
        this.#candidates[this.#candidates.length - 1] = { token: this.#taken + this.#queue.length, mark, required };
    }
    #fetch() {
        const { cursor } = this;
        this.#skipToToken();
        this.#dropStale();
        this.#unroll(cursor.column);
        const char = cursor.peek();
        const alone = isSpaceOrEnd(cursor.peek(1));
        if (char === END)
            return this.#end();
        if (cursor.column === 0 && char === '%')
            return this.#topLevel(() => this.#directive());
        if (cursor.atDocumentMark())
            return this.#topLevel(() => this.#add(char === '-' ? 'document-start' : 'document-end', 3));
        if (char === '[' || char === '{')
            return this.#open(char);
        if (char === ']' || char === '}')
            return this.#close(char);
        if (char === ',')
            return this.#comma();
        if (char === '-' && alone)
            return this.#dash();
        if (char === '?' && (this.#inFlow || alone))
            return this.#questionMark();
        if (char === ':' && (this.#inFlow || alone))
            return this.#colon();
        if ((char === '|' || char === '>') && !this.#inFlow)
            return this.#block();
        return this.#node(char);
    }
    /** An anchor, an alias, a tag or a scalar: each may begin a key, and none may follow within one. */
    #node(char) {
        const { cursor } = this;
        const start = cursor.mark;
        const next = cursor.peek(1);
        const forbidden = ' \t-?:,[]{}#&*!|>\'"%@`';
        const isPlain = !forbidden.includes(char) ||
            (char === '-' && !isBlank(next)) ||
            ((char === '?' || char === ':') && !this.#inFlow && !isSpaceOrEnd(next));
        if (!isPlain && !'*&!\'"'.includes(char)) {
            throw new YamlError(char === '\t' ? 'Tabs cannot indent' : `nothing can begin with ${char}: it needs quotes`, start);
        }
        this.#saveCandidate();
        this.#keyAllowed = false;
        if (char === '*')
            this.#push({ kind: 'alias', name: readName(cursor) }, start);
        else if (char === '&')
            this.#push({ kind: 'anchor', name: readName(cursor) }, start);
        else if (char === '!')
            this.#push({ kind: 'tag', tag: readTag(cursor, this.#inFlow) }, start);
        else if (char === '"' || char === "'")
            this.#push({ kind: 'scalar', text: readQuoted(cursor), plain: false }, start);
        else {
            const { text, end, multiline } = readPlain(cursor, this.#inFlow, this.#indent + 1);
            if (multiline)
                this.#keyAllowed = true;
            this.#push({ kind: 'scalar', text, plain: true }, start, end);
        }
    }
    #skipToToken() {
        const { cursor } = this;
        for (;;) {
            // A byte order mark takes up a column.
            if (cursor.column === 0 && cursor.peek() === '\uFEFF')
                cursor.skip();
            const tabs = this.#inFlow || !this.#keyAllowed;
            cursor.takeWhile((char) => char === ' ' || (tabs && char === '\t'));
            if (cursor.peek() === '#')
                cursor.takeWhile((char) => !isBreak(char));
            if (!isBreak(cursor.peek()))
                return;
            cursor.takeBreak();
            if (!this.#inFlow)
                this.#keyAllowed = true;
        }
    }
    #push(token, start, end = this.cursor.mark) {
        this.#queue.push({ ...token, start, end });
    }
    #add(kind, length = 1) {
        const start = this.cursor.mark;
        this.cursor.skip(length);
        this.#push({ kind }, start);
    }
    #insert(kind, mark, token) {
        const at = token === undefined ? this.#queue.length : token - this.#taken;
        this.#queue.splice(at, 0, { kind, start: mark, end: mark });
    }
    /** Begins a list or a map where something stands further to the right than what it stands in. */
    #roll(kind, mark, token) {
        if (this.#inFlow || this.#indent >= mark.column)
            return;
        this.#indents.push(this.#indent);
        this.#indent = mark.column;
        this.#insert(kind, mark, token);
    }
    #unroll(column) {
        if (this.#inFlow)
            return;
        while (this.#indent > column) {
            this.#push({ kind: 'block-end' }, this.cursor.mark);
            this.#indent = this.#indents.pop() ?? -1;
        }
    }
    #topLevel(add) {
        this.#unroll(-1);
        this.#dropCandidate();
        this.#keyAllowed = false;
        add();
    }
    #end() {
        if (this.cursor.column !== 0)
            this.cursor.newLine();
        this.#topLevel(() => this.#push({ kind: 'end' }, this.cursor.mark));
        this.#ended = true;
    }
    #directive() {
        const start = this.cursor.mark;
        this.#push({ kind: 'directive', directive: readDirective(this.cursor) }, start);
    }
    #open(char) {
        this.#saveCandidate();
        this.#candidates.push(undefined);
        this.#keyAllowed = true;
        this.#add(char);
    }
    #close(char) {
        this.#dropCandidate();
        if (this.#inFlow)
            this.#candidates.pop();
        this.#keyAllowed = false;
        this.#add(char);
    }
    #comma() {
        this.#dropCandidate();
        this.#keyAllowed = true;
        this.#add(',');
    }
    /** Within brackets a dash is refused by whoever reads the tokens. */
    #dash() {
        this.#beginOrRefuse('block-list', 'a list cannot begin here');
        this.#dropCandidate();
        this.#keyAllowed = true;
        this.#add('-');
    }
    #questionMark() {
        this.#beginOrRefuse('block-map', 'a key cannot begin here');
        this.#dropCandidate();
        this.#keyAllowed = !this.#inFlow;
        this.#add('key');
    }
    #colon() {
        const candidate = this.#candidates.at(-1);
        if (candidate) {
            this.#insert('key', candidate.mark, candidate.token);
            this.#roll('block-map', candidate.mark, candidate.token);
            this.#candidates[this.#candidates.length - 1] = undefined;
            this.#keyAllowed = false;
        }
        else {
            this.#beginOrRefuse('block-map', 'a colon cannot stand here: a text that contains one needs quotes');
            this.#keyAllowed = !this.#inFlow;
        }
        this.#add('value');
    }
    #beginOrRefuse(kind, message) {
        if (this.#inFlow)
            return;
        if (!this.#keyAllowed)
            throw new YamlError(message, this.cursor.mark);
        this.#roll(kind, this.cursor.mark);
    }
    #block() {
        this.#dropCandidate();
        this.#keyAllowed = true;
        const start = this.cursor.mark;
        this.#push({ kind: 'scalar', text: readBlock(this.cursor, this.#indent), plain: false }, start);
    }
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/tree.js
/** Makes a tree of the tokens of the first document. */


/** Deeper nesting is an attack on a reader, not an AppSpec. */
const MAX_DEPTH = 200;
/** The first document of a text; undefined where there is none. What follows it is not looked at. */
function readTree(text) {
    const scanner = new Scanner(text);
    const first = scanner.peek();
    if (first.kind === 'end')
        return undefined;
    const tree = new TreeReader(scanner);
    const root = tree.document();
    // The agent has the document only when it has seen what comes next.
    scanner.peek();
    return root;
}
class TreeReader {
    #scanner;
    #prefixes = new Map();
    #depth = 0;
    constructor(scanner) {
        this.#scanner = scanner;
    }
    document() {
        let explicit = false;
        let versioned = false;
        for (let token = this.#peek(); token.kind === 'directive'; token = this.#peek()) {
            explicit = true;
            this.#next();
            const { directive } = token;
            if ('version' in directive) {
                if (versioned || !['1.1', '1.2'].includes(directive.version))
                    throw new YamlError('%YAML stands once, with 1.1 or 1.2', token.start);
                versioned = true;
            }
            else {
                if (this.#prefixes.has(directive.handle))
                    throw new YamlError('%TAG gives a handle twice', token.start);
                this.#prefixes.set(directive.handle, directive.prefix);
            }
        }
        if (!this.#prefixes.has('!'))
            this.#prefixes.set('!', '!');
        if (!this.#prefixes.has('!!'))
            this.#prefixes.set('!!', 'tag:yaml.org,2002:');
        if (!explicit && this.#peek().kind !== 'document-start')
            return this.#node(true);
        const start = this.#next();
        if (start.kind !== 'document-start')
            throw new YamlError('--- is missing after the directives', start.start);
        const isEmpty = this.#at('directive', 'document-start', 'document-end', 'end');
        return isEmpty ? this.#empty(this.#peek().start) : this.#node(true);
    }
    #peek() {
        return this.#scanner.peek();
    }
    #next() {
        return this.#scanner.next();
    }
    #at(...kinds) {
        return kinds.includes(this.#peek().kind);
    }
    #empty(mark) {
        return { kind: 'scalar', text: '', plain: true, start: mark, end: mark };
    }
    /** A value with its anchor and tag. `dashes`: a list may begin in the column of the key that it belongs to. */
    #node(inBlock, dashes = false) {
        if (++this.#depth > MAX_DEPTH)
            throw new YamlError(`nested deeper than ${MAX_DEPTH} levels`, this.#peek().start);
        const first = this.#peek();
        if (first.kind === 'alias')
            this.#next();
        const node = first.kind === 'alias'
            ? { kind: 'alias', name: first.name, start: first.start, end: first.end }
            : this.#withProperties(inBlock, dashes);
        this.#depth--;
        return node;
    }
    #withProperties(inBlock, dashes) {
        let anchor;
        let tag;
        let token = this.#peek();
        const { start } = token;
        for (;; token = this.#peek()) {
            if (token.kind === 'anchor' && anchor === undefined)
                anchor = token.name;
            else if (token.kind === 'tag' && tag === undefined)
                tag = this.#resolve(token.tag, token.start);
            else
                break;
            this.#next();
        }
        const content = this.#content(token, inBlock, dashes);
        if (!content && anchor === undefined && tag === undefined) {
            throw new YamlError(`a value is missing${named(token)}`, token.start);
        }
        return {
            ...(content ?? this.#empty(start)),
            ...(anchor !== undefined && { anchor }),
            ...(tag !== undefined && { tag }),
        };
    }
    #resolve(tag, at) {
        if (tag.handle === '')
            return tag.suffix;
        const prefix = this.#prefixes.get(tag.handle);
        if (prefix === undefined)
            throw new YamlError(`no %TAG says what ${tag.handle} stands for`, at);
        return prefix + tag.suffix;
    }
    #content(token, inBlock, dashes) {
        if (token.kind === 'scalar') {
            this.#next();
            const { text, plain, start, end } = token;
            return { kind: 'scalar', text, plain, start, end };
        }
        if (token.kind === '[')
            return this.#flowList();
        if (token.kind === '{')
            return this.#flowMap();
        if (dashes && token.kind === '-')
            return this.#dashes();
        if (inBlock && token.kind === 'block-list')
            return this.#blockList();
        if (inBlock && token.kind === 'block-map')
            return this.#blockMap();
        return undefined;
    }
    #blockList() {
        const { start } = this.#next();
        const items = [];
        while (this.#at('-')) {
            const dash = this.#next();
            items.push(this.#at('-', 'block-end') ? this.#empty(dash.end) : this.#node(true));
        }
        const end = this.#closing('block-end', 'a list continues with - in its own column');
        return { kind: 'list', items, start, end };
    }
    /** A list in the column of its key: it ends where the next key begins. */
    #dashes() {
        const { start } = this.#peek();
        const items = [];
        while (this.#at('-')) {
            const dash = this.#next();
            items.push(this.#at('-', 'key', 'value', 'block-end') ? this.#empty(dash.end) : this.#node(true));
        }
        return { kind: 'list', items, start, end: this.#peek().start };
    }
    #blockMap() {
        const { start } = this.#next();
        const pairs = [];
        const part = (mark) => this.#at('key', 'value', 'block-end') ? this.#empty(mark) : this.#node(true, true);
        // A value without a key is refused where a key is expected.
        while (this.#at('key')) {
            const key = part(this.#next().end);
            const value = this.#at('value') ? part(this.#next().end) : this.#empty(this.#peek().start);
            pairs.push([key, value]);
        }
        const end = this.#closing('block-end', 'a map continues with a key in its own column');
        return { kind: 'map', pairs, start, end };
    }
    #flowList() {
        const { start } = this.#next();
        const items = [];
        while (!this.#at(']')) {
            if (items.length > 0)
                this.#closing(',', 'a comma or ] is missing');
            if (this.#at(']'))
                break;
            items.push(this.#at('key') ? this.#flowPair() : this.#node(false));
        }
        return { kind: 'list', items, start, end: this.#next().end };
    }
    /** `[a: 1]` is a list with a map of one pair. */
    #flowPair() {
        const { start } = this.#next();
        // libyaml loses the token that stands where the key is missing.
        const key = this.#at('value', ',', ']') ? this.#empty(this.#next().end) : this.#node(false);
        const value = this.#flowValue(']');
        return { kind: 'map', pairs: [[key, value]], start, end: this.#peek().start };
    }
    #flowMap() {
        const { start } = this.#next();
        const pairs = [];
        while (!this.#at('}')) {
            if (pairs.length > 0)
                this.#closing(',', 'a comma or } is missing');
            if (this.#at('}'))
                break;
            if (this.#at('key')) {
                this.#next();
                const key = this.#at('value', ',', '}') ? this.#empty(this.#peek().start) : this.#node(false);
                pairs.push([key, this.#flowValue('}')]);
            }
            else {
                const key = this.#node(false);
                pairs.push([key, this.#empty(this.#peek().start)]);
            }
        }
        return { kind: 'map', pairs, start, end: this.#next().end };
    }
    #flowValue(close) {
        if (!this.#at('value'))
            return this.#empty(this.#peek().start);
        this.#next();
        return this.#at(',', close) ? this.#empty(this.#peek().start) : this.#node(false);
    }
    #closing(kind, message) {
        const token = this.#next();
        if (token.kind !== kind) {
            const unfinished = token.kind === 'end' && (kind === ',' || message.includes('comma'));
            throw new YamlError(unfinished ? 'the bracket is never closed' : `${message}${named(token)}`, token.start);
        }
        return token.end;
    }
}
function named(token) {
    if (token.kind === 'end')
        return ', and the file ends';
    return token.kind === 'scalar' ? `, and "${token.text.slice(0, 40)}" stands here` : '';
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/scalars.js
var scalars = __webpack_require__(65722);
// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/values.js
var values = __webpack_require__(79901);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/values.js
/** Makes of a tree what Ruby's psych 4.0 makes of it: tags count, aliases and classes are refused, the last key wins. */


class Refused extends Error {
    raises;
    node;
    constructor(raises, message, node) {
        super(message);
        this.raises = raises;
        this.node = node;
    }
}
const STANDARD = 'tag:yaml.org,2002:';
/** Tags of texts, and of texts of a class of one's own, which is refused. */
const TEXT = /^!(?:str|ruby\/string)(?::(.*))?$/m;
const CLASSED_MAP = /^!(?:ruby\/(?:struct|object|array:|range$|exception|hash-with-ivars:.|hash:|marshalable:)|map:|set$|omap$)/;
/** Values that aliases may make of a text: more is an attack on whoever walks through them. */
const MAX_VALUES = 100_000;
class ValueReader {
    #written;
    #anchors;
    #values = 0;
    /** `aliases`: whether they are allowed. `written` gives the text of a node. */
    constructor(written, aliases) {
        this.#written = written;
        this.#anchors = aliases ? new Map() : undefined;
    }
    read(node) {
        const before = this.#values++;
        const value = this.#read(node);
        if (node.anchor !== undefined)
            this.#anchors?.set(node.anchor, { value, weight: this.#values - before });
        return value;
    }
    #read(node) {
        switch (node.kind) {
            case 'alias': {
                const target = this.#anchors?.get(node.name);
                if (!target)
                    throw new Refused('BadAlias', `Unknown alias: ${node.name}`, node);
                this.#values += target.weight;
                if (this.#values > MAX_VALUES)
                    throw new Refused('BadAlias', 'aliases repeat too much', node);
                return { ...target.value, ...this.#at(node) };
            }
            case 'scalar':
                return this.#scalar(node);
            case 'list':
                return this.#list(node);
            case 'map':
                return this.#map(node);
        }
    }
    #at(node) {
        return { line: node.start.line + 1, column: node.start.column + 1, written: this.#written(node) };
    }
    #scalar(node) {
        const { tag, text } = node;
        const string = { ...this.#at(node), kind: 'string', value: text };
        if (tag === undefined)
            return node.plain ? this.#plain(node) : string;
        if (tag === '!binary' || tag === `${STANDARD}binary`)
            return { ...string, value: fromBase64(text) };
        const ofClass = TEXT.exec(tag);
        if (ofClass?.[1])
            throw this.#refusedClass(ofClass[1], node);
        if (ofClass || tag === `${STANDARD}str`)
            return string;
        if (/^!ruby\/sym(?:bol)?:?(?:.*)?$/m.test(tag))
            return { ...string, kind: 'symbol' };
        if (tag === '!float' || tag === `${STANDARD}float`)
            return this.#float(node);
        const named = /^!ruby\/(?:object:(BigDecimal|DateTime|Complex|Rational)|(class|module|regexp|range))$/.exec(tag);
        if (named) {
            const known = { regexp: 'Regexp', range: 'Range', class: text, module: text }[named[2] ?? ''];
            const className = named[1] ?? known ?? '';
            if (className === '')
                return { ...this.#at(node), kind: 'nil' };
            throw this.#refusedClass(className, node);
        }
        return this.#plain(node);
    }
    /** Whatever its quotes: a tag that psych does not know makes it look at the text alone. */
    #plain(node) {
        const at = this.#at(node);
        try {
            return { ...(0,scalars/* resolvePlain */.Rg)(node.text, at), written: at.written };
        }
        catch (error) {
            if (error instanceof scalars/* DisallowedClass */.Hq)
                throw this.#refusedClass(error.className, node);
            if (error instanceof RangeError)
                throw new Refused('ArgumentError', error.message, node);
            throw error;
        }
    }
    #float(node) {
        const value = this.#plain(node);
        if (value.kind === 'float')
            return value;
        if (value.kind === 'int')
            return { ...value, kind: 'float', value: Number(value.value) };
        if (value.kind !== 'string') {
            const what = value.kind === 'symbol' ? 'Symbol' : (0,values/* inspect */.Nn)(value);
            throw new Refused('TypeError', `can't convert ${what} into Float`, node);
        }
        const text = (0,values/* strip */.bB)(value.value);
        const isNumber = /^[-+]?(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?$|^0[xX][\da-fA-F]+$/.test(text);
        if (!isNumber)
            throw new Refused('ArgumentError', `invalid value for Float(): ${JSON.stringify(value.value)}`, node);
        return { ...value, kind: 'float', value: Number(text.replaceAll('_', '')) };
    }
    #list(node) {
        if (node.tag === '!omap' || node.tag === `${STANDARD}omap`) {
            return { ...this.#at(node), kind: 'map', entries: unique(node.items.map((item) => this.#ordered(item))) };
        }
        const ofClass = /^!(?:seq|ruby\/array):(.*)$/m.exec(node.tag ?? '');
        if (ofClass)
            throw this.#refusedClass(ofClass[1] ?? '', node);
        return { ...this.#at(node), kind: 'list', items: node.items.map((item) => this.read(item)) };
    }
    /** An item of an ordered map: its first and its last part are key and value. */
    #ordered(item) {
        const parts = item.kind === 'map' ? item.pairs.flat() : item.kind === 'list' ? item.items : [];
        const [key, value] = [parts[0], parts.at(-1)];
        if (!key || !value)
            throw new Refused('TypeError', "Can't dispatch NilClass", item);
        return { key: this.read(key), value: this.read(value) };
    }
    #map(node) {
        const tag = node.tag ?? '';
        if (TEXT.test(tag) || tag === `${STANDARD}str`)
            return this.#textOf(node);
        const standard = tag.startsWith(STANDARD) ? `!${tag.slice(STANDARD.length)}` : tag;
        if (tag !== '!ruby/object:Hash' && (CLASSED_MAP.test(tag) || standard === '!set' || standard === '!omap'))
            throw this.#refusedClass(tag, node);
        const entries = [];
        for (const [key, value] of node.pairs) {
            const entry = { key: this.read(key), value: this.read(value) };
            const merges = entry.key.kind === 'string' && entry.key.value === '<<' && key.tag !== `${STANDARD}str`;
            entries.push(...((merges && value.kind !== 'scalar' && mergeable(entry.value)) || [entry]));
        }
        return { ...this.#at(node), kind: 'map', entries: unique(entries) };
    }
    /** A map that is tagged as a text is the value of its key `str`. */
    #textOf(node) {
        const ofClass = TEXT.exec(node.tag ?? '')?.[1];
        if (ofClass)
            throw this.#refusedClass(ofClass, node);
        const entries = node.pairs.map(([key, value]) => ({ key: this.read(key), value: this.read(value) }));
        const isText = ({ key }) => key.kind === 'string' && key.value === 'str';
        const text = entries.findLast(isText)?.value;
        // The other keys become variables of the text; where there is none, the first of them fails.
        const names = entries.filter((entry) => !isText(entry)).map(({ key }) => `@${(0,values/* toS */.DJ)(key).replace(/^@/, '')}`);
        const odd = (text ? names : names.slice(0, 1)).find((name) => !/^@[A-Za-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*$/u.test(name));
        if (odd !== undefined)
            throw new Refused('NameError', `'${odd}' is not allowed as an instance variable name`, node);
        if (!text && names.length > 0)
            throw new Refused('FrozenError', "can't modify frozen NilClass: nil", node);
        return { ...(text ?? { kind: 'nil' }), ...this.#at(node) };
    }
    #refusedClass(name, node) {
        return new Refused('DisallowedClass', `Tried to load unspecified class: ${name}`, node);
    }
}
/** Ruby reads up to the first `=` and passes over what base 64 does not use. */
function fromBase64(text) {
    const [digits = ''] = text.split('=');
    return Buffer.from(digits.replaceAll(/[^A-Za-z\d+/]/g, ''), 'base64').toString('utf8');
}
/** Ruby's hashes: a key keeps its place, and takes the last of its values. */
function unique(entries) {
    const byKey = new Map();
    for (const entry of entries) {
        const name = `${entry.key.kind} ${(0,values/* inspect */.Nn)(entry.key)}`;
        byKey.set(name, { key: byKey.get(name)?.key ?? entry.key, value: entry.value });
    }
    return [...byKey.values()];
}
/** What `<<` brings in: the entries of a map, or of a list of maps of which the first wins. */
function mergeable(value) {
    if (value.kind === 'map')
        return value.entries;
    if (value.kind !== 'list' || value.items.some((item) => item.kind !== 'map'))
        return undefined;
    return value.items.toReversed().flatMap((item) => (item.kind === 'map' ? item.entries : []));
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml.js



const FORBIDDEN = /[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
/** Characters of a value that are kept as they are written, for messages. */
const WRITTEN = 200;
/**
 * Loads YAML or JSON as the agent does (psych 4.0 over libyaml 0.2): the first document only, duplicate keys allowed and
 * the last one counts, aliases and dates refused. `value` is undefined for an empty document. `aliases` allows them, as
 * the 2.x agent does.
 */
function loadYaml(text, options = {}) {
    const control = FORBIDDEN.exec(text);
    if (control) {
        const before = text.slice(0, control.index).split(/\r\n|[\r\n\u0085\u2028\u2029]/);
        return {
            fault: {
                line: before.length,
                column: (before.at(-1) ?? '').length + 1,
                message: 'control characters, and bytes that are not UTF-8, are not allowed',
                raises: 'SyntaxError',
            },
        };
    }
    try {
        const tree = readTree(text);
        if (!tree)
            return { value: undefined };
        const characters = Array.from(text);
        const reader = new ValueReader(({ start, end }) => characters
            .slice(start.index, Math.min(end.index, start.index + WRITTEN))
            .join('')
            .trimEnd(), options.aliases ?? false);
        return { value: reader.read(tree) };
    }
    catch (error) {
        const mark = error instanceof YamlError ? error.mark : error instanceof Refused ? error.node.start : undefined;
        if (!mark || !(error instanceof Error))
            throw error;
        const raises = error instanceof Refused ? error.raises : 'SyntaxError';
        return { fault: { line: mark.line + 1, column: mark.column + 1, message: error.message, raises } };
    }
}
/**
 * The text of a file. Bytes that are not UTF-8 become NUL, which no YAML may contain: the agent refuses them at the same
 * place.
 */
function decodeText(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch {
        return Buffer.from(bytes).toString('utf8').replaceAll('\uFFFD', '\0');
    }
}


/***/ }),

/***/ 13218:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ DEFAULT_LIMITS),
/* harmony export */   detectBundleType: () => (/* binding */ detectBundleType),
/* harmony export */   w: () => (/* binding */ walkArchive)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38522);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(46466);
/* harmony import */ var tar_stream__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(56118);
/* harmony import */ var yauzl__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(20663);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(69166);
/** Revisions as they travel: folders, zip, tar, tgz. Everything that an archive says is checked before it is believed. */






/** 100 GB and a million entries: more than any revision, less than what fills a disk by surprise. */
const DEFAULT_LIMITS = { bytes: 100_000_000_000, entries: 1_000_000 };
/** Longest path, in bytes, that Linux takes. */
const PATH_MAX = 4096;
/** Tells what a revision is from its first bytes, not from its name. Rejects what is none of the four. */
function detectBundleType(path) {
    let head;
    try {
        const stat = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path);
        if (stat.isDirectory())
            return 'directory';
        if (!stat.isFile())
            throw refusal(path, 'it is neither a folder nor a file');
        head = readHead(path);
    }
    catch (error) {
        if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ActionError */ .lZ)
            throw error;
        throw refusal(path, (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error), error);
    }
    if (head.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])))
        return 'tgz';
    if (ZIP_HEADS.some((start) => head.subarray(0, 4).equals(start)))
        return 'zip';
    const checksum = head.length >= 512 ? Number.parseInt(head.toString('latin1', 148, 156), 8) : Number.NaN;
    if (Number.isFinite(checksum) && checksum === tarChecksum(head))
        return 'tar';
    throw refusal(path, head.length === 0 ? 'it is empty' : 'it is no zip, tar or tgz');
}
/** A local file header, and the end of the directory of an empty archive. */
const ZIP_HEADS = [Buffer.from('504b0304', 'hex'), Buffer.from('504b0506', 'hex')];
function readHead(path) {
    const descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, 'r');
    try {
        const buffer = Buffer.alloc(512);
        return buffer.subarray(0, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(descriptor, buffer, 0, 512, 0));
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
    }
}
function tarChecksum(head) {
    let sum = 0;
    for (let index = 0; index < 512; index++)
        sum += index >= 148 && index < 156 ? 32 : (head[index] ?? 0);
    return sum;
}
/**
 * Walks through an archive from front to back, each entry checked first. Rejects with `config/revision` on what is
 * truncated, climbs out (`../`, absolute), is no file, folder or link, or is larger than the limits.
 */
async function walkArchive(path, type, visit, limits = DEFAULT_LIMITS) {
    const guard = new Guard(path, limits);
    try {
        if (type === 'zip')
            await walkZip(path, guard, visit);
        else
            await walkTar(path, type, guard, visit);
    }
    catch (error) {
        if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ActionError */ .lZ)
            throw error;
        throw refusal(path, `it cannot be read to its end: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error)}`, error);
    }
}
/** Checks entries one after the other. */
class Guard {
    #archive;
    #limits;
    #bytes = 0;
    #entries = 0;
    constructor(archive, limits) {
        this.#archive = archive;
        this.#limits = limits;
    }
    check(raw, size) {
        this.#bytes += size;
        this.#entries += 1;
        if (this.#entries > this.#limits.entries)
            throw refusal(this.#archive, `it has more than ${this.#limits.entries} entries`);
        if (this.#bytes > this.#limits.bytes)
            throw refusal(this.#archive, `it unpacks to more than ${this.#limits.bytes} bytes`);
        if (raw.includes('\0'))
            throw this.refuse(raw, 'has a NUL in its name');
        if (raw.startsWith('/') || /^[A-Za-z]:[\\/]/.test(raw))
            throw this.refuse(raw, 'has an absolute path');
        const parts = raw.split('/').filter((part) => part !== '' && part !== '.');
        if (parts.includes('..'))
            throw this.refuse(raw, 'climbs out of the revision');
        if (Buffer.byteLength(raw) > PATH_MAX)
            throw this.refuse(`${raw.slice(0, 100)}…`, 'has a path that is too long');
        return parts.join('/');
    }
    refuse(name, why) {
        return refusal(this.#archive, `the entry ${JSON.stringify(name)} ${why}`);
    }
}
async function walkTar(path, type, guard, visit) {
    const extract = tar_stream__WEBPACK_IMPORTED_MODULE_3__.extract();
    const source = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path);
    const feeding = type === 'tgz' ? (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_2__.pipeline)(source, (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.createGunzip)(), extract) : (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_2__.pipeline)(source, extract);
    feeding.catch(() => undefined);
    let entries = 0;
    for await (const stream of extract) {
        entries++;
        const entry = tarEntry(stream.header, guard);
        let opened = false;
        if (entry) {
            await visit(entry, async () => {
                opened = true;
                return stream;
            });
        }
        if (!opened)
            stream.resume();
    }
    await feeding;
    if (entries === 0)
        throw refusal(path, 'it has no entries');
}
/** Undefined for the root folder of the archive itself. */
function tarEntry(header, guard) {
    const size = header.size ?? 0;
    const path = guard.check(header.name, size);
    const kind = header.type ?? 'special file (sparse, for example)';
    const type = kind === 'file' || kind === 'contiguous-file' || kind === 'link' ? 'file' : kind;
    if (type !== 'file' && type !== 'directory' && type !== 'symlink') {
        throw guard.refuse(header.name, `is a ${kind}: only files, folders and links can be deployed`);
    }
    if (Object.keys(header.pax ?? {}).some((key) => key.startsWith('GNU.sparse'))) {
        throw guard.refuse(header.name, 'is stored as a sparse file: pack the revision without --sparse');
    }
    if (path === '')
        return undefined;
    const hardlink = kind === 'link';
    const target = header.linkname ?? '';
    return {
        path,
        type,
        size: hardlink || type !== 'file' ? 0 : size,
        hardlink,
        ...(header.mode !== undefined && { mode: header.mode & 0o7777 }),
        ...(header.mtime && { mtime: header.mtime }),
        ...(header.uid !== undefined && header.gid !== undefined && { owner: { uid: header.uid, gid: header.gid } }),
        ...(hardlink && { target: guard.check(target, 0) }),
        ...(type === 'symlink' && { target }),
    };
}
async function walkZip(path, guard, visit) {
    const zip = await yauzl__WEBPACK_IMPORTED_MODULE_4__.openPromise(path, { autoClose: false, strictFileNames: true, validateEntrySizes: true });
    try {
        if (zip.entryCount === 0)
            throw refusal(path, 'it has no entries');
        for await (const entry of zip.eachEntry()) {
            const read = await zipEntry(entry, zip, guard);
            if (read)
                await visit(read, () => zip.openReadStreamPromise(entry));
        }
    }
    finally {
        zip.close();
    }
}
const UNIX = 3;
const TYPE_MASK = 0o170000;
const TYPES = {
    0: 'file',
    0o100000: 'file',
    0o040000: 'directory',
    0o120000: 'symlink',
};
/** A link's target is a path: a longer text is something else. */
const LINK_MAX = PATH_MAX;
async function zipEntry(entry, zip, guard) {
    const name = entry.fileName;
    const path = guard.check(name, entry.uncompressedSize);
    if (path === '')
        return undefined;
    if (entry.isEncrypted())
        throw guard.refuse(name, 'is encrypted');
    const attributes = entry.externalFileAttributes >>> 16;
    const fromUnix = entry.versionMadeBy >>> 8 === UNIX && attributes !== 0;
    const stated = fromUnix ? TYPES[attributes & TYPE_MASK] : 'file';
    if (stated === undefined)
        throw guard.refuse(name, 'is a device, a pipe or a socket: only files, folders and links can be deployed');
    const type = name.endsWith('/') ? 'directory' : stated;
    if (type === 'symlink' && entry.uncompressedSize > LINK_MAX)
        throw guard.refuse(name, 'is a link with a target that is too long');
    return {
        path,
        type,
        size: type === 'file' ? entry.uncompressedSize : 0,
        hardlink: false,
        mtime: entry.getLastModDate(),
        ...(fromUnix && { mode: attributes & 0o7777 }),
        ...(type === 'symlink' && { target: await textOf(await zip.openReadStreamPromise(entry)) }),
    };
}
async function textOf(stream) {
    const chunks = [];
    for await (const chunk of stream)
        chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
}
function refusal(path, why, cause) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ActionError */ .lZ('config/revision', {
        message: `the revision ${path} cannot be used: ${why}`,
        subject: 'revision',
        ...(cause !== undefined && { cause }),
    });
}


/***/ })

};
