export const id = 836;
export const ids = [836];
export const modules = {

/***/ 41455:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ unpackRevision),
/* harmony export */   unpackArchive: () => (/* binding */ unpackArchive)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(46466);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(69166);
/* harmony import */ var _archive_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(13218);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(75553);
/* harmony import */ var _room_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(50863);
/** Brings a revision into the agent's own folder: what the event DownloadBundle does. */







/**
 * Fills `target`, which must not exist, with a revision. What fails leaves no `target`. A single folder at the top of an
 * archive is taken away if it holds an AppSpec, as AWS's agent does.
 */
async function unpackRevision(revision, target, options = {}) {
    const type = options.type ?? (0,_archive_js__WEBPACK_IMPORTED_MODULE_4__.detectBundleType)(revision);
    const pace = new _files_js__WEBPACK_IMPORTED_MODULE_5__/* .Pace */ .oG(options.signal);
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(target), { recursive: true });
    try {
        if (type === 'directory')
            await copyTree(revision, target, pace);
        else {
            await extract(revision, type, target, pace);
            stripTop(target);
        }
    }
    catch (error) {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(target, { recursive: true, force: true });
        throw error;
    }
}
async function copyTree(source, target, pace) {
    (0,_room_js__WEBPACK_IMPORTED_MODULE_6__/* .checkRevisionRoom */ .xW)(await (0,_room_js__WEBPACK_IMPORTED_MODULE_6__/* .needOf */ .ER)(source, pace), (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(target));
    const umask = process.umask();
    const isRoot = process.getuid?.() === 0;
    const copy = async (from, to) => {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(to);
        for (const entry of (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(from, { withFileTypes: true })) {
            const [here, there] = [(0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(from, entry.name), (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(to, entry.name)];
            if (entry.isDirectory())
                await copy(here, there);
            else if (entry.isSymbolicLink())
                (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.symlinkSync)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readlinkSync)(here), there);
            else {
                const stat = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(here);
                (0,_files_js__WEBPACK_IMPORTED_MODULE_5__/* .copyContent */ .R8)(here, there, stat);
                // Who made a revision does not own what is deployed of it. Node copies owners, too.
                if (isRoot && (stat.uid !== 0 || stat.gid !== 0))
                    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.chownSync)(there, 0, 0);
                (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.chmodSync)(there, stat.mode & 0o7777 & ~umask);
            }
            await pace.step();
        }
    };
    await copy(source, target);
}
/**
 * Unpacks an archive into `target`, which must not exist, as it is. What fails leaves a part of it there. Rejects with
 * `config/revision` on what an archive may not hold, or with the signal's reason.
 */
async function unpackArchive(archive, type, target, signal) {
    await extract(archive, type, target, new _files_js__WEBPACK_IMPORTED_MODULE_5__/* .Pace */ .oG(signal));
}
async function extract(revision, type, target, pace) {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(target);
    const extraction = new Extraction(revision, target, type !== 'zip');
    const free = (0,_files_js__WEBPACK_IMPORTED_MODULE_5__/* .freeAt */ .Q4)(target);
    const room = { bytes: Math.max(0, free.bytes - _room_js__WEBPACK_IMPORTED_MODULE_6__/* .RESERVE */ .BP), entries: free.entries, at: target };
    await (0,_archive_js__WEBPACK_IMPORTED_MODULE_4__/* .walkArchive */ .w)(revision, type, async (entry, content) => {
        await extraction.write(entry, content);
        await pace.step();
    }, room);
    extraction.finish();
}
/** Writes entries below a folder that nobody else writes to. No entry is ever written through a link. */
class Extraction {
    #revision;
    #target;
    #owners;
    #bits;
    #links = new Set();
    #folders = new Map();
    constructor(revision, target, fromTar) {
        this.#revision = revision;
        this.#target = target;
        // `tar -p` as root gives files to the owner that the archive names, and so does AWS's agent.
        this.#owners = fromTar && process.getuid?.() === 0;
        // `unzip` leaves out what makes a file run as its owner, and the sticky bit.
        this.#bits = fromTar ? 0o7777 : 0o777;
    }
    async write(entry, content) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.#target, entry.path);
        this.#makeParents(entry.path);
        const there = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path, { throwIfNoEntry: false });
        if (entry.type === 'directory') {
            if (there && !there.isDirectory())
                throw this.#refuse(entry, 'is a folder and a file at once');
            if (!there)
                (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(path);
            if (this.#owners && entry.owner)
                lchown(path, entry.owner);
            this.#folders.set(entry.path, entry.mode === undefined ? undefined : entry.mode & this.#bits);
            return;
        }
        if (there?.isDirectory())
            throw this.#refuse(entry, 'is a folder and a file at once');
        if (there)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(path);
        this.#links.delete(entry.path);
        if (entry.type === 'symlink') {
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.symlinkSync)(entry.target ?? '', path);
            this.#links.add(entry.path);
            if (this.#owners && entry.owner)
                lchown(path, entry.owner);
            return;
        }
        if (entry.hardlink) {
            this.#link(entry, path);
            return;
        }
        await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_2__.pipeline)(await content(), (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createWriteStream)(path, { flags: 'wx' }));
        if (this.#owners && entry.owner)
            lchown(path, entry.owner);
        if (entry.mode !== undefined)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.chmodSync)(path, entry.mode & this.#bits);
        if (entry.mtime)
            (0,_files_js__WEBPACK_IMPORTED_MODULE_5__/* .setTimes */ .f6)(path, entry.mtime);
    }
    /** Folders get their bits last: one that may not be written to has to be filled first. */
    finish() {
        for (const [path, mode] of [...this.#folders].toReversed()) {
            if (mode !== undefined)
                (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.chmodSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.#target, path), mode);
        }
    }
    #makeParents(path) {
        const parts = path.split('/').slice(0, -1);
        for (let length = 1; length <= parts.length; length++) {
            const parent = parts.slice(0, length).join('/');
            if (this.#folders.has(parent))
                continue;
            if (this.#links.has(parent)) {
                throw refusal(`${this.#revision}: the entry ${JSON.stringify(path)} lies behind the link ${JSON.stringify(parent)}`);
            }
            const there = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.#target, parent), { throwIfNoEntry: false });
            if (there && !there.isDirectory())
                throw refusal(`${this.#revision}: ${JSON.stringify(parent)} is a file and a folder at once`);
            if (!there)
                (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.#target, parent));
            this.#folders.set(parent, undefined);
        }
    }
    #link(entry, path) {
        const target = entry.target ?? '';
        const throughLink = [...this.#links].some((link) => target === link || target.startsWith(`${link}/`));
        const source = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.#target, target), { throwIfNoEntry: false });
        if (throughLink || !source?.isFile())
            throw this.#refuse(entry, `repeats ${JSON.stringify(target)}, which is no file of the archive`);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.linkSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.#target, target), path);
    }
    #refuse(entry, why) {
        return refusal(`${this.#revision}: the entry ${JSON.stringify(entry.path)} ${why}`);
    }
}
function lchown(path, owner) {
    // Links keep the owner that made them: nothing that is deployed reads it.
    if (!(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path).isSymbolicLink())
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.chownSync)(path, owner.uid, owner.gid);
}
function stripTop(target) {
    const [top, second] = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(target);
    if (top === undefined || second !== undefined)
        return;
    const nested = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(target, top);
    if (!(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(nested).isDirectory())
        return;
    if (!(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(nested).some((name) => /appspec/i.test(name)))
        return;
    const aside = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(target), `${(0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(target)}-temp`);
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(aside, { recursive: true, force: true });
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.renameSync)(target, aside);
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.renameSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(aside, top), target);
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmdirSync)(aside);
}
function refusal(message) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/revision', { message: `the revision cannot be used: ${message}`, subject: 'revision' });
}


