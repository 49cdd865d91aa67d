import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { AWS_PROVIDER } from "../../../fixtures/terraform-plan";

type Entry = Record<string, Json>;

const bucket = { id: "studio", bucket: "studio", arn: "arn:aws:s3:::studio", bucket_region: "eu-west-1" };
const subnet = { id: "subnet-0a1b2c3d", arn: "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0a1b2c3d" };
const region = { id: "eu-west-1", region: "eu-west-1" };
const caller = { id: "111122223333", account_id: "111122223333" };

/** A state as `terraform show -json` writes it, and the same as a state file. */
function statesWith(edit: (resources: { [address: string]: Entry }) => void): readonly JsonObject[] {
  const entry = (mode: string, type: string, name: string, values: JsonObject): Entry => ({
    ...{ mode, type, name, values, provider_name: AWS_PROVIDER },
  });
  const resources = {
    bucket: entry("managed", "aws_s3_bucket", "b", bucket),
    subnet: entry("managed", "aws_subnet", "s", { ...subnet, owner_id: "111122223333" }),
    region: entry("data", "aws_region", "r", region),
    caller: entry("data", "aws_caller_identity", "c", caller),
  };
  edit(resources);
  const entries = Object.values(resources);
  const shown = entries.map((found) => ({ address: addressOf(found), ...found }));
  const filed = entries.map(({ mode = null, type = null, name = null, values = null, ...more }) => {
    const { tainted, deposed_key: deposed, provider_name: provider } = more;
    const instance = { attributes: values, ...(tainted && { status: "tainted" }), ...(deposed && { deposed }) };
    return { mode, type, name, instances: [instance], ...(provider && { provider: `provider["${provider}"]` }) };
  });
  return [
    { format_version: "1.0", values: { outputs: {}, root_module: { resources: shown } } },
    { version: 4, serial: 1, lineage: "x", outputs: {}, resources: merged(filed) },
  ];
}

const addressOf = ({ mode, type, name }: Entry): string => `${mode === "data" ? "data." : ""}${type}.${name}`;

/** A state file has one entry for the current and the former objects of a resource. */
function merged(entries: readonly { readonly name: Json; readonly instances: readonly JsonObject[] }[]): Json {
  const byName = new Map<Json, (typeof entries)[number]>();
  for (const entry of entries) {
    const before = byName.get(entry.name)?.instances ?? [];
    byName.set(entry.name, { ...entry, instances: [...before, ...entry.instances] });
  }
  return [...byName.values()];
}

