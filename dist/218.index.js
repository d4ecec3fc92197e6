export const id = 218;
export const ids = [218];
export const modules = {

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