/***/ }),

/***/ 75553:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   Q4: () => (/* binding */ freeAt),
/* harmony export */   R8: () => (/* binding */ copyContent),
/* harmony export */   WM: () => (/* binding */ bytesOnDisk),
/* harmony export */   _N: () => (/* binding */ statOf),
/* harmony export */   di: () => (/* binding */ copyMetadata),
/* harmony export */   f6: () => (/* binding */ setTimes),
/* harmony export */   m4: () => (/* binding */ lstatOf),
/* harmony export */   oG: () => (/* binding */ Pace)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(31421);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(58500);
/** Work on the host's files that both the download and the installation need. */



/** Longest stretch of work without letting others run, in ms. */
const TURN = 15;
/** What `stat` counts blocks in, in bytes. */
const BLOCK = 512;
/** Lets timers, sockets and cancellation through during long work on files. */
class Pace {
    #signal;
    #since = performance.now();
    constructor(signal) {
        this.#signal = signal;
    }
    async step() {
        if (performance.now() - this.#since < TURN)
            return;
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_2__.setImmediate)();
        this.#signal?.throwIfAborted();
        this.#since = performance.now();
    }
}
/** Files with holes above this size are copied by a tool that sees the holes, in bytes. */
const SPARSE_ABOVE = 1 << 20;
/** Copies content and permission bits. Holes stay holes, so that a sparse file takes no more room than before. */
function copyContent(source, target, stat) {
    const sparse = stat.size > SPARSE_ABOVE && stat.blocks * BLOCK < stat.size / 2;
    // Node cannot ask where the holes are, and reading them takes minutes.
    if (sparse && (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawnSync)('cp', ['--sparse=auto', '--', source, target], { stdio: 'ignore' }).status === 0)
        return;
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.copyFileSync)(source, target, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.COPYFILE_FICLONE);
}
/** Gives a copy the times, owner and bits of its source; where the owner cannot be given, setuid and setgid are lost. */
function copyMetadata(target, stat) {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.utimesSync)(target, stat.atime, stat.mtime);
    let mode = stat.mode & 0o7777;
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.chownSync)(target, stat.uid, stat.gid);
    }
    catch {
        mode &= 0o1777;
    }
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.chmodSync)(target, mode);
}
function setTimes(path, time) {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.lutimesSync)(path, time, time);
}
/** What a path leads to; nothing where it leads nowhere: it is not there, or a part of it is a file, or a loop. */
function statOf(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.statSync)(path, { throwIfNoEntry: false });
    }
    catch {
        return undefined;
    }
}
/** As `statOf`, but of a link itself. */
function lstatOf(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.lstatSync)(path, { throwIfNoEntry: false });
    }
    catch {
        return undefined;
    }
}
/** Bytes that a file takes on a disk: its blocks, which are fewer than its size where it has holes. */
function bytesOnDisk(stat) {
    return Math.min(stat.size, stat.blocks * BLOCK);
}
/** Disks over a network count in blocks as large as their requests, which small files do not take. */
const LARGEST_BLOCK = 4096;
/** What is free where a path lies. File systems that count no inodes keep small files without a block of their own. */
function freeAt(path) {
    const { bavail, bsize, files, ffree } = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.statfsSync)(path);
    const counts = files > 0;
    return {
        bytes: bavail * bsize,
        entries: counts ? ffree : Number.POSITIVE_INFINITY,
        block: counts ? Math.min(bsize, LARGEST_BLOCK) : 1,
    };
}
/** The system's error code (`ENOENT`) of something thrown, if it has one. */
function codeOf(error) {
    const known = typeof error === 'object' && error !== null && 'code' in error;
    return known && typeof error.code === 'string' ? error.code : undefined;
}


