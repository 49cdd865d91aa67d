const { IndependentStack } = require("../../dist/stacks/cdktf/stack-with-readable-addresses");
const quiet = require("../../dist/stacks/cdktf/disable-creation-stacks");

/** Preloaded: the framework resolves stacks by itself, three times over, and formats the creation stack of every token. */
delete IndependentStack.prototype.prepareStack;
delete IndependentStack.prototype.toTerraform;
quiet.quietCreationStacks = () => {};
