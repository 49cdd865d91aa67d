import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { partitionOfRegion } from "../../aws/partitions";
import { ADDED_FILE } from "./copy-folder";
import { withoutComments } from "./without-comments";

/** A state of another root module that the folder reads. */
interface RemoteState {
  readonly name: string;
  /** Outputs that expressions of the folder use. */
  readonly outputs: readonly string[];
}

/**
 * Lets the data sources `terraform_remote_state` of a root module in HCL read states with example values: those of other root modules are in
 * an account or a service that a rehearsal does not have.
 *
 * @returns one line for each data source
 */
export async function answerRemoteStates(working: string): Promise<readonly string[]> {
  const names = (await readdir(working)).filter((name) => /\.(?:tf|tfvars)$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(working, name), "utf8")));
  const text = texts.join("\n");
  const states = remoteStatesIn(text);
  if (states.length === 0) {
    return [];
  }
  const region = regionIn(text);
  for (const { name, outputs } of states) {
    await writeFile(join(working, stateFile(name)), stateText(outputs, region));
  }
  const data = Object.fromEntries(
    states.map(({ name }) => [name, { backend: "local", config: { path: `\${path.root}/${stateFile(name)}` } }]),
  );
  const override = JSON.stringify({ data: { terraform_remote_state: data } });
  await writeFile(join(working, `${STATE_PREFIX}override.tf.json`), override);
  return states.map(
    ({ name, outputs }) =>
      `data.terraform_remote_state.${name}: answered with example values (${outputs.join(", ") || "no output is used"}), because a rehearsal reads no state of another root module`,
  );
}

const STATE_PREFIX = `${ADDED_FILE}_remote_state_`;

function stateFile(name: string): string {
  return `${STATE_PREFIX}${name}.json`;
}

/**
 * A plan as JSON that says nothing of where a rehearsal reads states, so that it fits the folder that was rehearsed. What was read is in it
 * as the example that it is.
 *
 * @param plan output of `terraform show -json`
 */
export function withoutRemoteStateOverrides(plan: string): string {
  if (!plan.includes("terraform_remote_state")) {
    return plan;
  }
  const json = JSON.parse(plan) as { configuration?: { root_module?: { resources?: readonly ConfiguredResource[] } } };
  for (const resource of json.configuration?.root_module?.resources ?? []) {
    if (resource.type === "terraform_remote_state" && resource.mode === "data") {
      resource.expressions = {};
    }
  }
  return JSON.stringify(json);
}

/** A resource in the configuration of a plan. */
interface ConfiguredResource {
  readonly mode?: string;
  readonly type?: string;
  expressions?: object;
}

/** The Region where a provider or a variable names none, as elsewhere in the documentation. */
const EXAMPLE_REGION = "eu-west-1";