/***/ }),

/***/ 73197:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dl: () => (/* binding */ showInstructions),
/* harmony export */   sy: () => (/* binding */ InstallError),
/* harmony export */   wP: () => (/* binding */ Instructions)
/* harmony export */ });
/* harmony import */ var _appspec_access_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(84641);
/* harmony import */ var _appspec_glob_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(59225);


/** Install cannot go on. The message is AWS's agent's own where it has one. */
class InstallError extends Error {
    path;
    /** The next step, where it is known better than by the event. */
    advice;
    constructor(message, path, cause, advice) {
        super(message, cause === undefined ? undefined : { cause });
        this.name = 'InstallError';
        this.path = path;
        this.advice = advice;
    }
}
const UPDATE = 'Update the files section of the AppSpec file, and then try again.';
/** Collects instructions and refuses those that contradict each other, as the agent does. */
class Instructions {
    list = [];
    #copies = new Map();
    #folders = new Set();
    #permitted = new Set();
    copy(source, destination) {
        const other = this.#copies.get(destination);
        if (other !== undefined) {
            throw new InstallError(`The deployment failed because the application specification file specifies two source files named ${source} and ${other} for the same destination (${destination}). Remove one of the source file paths from the AppSpec file, and then try again.`, destination);
        }
        if (this.#folders.has(destination)) {
            throw new InstallError(`The deployment failed because the application specification file calls for installing the file ${source}, but a file with that name already exists at the location (${destination}). Update your AppSpec file or directory structure, and then try again.`, destination);
        }
        this.list.push({ type: 'copy', source, destination });
        this.#copies.set(destination, source);
    }
    mkdir(directory) {
        const source = this.#copies.get(directory);
        if (source !== undefined) {
            throw new InstallError(`The deployment failed because the application specification file includes an mkdir command more than once for the same destination path (${directory}) from (${source}). ${UPDATE}`, directory);
        }
        if (!this.#folders.has(directory))
            this.list.push({ type: 'mkdir', directory });
        this.#folders.add(directory);
    }
    copies(path) {
        return this.#copies.has(path);
    }
    makes(path) {
        return this.#folders.has(path);
    }
    /** Applies a permission to what this installation makes; `isFolder` tells whether the object is one on the host. */
    permit(permission, object, isFolder) {
        if (this.copies(object)) {
            if (!permission.types.includes('file'))
                return;
            this.#checkFileObject(permission);
            this.#set(object, permission);
        }
        else if (this.makes(object) || isFolder()) {
            for (const match of this.#matches(permission, object))
                this.#set(match, permission);
        }
    }
    #checkFileObject(permission) {
        if (permission.pattern !== '**') {
            throw new InstallError(`The deployment failed because the application specification file includes an object (${permission.object}) with an invalid pattern (${permission.pattern}), such as a pattern for a file applied to a directory. Correct the permissions section of the AppSpec file, and then try again.`);
        }
        if (permission.except.length > 0) {
            throw new InstallError(`The deployment failed because the except parameter for a pattern in the permissions section ([${permission.except.map((pattern) => JSON.stringify(pattern)).join(', ')}]) for the object named ${permission.object} contains an invalid format. Update the AppSpec file, and then try again.`);
        }
        refuseDefaultAcl(permission);
    }
    #matches(permission, object) {
        const base = object.endsWith('/') ? object : `${object}/`;
        const matches = (path) => {
            if (!path.startsWith(base))
                return false;
            if (permission.fault !== undefined)
                throw new InstallError(permission.fault);
            const name = path.slice(base.length);
            const wanted = permission.pattern === '**' || (0,_appspec_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(name, permission.pattern);
            return wanted && !permission.except.some((pattern) => (0,_appspec_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(name, pattern));
        };
        const files = permission.types.includes('file') ? [...this.#copies.keys()].filter(matches) : [];
        if (files.length > 0)
            refuseDefaultAcl(permission);
        const folders = permission.types.includes('directory') ? [...this.#folders].filter(matches) : [];
        return [...files, ...folders];
    }
    #set(file, permission) {
        if (this.#permitted.has(file)) {
            throw new InstallError(`The deployment failed because the permissions setting for (${file}) is specified more than once in the application specification file. ${UPDATE}`, file);
        }
        this.#permitted.add(file);
        const { mode, acls, context, owner, group, ownerFault, groupFault } = permission;
        if (mode !== undefined)
            this.list.push({ type: 'chmod', file, mode });
        if (acls !== undefined)
            this.list.push({ type: 'setfacl', file, acl: acls, permission });
        if (context !== undefined)
            this.list.push({ type: 'semanage', file, context });
        if (owner !== undefined || group !== undefined) {
            this.list.push({
                type: 'chown',
                file,
                ...(owner !== undefined && { owner }),
                ...(group !== undefined && { group }),
                ...(ownerFault !== undefined && { ownerFault }),
                ...(groupFault !== undefined && { groupFault }),
            });
        }
    }
}
function refuseDefaultAcl(permission) {
    if (!permission.acls?.some((entry) => entry.isDefault))
        return;
    throw new InstallError('The deployment failed because the -d parameter has been specified to apply an acl setting to a file. This parameter is supported for directories only. Update the AppSpec file, and then try again.');
}
/** As `<group>-install.json` holds it. */
function showInstructions(list) {
    const plain = list.map((instruction) => {
        if (instruction.type === 'setfacl')
            return { type: 'setfacl', acl: instruction.acl.map(_appspec_access_js__WEBPACK_IMPORTED_MODULE_0__/* .showAclEntry */ .MP), file: instruction.file };
        if (instruction.type === 'semanage') {
            const { user = null, type, range } = instruction.context;
            return { type: 'semanage', context: { user, role: null, type, range }, file: instruction.file };
        }
        return instruction;
    });
    return JSON.stringify({ instructions: plain });
}


/***/ }),

/***/ 50863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ RESERVE),
/* harmony export */   ER: () => (/* binding */ needOf),
/* harmony export */   Lh: () => (/* binding */ checkInstallRoom),
/* harmony export */   qf: () => (/* binding */ revisionBeside),
/* harmony export */   wi: () => (/* binding */ MORE_ROOM),
/* harmony export */   xW: () => (/* binding */ checkRevisionRoom)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(75553);
/* harmony import */ var _instructions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(73197);
/** Whether there is room for what is to be written, found out before anything is. */





