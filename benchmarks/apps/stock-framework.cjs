const { ReadableAddressStack } = require("../../dist/stacks/cdktf/readable-address-stack");
const quiet = require("../../dist/stacks/cdktf/disable-creation-stacks");

/** Preloaded: the framework resolves stacks by itself, three times over, and formats the creation stack of every token. */
delete ReadableAddressStack.prototype.prepareStack;
delete ReadableAddressStack.prototype.toTerraform;
quiet.disableCreationStacks = () => {};