/** The Region of the default provider in a text, if it or the value of its variable is written there. */
export function regionIn(text: string): string {
  const code = withoutComments(text);
  const providers = [...code.matchAll(/^[ \t\uFEFF]*provider\s+"aws"\s*\{([^{}]*)/gm)].map(([, body = ""]) => body);
  const body = providers.find((one) => !/^[ \t\uFEFF]*alias\s*=/m.test(one)) ?? "";
  const [, literal, variable] = /^[ \t\uFEFF]*region\s*=\s*(?:"([\w-]+)"|var\.([\w-]+))/m.exec(body) ?? [];
  const [, given] = new RegExp(`^${variable}\\s*=\\s*"([\\w-]+)"`, "m").exec(code) ?? [];
  const [, initial] = new RegExp(`variable\\s+"${variable}"\\s*\\{[^}]*default\\s*=\\s*"([\\w-]+)"`).exec(code) ?? [];
  return literal ?? given ?? initial ?? EXAMPLE_REGION;
}

/** The data sources that a text declares, outside comments, and what it uses of them. */
export function remoteStatesIn(text: string): readonly RemoteState[] {
  const code = withoutComments(text);
  const declared = [...code.matchAll(/^[ \t\uFEFF]*data\s+"terraform_remote_state"\s+"([\w-]+)"/gm)];
  const used = [
    ...outputsRead(code, `terraform_remote_state\\.([\\w-]+)(?:\\[[^\\]]*\\])?\\.outputs`),
    // All outputs often have a name of their own: `hub = data.terraform_remote_state.hub.outputs`, read as `local.hub.vpc_id`.
    ...outputsAsLocals(code),
  ];
  return [...new Set(declared.map(([, name = ""]) => name))].map((name) => ({
    name,
    outputs: [...new Set(used.flatMap((one) => (one.state === name ? [one.output] : [])))].sort(),
  }));
}

interface UsedOutput {
  readonly state: string;
  readonly output: string;
}

/** @param source regular expression of what has the outputs, with the name of the state in its group */
function outputsRead(code: string, source: string): readonly UsedOutput[] {
  const members = new RegExp(`\\b${source}(?:\\.([\\w-]+)|\\["([\\w-]+)"\\])`, "g");
  return [...code.matchAll(members)].map(([, state = "", member, key]) => ({ state, output: member ?? key ?? "" }));
}

function outputsAsLocals(code: string): readonly UsedOutput[] {
  const whole = /^[ \t]*([\w-]+)[ \t]*=[ \t]*data\.terraform_remote_state\.([\w-]+)(?:\[[^\]]*\])?\.outputs[ \t]*$/gm;
  return [...code.matchAll(whole)].flatMap(([, local = "", state = ""]) =>
    outputsRead(code, `local\\.(${local})`).map(({ output }) => ({ state, output })),
  );
}

function stateText(outputs: readonly string[], region: string): string {
  const values = outputs.map((name) => {
    const value = exampleOutput(name, region);
    return [name, { value, type: typeof value === "string" ? "string" : ["list", "string"] }] as const;
  });
  const state = { version: 4, terraform_version: "1.10.0", serial: 1, lineage: "rehearsal", resources: [] };
  return JSON.stringify({ ...state, outputs: Object.fromEntries(values) });
}

/** Examples by what a name is about; the first that fits. */
const examplesIn = (region: string, partition: string): readonly (readonly [about: RegExp, value: string])[] => [
  [/cidr/, "10.0.0.0/16"],
  [/account/, "111122223333"],
  [/kms.*arn|key.*arn/, `arn:${partition}:kms:${region}:111122223333:key/11111111-2222-3333-4444-555555555555`],
  [/role.*arn/, `arn:${partition}:iam::111122223333:role/example`],
  [/policy.*arn/, `arn:${partition}:iam::111122223333:policy/example`],
  [/arn/, `arn:${partition}:s3:::example`],
  [/hosted_zone|zone_id/, "Z0123456789ABCDEFGHIJ"],
  [/az|zone/, `${region}a`],
  [/(?:tgw|transit_gateway).*(?:route_table|rtb)/, "tgw-rtb-0123456789abcdef0"],
  [/(?:tgw|transit_gateway).*attachment/, "tgw-attach-0123456789abcdef0"],
  [/tgw|transit_gateway/, "tgw-0123456789abcdef0"],
  [/prefix_list/, "pl-0123456789abcdef0"],
  [/route_table/, "rtb-0123456789abcdef0"],
  [/subnet/, "subnet-0123456789abcdef0"],
  [/security_group|(?:^|_)sg(?:_|$)/, "sg-0123456789abcdef0"],
  [/endpoint/, "vpce-0123456789abcdef0"],
  [/vpc/, "vpc-0123456789abcdef0"],
];

/** An example of an output by its name: a list for a name in the plural. */
export function exampleOutput(name: string, region: string): string | readonly string[] {
  const examples = examplesIn(region, partitionOfRegion(region).name);
  const [, value = "example"] = examples.find(([about]) => about.test(name)) ?? [];
  return /(?:ids|arns|names|subnets|cidrs|blocks|azs|zones|tables|groups)$/.test(name) ? [value] : value;
}