/** Left free beside a revision, in bytes. */
const RESERVE = 64 * 1024 * 1024;
/** What a folder takes, and the proof that there is nothing in it that cannot be deployed. */
async function needOf(folder, pace) {
    const need = { bytes: 0, entries: 1 };
    for (const entry of (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(folder, { withFileTypes: true })) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, entry.name);
        if (entry.isDirectory()) {
            const inside = await needOf(path, pace);
            need.bytes += inside.bytes;
            need.entries += inside.entries;
        }
        else {
            need.entries += 1;
            if (entry.isFile())
                need.bytes += (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .bytesOnDisk */ .WM)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path));
            else if (!entry.isSymbolicLink())
                throw noFile(path);
        }
        await pace.step();
    }
    return need;
}
function noFile(path) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('config/revision', {
        message: `the revision cannot be used: ${JSON.stringify(path)} is a device, a pipe or a socket: only files, folders and links can be deployed`,
        advice: 'Remove it from the revision.',
        subject: 'revision',
    });
}
/** Throws where a revision that takes this much does not fit at a path, once `gone` is gone from there. */
function checkRevisionRoom(need, path, gone = { bytes: 0, entries: 0 }, look = _files_js__WEBPACK_IMPORTED_MODULE_3__/* .freeAt */ .Q4) {
    const { folder } = placeOf(path);
    const free = look(folder);
    const bytes = free.bytes + gone.bytes;
    const entries = free.entries + gone.entries;
    const lacks = need.bytes + RESERVE > bytes
        ? `${need.bytes} bytes beside the ${RESERVE} that stay free, and ${bytes} are free`
        : need.entries > entries
            ? `room for ${need.entries} files and folders, and there is room (inodes) for ${entries}`
            : undefined;
    if (lacks === undefined)
        return;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('config/revision', {
        message: `the revision needs ${lacks} at ${folder}`,
        advice: 'Free room on the disk, or give the agent a `root` on a larger one.',
        subject: 'revision',
    });
}
/**
 * What a revision that a dry run unpacked elsewhere will take of the agent's own disk, beyond what old revisions leave
 * there. Nothing where both lie on one disk: then it lies there already. Throws where it does not fit.
 */
