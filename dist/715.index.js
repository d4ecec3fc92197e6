export const id = 715;
export const ids = [715];
export const modules = {

/***/ 88715:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ packZip),
/* harmony export */   j: () => (/* binding */ packTgz),
/* harmony export */   packTgzFile: () => (/* binding */ packTgzFile)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(46466);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(38522);
/* harmony import */ var _support_tree_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(57609);






/** Times and owners are no content: they are the same in every archive, so that the same folder gives the same bytes. */
const MTIME = new Date(0);
const FIXED = { mtime: MTIME, uid: 0, gid: 0, uname: '', gname: '' };
/** What a zip calls a symbolic link (stat's S_IFLNK), in the upper half of its attributes. */
const LINK_TYPE = 0o120000;
const FILE_TYPE = 0o100000;
async function packTgz() {
    const { default: tar } = await __webpack_require__.e(/* import() */ 118).then(__webpack_require__.t.bind(__webpack_require__, 56118, 19));
    const pack = tar.pack();
    const gzip = (0,node_zlib__WEBPACK_IMPORTED_MODULE_4__.createGzip)();
    const collected = collect(pack.pipe(gzip));
    return {
        add: (entry, bytes) => new Promise((resolve, reject) => {
            const header = headerOf(entry, bytes?.length ?? 0);
            const done = (error) => (error ? reject(error) : resolve());
            if (bytes)
                pack.entry(header, bytes, done);
            else
                pack.entry(header, done);
        }),
        finish: () => {
            pack.finalize();
            return collected;
        },
        abandon: () => {
            pack.destroy();
            gzip.destroy();
        },
    };
}
function headerOf(entry, size) {
    return {
        ...FIXED,
        name: entry.path,
        mode: entry.mode,
        size,
        type: entry.kind === 'link' ? 'symlink' : entry.kind,
        ...(entry.target !== undefined && { linkname: entry.target }),
    };
}
/**
 * Packs a folder into a new file as it reads it, so that no more than a piece is in memory. Rejects with Node's error, with
 * the signal's reason when cancelled, and where a file changes its size meanwhile.
 * @returns the digest of what was packed, as digestOfTree gives it
 */
async function packTgzFile(folder, file, signal) {
    const { default: tar } = await __webpack_require__.e(/* import() */ 118).then(__webpack_require__.t.bind(__webpack_require__, 56118, 19));
    const pack = tar.pack();
    // What lies for days need not be small, and a large folder keeps a job waiting.
    const gzip = (0,node_zlib__WEBPACK_IMPORTED_MODULE_4__.createGzip)({ level: node_zlib__WEBPACK_IMPORTED_MODULE_4__.constants.Z_BEST_SPEED });
    const written = (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_3__.pipeline)(pack, gzip, (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createWriteStream)(file, { flags: 'wx' }), { ...(signal && { signal }) });
    written.catch(() => undefined);
    const read = [];
    try {
        // Keeps the archive of an empty folder from being none.
        pack.entry({ ...FIXED, name: '.', type: 'directory', mode: 0o755 });
        for (const entry of await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .walkTree */ .Ir)(folder)) {
            if (entry.kind === 'other')
                throw new Error(`${entry.path} is neither a file, a folder nor a link`);
            const sink = pack.entry(headerOf(entry, entry.size));
            if (entry.kind !== 'file') {
                read.push({ entry });
                continue;
            }
            const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
            const source = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, entry.path));
            source.on('data', (chunk) => hash.update(chunk));
            await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_3__.pipeline)(source, sink, { ...(signal && { signal }) });
            read.push({ entry, content: `sha256:${hash.digest('hex')}` });
        }
        pack.finalize();
        await written;
        return (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .digestOfEntries */ .ol)(read);
    }
    catch (error) {
        pack.destroy();
        await written.catch(() => undefined);
        signal?.throwIfAborted();
        throw error;
    }
}
/** As Lambda wants its code. Folders without files in them are kept. */
async function packZip() {
    const { ZipFile } = await __webpack_require__.e(/* import() */ 44).then(__webpack_require__.t.bind(__webpack_require__, 93044, 19));
    const zip = new ZipFile();
    const collected = collect(zip.outputStream);
    // A zip of the time before time zones: what a host thinks of its own zone must not change the bytes.
    const options = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };
    return {
        add: (entry, bytes) => {
            if (entry.kind === 'directory')
                zip.addEmptyDirectory(entry.path, { ...options, mode: 0o40000 | entry.mode });
            else if (entry.kind === 'link')
                zip.addBuffer(Buffer.from(entry.target ?? ''), entry.path, { ...options, mode: LINK_TYPE | entry.mode });
            else
                zip.addBuffer(bytes ?? Buffer.alloc(0), entry.path, { ...options, mode: FILE_TYPE | entry.mode });
            return Promise.resolve();
        },
        finish: () => {
            zip.end();
            return collected;
        },
        abandon: () => void zip.outputStream.destroy(),
    };
}
function collect(stream) {
    const collected = (async () => {
        const chunks = [];
        for await (const chunk of stream)
            chunks.push(chunk);
        return Buffer.concat(chunks);
    })();
    // Node warns of a rejection that is awaited later; who finishes awaits it, and who abandons does not care.
    collected.catch(() => undefined);
    return collected;
}


/***/ })

};
