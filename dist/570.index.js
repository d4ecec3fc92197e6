export const id = 570;
export const ids = [570];
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

/***/ 13218:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   detectBundleType: () => (/* binding */ detectBundleType),
/* harmony export */   w: () => (/* binding */ walkArchive)
/* harmony export */ });
/* unused harmony export DEFAULT_LIMITS */
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
 * truncated, climbs out (`../`, absolute), is no file, folder or link, is larger than the limits, or than `room`.
 */
async function walkArchive(path, type, visit, room) {
    const guard = new Guard(path, room);
    try {
        if (type === 'zip')
            await walkZip(path, guard, visit);
        else
            await walkTar(path, type, guard, visit);
    }
    catch (error) {
        if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ActionError */ .lZ)
            throw error;
        const [, fault = '', name] = ZIP_NAME_REFUSED.exec((0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error)) ?? [];
        const why = name === undefined
            ? `it cannot be read to its end: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error)}`
            : `the entry ${JSON.stringify(name)} ${ZIP_NAME_FAULTS[fault]}`;
        throw refusal(path, why, error);
    }
}
/** What yauzl says of a name before anybody else sees it. */
const ZIP_NAME_REFUSED = /^(invalid relative path|absolute path|invalid characters in fileName): (.*)$/s;
const ZIP_NAME_FAULTS = {
    'invalid relative path': 'climbs out of the revision',
    'absolute path': 'has an absolute path',
    'invalid characters in fileName': 'has a backslash in its name',
};
/** Checks entries one after the other. */
class Guard {
    #archive;
    #room;
    #bytes = 0;
    #entries = 0;
    constructor(archive, room) {
        this.#archive = archive;
        this.#room = room;
    }
    check(raw, size) {
        this.#bytes += size;
        this.#entries += 1;
        const { bytes, entries } = DEFAULT_LIMITS;
        if (this.#entries > entries)
            throw refusal(this.#archive, `it has more than ${entries} entries`);
        if (this.#bytes > bytes)
            throw refusal(this.#archive, `it unpacks to more than ${bytes} bytes`);
        this.#checkRoom();
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
    #checkRoom() {
        if (!this.#room)
            return;
        const { bytes, entries, at } = this.#room;
        const left = this.#bytes > bytes ? `the ${bytes} bytes` : `the ${entries} files and folders (inodes)`;
        if (this.#bytes <= bytes && this.#entries <= entries)
            return;
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ActionError */ .lZ('config/revision', {
            message: `the revision ${this.#archive} needs more than ${left} that there is room for at ${at}`,
            advice: 'Free room on the disk, or give the agent a `root` on a larger one.',
            subject: 'revision',
        });
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