async function revisionBeside(unpacked, state, keep, pace) {
    const path = state.archive;
    if (placeOf(unpacked).device === placeOf(path).device)
        return undefined;
    const need = await needOf(unpacked, pace);
    const gone = { bytes: 0, entries: 0 };
    for (const folder of state.surplusArchives(keep)) {
        const { bytes, entries } = await needOf(folder, pace);
        gone.bytes += bytes;
        gone.entries += entries;
    }
    checkRevisionRoom(need, path, gone);
    return { path, need: { bytes: need.bytes - gone.bytes, entries: need.entries - gone.entries } };
}
/**
 * Throws an InstallError where what is to be made needs more room than there is, once what goes before is gone: found out
 * half way it would leave the host with neither revision. What is replaced counts as gone.
 */
function checkInstallRoom(list, gone, beside, look = _files_js__WEBPACK_IMPORTED_MODULE_3__/* .freeAt */ .Q4) {
    const disks = new Disks(look);
    if (beside)
        disks.at(beside.path).add(beside.need);
    for (const path of gone)
        disks.at((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path)).add(takes(path), -1);
    const left = new Set(gone);
    for (const instruction of list) {
        if (instruction.type === 'mkdir')
            disks.at((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(instruction.directory)).add({ bytes: 1, entries: 1 });
        if (instruction.type !== 'copy')
            continue;
        const { source, destination } = instruction;
        const disk = disks.at((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(destination));
        disk.add(takes(source));
        if (!left.has(destination))
            disk.add(takes(destination), -1);
    }
    disks.check();
}
function takes(path) {
    const stat = (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .lstatOf */ .m4)(path);
    return { bytes: stat?.isFile() ? (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .bytesOnDisk */ .WM)(stat) : 0, entries: stat ? 1 : 0 };
}
class Disks {
    #look;
    #places = new Map();
    #disks = new Map();
    constructor(look) {
        this.#look = look;
    }
    /** The disk of a folder, which need not be there yet. */
    at(path) {
        const known = this.#places.get(path);
        if (known)
            return known;
        const { folder, device } = placeOf(path);
        const disk = this.#disks.get(device) ?? new Disk(folder, this.#look(folder));
        this.#disks.set(device, disk);
        this.#places.set(path, disk);
        return disk;
    }
    check() {
        for (const disk of this.#disks.values())
            disk.check();
    }
}
class Disk {
    #folder;
    #free;
    #bytes = 0;
    #entries = 0;
    constructor(folder, free) {
        this.#folder = folder;
        this.#free = free;
    }
    /** `times` −1: what goes. */
    add({ bytes, entries }, times = 1) {
        this.#bytes += times * Math.ceil(bytes / this.#free.block) * this.#free.block;
        this.#entries += times * entries;
    }
    check() {
        const lacks = this.#bytes > this.#free.bytes
            ? `${this.#bytes} bytes more, and ${this.#free.bytes} are free`
            : this.#entries > this.#free.entries
                ? `room for ${this.#entries} files and folders more, and there is room (inodes) for ${this.#free.entries}`
                : undefined;
        if (lacks === undefined)
            return;
        throw new _instructions_js__WEBPACK_IMPORTED_MODULE_4__/* .InstallError */ .sy(`The files need ${lacks} at ${this.#folder}.`, this.#folder, undefined, MORE_ROOM);
    }
}
/** The next step where a disk is full. */
const MORE_ROOM = 'Free room there (`df -h` and `df -i` tell what is left), or deploy below a `destination-root` on a larger disk.';
/** The nearest folder above that is there, and the file system that it lies on. */
function placeOf(path) {
    for (let folder = path;; folder = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(folder)) {
        const stat = (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .statOf */ ._N)(folder);
        if (stat || folder === (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(folder))
            return { folder, device: stat?.dev ?? 0 };
    }
}


/***/ })

};
