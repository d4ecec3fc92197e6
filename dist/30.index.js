export const id = 30;
export const ids = [30];
export const modules = {

/***/ 30030:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectAlarms: () => (/* binding */ connectAlarms),
  connectContainers: () => (/* binding */ connectContainers),
  connectFunctions: () => (/* binding */ connectFunctions),
  connectIdentity: () => (/* binding */ connectIdentity),
  connectStorage: () => (/* binding */ connectStorage),
  connectTrail: () => (/* binding */ connectTrail),
  unknownInTaskDefinition: () => (/* binding */ unknownInTaskDefinition)
});

// EXTERNAL MODULE: ./node_modules/@smithy/core/dist-cjs/submodules/schema/index.js
var submodules_schema = __webpack_require__(26890);
;// CONCATENATED MODULE: ./build/dist/aws/shape.js

/** Paths of members that an input of AWS's does not have: `containerDefinitions[0].imge`. The SDKs drop them in silence. */
function unknownMembers(schema, value, path = '') {
    const shape = submodules_schema.NormalizedSchema.of(schema);
    if (Array.isArray(value)) {
        if (!shape.isListSchema())
            return [];
        return value.flatMap((item, at) => unknownMembers(shape.getValueSchema(), item, `${path}[${at}]`));
    }
    if (typeof value !== 'object' || value === null)
        return [];
    const below = (name) => (path === '' ? name : `${path}.${name}`);
    if (shape.isMapSchema()) {
        return Object.entries(value).flatMap(([key, item]) => unknownMembers(shape.getValueSchema(), item, below(key)));
    }
    if (!shape.isStructSchema())
        return [];
    const members = new Map(shape.structIterator());
    return Object.entries(value).flatMap(([name, item]) => {
        const member = members.get(name);
        return member === undefined ? [below(name)] : unknownMembers(member, item, below(name));
    });
}

;// CONCATENATED MODULE: ./build/dist/aws/clients.js

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
async function connectFunctions(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(696)]).then(__webpack_require__.t.bind(__webpack_require__, 71696, 19));
    return make(access, 'lambda', (config) => new sdk.LambdaClient(config), {
        getAlias: sdk.GetAliasCommand,
        getFunctionConfiguration: sdk.GetFunctionConfigurationCommand,
        updateFunctionCode: sdk.UpdateFunctionCodeCommand,
        publishVersion: sdk.PublishVersionCommand,
    });
}
/** Paths of members that RegisterTaskDefinition does not know. */
async function unknownInTaskDefinition(value) {
    const { RegisterTaskDefinitionRequest$: schema } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(212)]).then(__webpack_require__.t.bind(__webpack_require__, 80212, 19));
    return unknownMembers(schema, value);
}
async function connectContainers(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(212)]).then(__webpack_require__.t.bind(__webpack_require__, 80212, 19));
    return make(access, 'ecs', (config) => new sdk.ECSClient(config), {
        registerTaskDefinition: sdk.RegisterTaskDefinitionCommand,
    });
}


/***/ })

};