/** What is refused, or the parts that are not read. */
function saidOf(state: JsonObject): string {
  try {
    return (readConfiguration(state, "state").unreadParts ?? []).map(({ text }) => text).join("\n");
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}

test("a state of one account and Region is read in whole", () => {
  expect(statesWith(() => {}).map(saidOf)).toEqual(["", ""]);
});

const valuesOf = (entry: Entry | undefined): Entry => (entry?.values ?? {}) as Entry;
const set = (name: string, change: Entry) => (resources: { [address: string]: Entry }) => {
  resources[name] = { ...resources[name], values: { ...valuesOf(resources[name]), ...change } };
};

test.each<[name: string, edit: (resources: { [address: string]: Entry }) => void, says: RegExp]>([
  ["a bucket has the ARN of another bucket", set("bucket", { arn: "arn:aws:s3:::theirs" }), /^refused.*arn is/],
  ["a resource names no provider", (all) => delete all.bucket?.provider_name, /aws_s3_bucket\.b names no provider/],
  ["a bucket has another name than its ID", set("bucket", { bucket: "theirs" }), /^refused.*id is/],
  [
    "a subnet has an ARN of another account",
    set("subnet", { arn: "arn:aws:ec2:eu-west-1:444455556666:subnet/subnet-0a1b2c3d" }),
    /aws_subnet\.s is in the account 444455556666/,
  ],
  ["a subnet is shared by another account", set("subnet", { owner_id: "444455556666" }), /the account 444455556666/],
  [
    "a subnet has an ARN of another Region",
    set("subnet", { arn: "arn:aws:ec2:us-east-1:111122223333:subnet/subnet-0a1b2c3d" }),
    /the Region us-east-1/,
  ],
  ["a bucket is in another Region", set("bucket", { bucket_region: "us-east-1" }), /the Region us-east-1/],
  [
    "there are two accounts",
    (resources) => {
      resources.other = { ...resources.caller, name: "other", values: { account_id: "444455556666" } };
    },
    /caller_identity\.other is in the account/,
  ],
  [
    "a subnet is tainted",
    (resources) => {
      resources.subnet = { ...resources.subnet, tainted: true };
    },
    /aws_subnet\.s is tainted/,
  ],
  [
    "a former subnet still exists",
    (resources) => {
      resources.former = { ...resources.subnet, deposed_key: "00000001" };
    },
    /aws_subnet\.s was replaced, but a former object/,
  ],
  [
    "a subnet appears twice",
    (resources) => {
      resources.again = { ...resources.subnet };
    },
    /^refused.*twice/,
  ],
  [
    "a resource has an unknown mode",
    (resources) => {
      resources.subnet = { ...resources.subnet, mode: "ephemeral" };
    },
    /^refused.*mode/,
  ],
])("a state is refused or not read in whole if %s", (_, edit, says) => {
  for (const state of statesWith(edit)) {
    expect(saidOf(state)).toMatch(says);
  }
});

type Edit = (state: { [key: string]: Json; values: { root_module: Entry } }) => void;

test.each<[name: string, edit: Edit]>([
  ["child_modules is an object", (state) => Object.assign(state.values.root_module, { child_modules: {} })],
  ["child_modules is a text", (state) => Object.assign(state.values.root_module, { child_modules: "x" })],
  ["a module has no address", (state) => Object.assign(state.values.root_module, { child_modules: [{}] })],
  ["resources has a list", (state) => (state.values.root_module.resources as Json[]).push([])],
  ["resources has null", (state) => (state.values.root_module.resources as Json[]).push(null)],
  ["it has an unknown part", (state) => Object.assign(state, { more: {} })],
  [
    "an address names another resource",
    (state) => Object.assign((state.values.root_module.resources as Entry[])[0] ?? {}, { name: "other" }),
  ],
])("the shown values of a state are refused if %s", (_, edit) => {
  const [shown] = statesWith(() => {});
  edit(shown as Parameters<Edit>[0]);

  expect(saidOf(shown ?? {})).toMatch(/^refused/);
});

test.each<[name: string, edit: (resource: Entry, state: Entry) => void]>([
  ["resources is null", (_, state) => Object.assign(state, { resources: null })],
  ["it is encrypted", (_, state) => Object.assign(state, { encrypted_data: "x" })],
  ["resources has a list", (_, state) => (state.resources as Json[]).push([])],
  ["a resource has no mode", (resource) => delete resource.mode],
  ["a module is a number", (resource) => Object.assign(resource, { module: 7 })],
  ["instances is an object", (resource) => Object.assign(resource, { instances: {} })],
  ["instances is missing", (resource) => delete resource.instances],
  ["an instance is a list", (resource) => Object.assign(resource, { instances: [[]] })],
  ["an instance has flat attributes", (resource) => Object.assign(resource, { instances: [{ attributes_flat: {} }] })],
  ["an index is an object", (resource) => Object.assign(resource, { instances: [{ index_key: {}, attributes: {} }] })],
  [
    "an instance appears twice",
    (resource) => Object.assign(resource, { instances: [resource.instances, resource.instances].flat() }),
  ],
])("a state file is refused if %s", (_, edit) => {
  const [, filed = {}] = statesWith(() => {});
  edit((filed.resources as Entry[])[0] ?? {}, filed as Entry);

  expect(saidOf(filed)).toMatch(/^refused/);
});
