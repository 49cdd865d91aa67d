import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bareProgram } from "../generate/bare.mjs";
import { cdkProgram } from "../generate/cdk.mjs";
import { CDK_LIBRARY } from "../peers/installed.mjs";

/** @param {string} path from the project's top */
export function inProject(path) {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** The preload under which every import of CDKTF is answered by CDK Terrain, its successor. */
export const CDK_TERRAIN = inProject("__tests__/fixtures/cdk-terrain-alias.js");

/** CDK Terrain's switch against the creation stack of every token. */
export const QUIET_CDK_TERRAIN = { CDKTN_DISABLE_CREATION_STACK: "1" };

/** The preload that takes the project's shortcuts away. */
export const STOCK_FRAMEWORK = inProject("benchmarks/apps/stock-framework.cjs");

/** Each of aws-cdk-lib's switches that makes it faster. */
export const FASTEST_CDK = {
  builtinCloudFormationValidation: false,
  analyticsReporting: false,
  stackTraces: false,
  treeMetadata: false,
};

/**
 * Runs one of `apps/` outside the measurement.
 *
 * @param {string} app
 * @param {readonly string[]} args
 */
export function runApp(app, args) {
  execFileSync(process.execPath, [inProject(`benchmarks/apps/${app}`), ...args]);
}

/** @param {string} folder of the output, @param {string} name of the stack */
export function synthesized(folder, name) {
  return JSON.parse(readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8"));
}

/**
 * Writes the bare program of some stacks.
 *
 * @returns {string} its path
 */
export function writeBare(folder, stacks) {
  return written(join(folder, "bare.cjs"), bareProgram(stacks));
}

/**
 * Writes the aws-cdk-lib program of a stack.
 *
 * @returns {{ path: string, covered: number, total: number }}
 */
export function writeCdk(folder, stack) {
  const { source, ...coverage } = cdkProgram(stack, CDK_LIBRARY);
  return { path: written(join(folder, "cdk.cjs"), source), ...coverage };
}

/**
 * Writes Terraform JSON, or a plan, into a folder of its own: all files of a folder are one configuration.
 *
 * @param {string} folder
 * @param {string} name of the new folder
 * @param {object} value
 * @returns {string} path of the file
 */
export function writeAlone(folder, name, value) {
  mkdirSync(join(folder, name));
  return written(join(folder, name, "cdk.tf.json"), JSON.stringify(value));
}

function written(path, text) {
  writeFileSync(path, text);
  return path;
}
