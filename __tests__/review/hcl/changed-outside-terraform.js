const Module = require("node:module");
const { existsSync, readFileSync } = require("node:fs");

/**
 * Preloaded with `node -r`: a refresh finds what the file of OUTSIDE_CHANGES names: `{ "<type>": { "<argument>": value } }`, or `null` for a
 * resource that somebody deleted.
 */
const load = Module._load;
Module._load = function (request, parent, ...rest) {
  const loaded = load.call(this, request, parent, ...rest);
  const isServed = request === "./provider/provider" && parent?.filename.endsWith("provider-main.ts");
  return isServed ? { ...loaded, providerMethods: (...args) => changed(loaded.providerMethods(...args)) } : loaded;
};

const READ = "/tfplugin5.Provider/ReadResource";

function changed(methods) {
  const { PROVIDER_METHODS } = require("../../../rehearsal/protocol/messages");
  const { decode, encode } = require("../../../rehearsal/protocol/protobuf");
  const { objectFromDynamicValue, toDynamicValue } = require("../../../rehearsal/protocol/values");
  const types = PROVIDER_METHODS.ReadResource;
  const read = methods.get(READ);
  return new Map(methods).set(READ, (bytes, connection) => {
    const path = process.env.OUTSIDE_CHANGES;
    const changes = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
    const { type_name: type, current_state: state } = decode(types.request, bytes);
    if (!Object.hasOwn(changes, type)) {
      return read(bytes, connection);
    }
    const values = changes[type] === null ? null : { ...objectFromDynamicValue(state), ...changes[type] };
    return encode(types.reply, { new_state: toDynamicValue(values) });
  });
}
