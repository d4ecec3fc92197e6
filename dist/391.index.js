export const id = 391;
export const ids = [391];
export const modules = {

/***/ 73391:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   connectAlarms: () => (/* binding */ connectAlarms),
/* harmony export */   connectIdentity: () => (/* binding */ connectIdentity),
/* harmony export */   connectStorage: () => (/* binding */ connectStorage),
/* harmony export */   connectTrail: () => (/* binding */ connectTrail)
/* harmony export */ });
async function connectStorage(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
    // Names of buckets with dots break the certificate of virtual-host addresses, and loopback has no subdomains.
    return make(access, 's3', (config) => new sdk.S3Client({ ...config, forcePathStyle: true }), {
        putObject: sdk.PutObjectCommand,
        headObject: sdk.HeadObjectCommand,
        deleteObject: sdk.DeleteObjectCommand,
    });
}
async function connectAlarms(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(85)]).then(__webpack_require__.t.bind(__webpack_require__, 44085, 19));
    return make(access, 'cloudwatch', (config) => new sdk.CloudWatchClient(config), {
        describeAlarms: sdk.DescribeAlarmsCommand,
    });
}
async function connectTrail(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(392)]).then(__webpack_require__.t.bind(__webpack_require__, 57392, 19));
    return make(access, 'cloudtrail', (config) => new sdk.CloudTrailClient(config), {
        lookupEvents: sdk.LookupEventsCommand,
    });
}
async function connectIdentity(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 71695, 19));
    return make(access, 'sts', (config) => new sdk.STSClient(config), {
        getCallerIdentity: sdk.GetCallerIdentityCommand,
    });
}


/***/ })

};
