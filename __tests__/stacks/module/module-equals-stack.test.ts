import { readFileSync } from "node:fs";
import { Testing } from "cdktf";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { zip } from "../../../cli/publication/module-archive";
import type { Environment } from "../../../envs/schema/environment";
import { requireEnvironments } from "../../../envs/validation/parse-environments";
import { archivePath } from "../../../functions/archives";
import { disableCreationStacks } from "../../../stacks/cdktf/disable-creation-stacks";
import { type ModuleFiles, moduleFiles } from "../../../stacks/module/module-files";
import { moduleInputs } from "../../../stacks/module/module-inputs";
import { environmentSource, postureSource } from "../../../stacks/module/source/module-source";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import type { PostureKind } from "../../../stacks/posture/posture-output";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { perimeterPostureKinds } from "../../../verify/posture/posture";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { propertyRuns } from "../../fixtures/property-runs";
import { testingApp } from "../../fixtures/testing-app";
import { arbitraryArguments } from "./fixtures/arbitrary-arguments";
import { exportedEnvironments } from "./fixtures/exported-environments";
import { environmentOf, environmentWith, type ModuleArguments } from "./fixtures/module-arguments";
import { moduleText } from "./fixtures/module-text";

beforeAll(disableCreationStacks);

/** A root module that calls the module, read as `verify` reads it. */
function readCall(files: ModuleFiles, values: ModuleArguments): TerraformConfiguration {
  const json = (path: string): JsonObject => JSON.parse(moduleText(files, path));
  const accounts = { json: json("modules/aws-accounts/main.tf.json"), load: () => undefined };
  const variable = Object.fromEntries(Object.keys(values).map((name) => [name, {}]));
  const module = { ...json("main.tf.json"), ...json("outputs.tf.json"), variable };
  return readConfiguration(
    {
      provider: { aws: [{ region: values.region }] },
      module: { perimeter: { source: "./m", ...values } },
    } as unknown as JsonObject,
    "main.tf.json",
    { load: () => ({ json: module, load: () => accounts }) },
  );
}

function readStack(environment: Environment): TerraformConfiguration {
  const stack = new PerimeterStack(testingApp(), environment.name, { environment });
  return readConfiguration(JSON.parse(Testing.synth(stack)), "cdk.tf.json");
}

/** Text of a module with the addresses of a stack, in which each user, port and block has a resource of its own name. */
function asInStack(text: string, { end_user_roles: roles = [] }: Partial<ModuleArguments>): string {
  return (
    text
      // The addresses of the resolver are an expression that only the apply decides, so the reader keeps its condition, which holds.
      .replace(/\$\{\(\(\(\\"\w+\\" != null\) && true\) \? (join\(.*?\)\)) : null\)\}/, "${$1}")
      .replaceAll(
        /\b(access_corporate_(?:endpoint_[a-f]_to|entrance_from|tunnels_to)|access_resolver_asked_by)(_tcp|_udp|)\[\\*"([\d./]+)\\*"\]/g,
        (_, name, protocol, block) => `${name}_${block.replaceAll(/[./]/g, "_")}${protocol}`,
      )
      .replaceAll(
        /\b(access_self_service_products_launcher)\[\\*"(.*?)\\*"\]/g,
        (_, name, role) => `${name}_${Math.max(0, roles.indexOf(role)) + 1}`,
      )
      .replaceAll("module.perimeter.", "")
      .replaceAll(/"filename":"[^,]*\/([\w-]+\.zip)[^,]*"/g, '"filename":"$1"')
      .replaceAll(/\b(aws_\w+\.\w+)\[0\]/g, "$1")
      .replaceAll(
        /\b(studio_(?:profile|group|self_in|self_out))\[\\*"([\w-]+?)\\*"\]/g,
        (_, name, user) => `${name}_${user.replaceAll("-", "_")}`,
      )
      .replaceAll(
        /\b(own_endpoints_(?:to|group_to|out|in))\[\\*"([\w-]+)(?: (\d+))?\\*"\]/g,
        (_, name, endpoint, port) =>
          [name, endpoint.replaceAll("-", "_"), ...(port === undefined ? [] : [port])].join("_"),
      )
      .replaceAll(/\b(security_groups_studio_to_internet)\[\\*"(\d+)\\*"\]/g, "$1_$2")
  );
}

/** Address and arguments of each resource. Conditions of the lifecycle are texts of other expressions, and Terraform compares their results. */
function argumentsByAddress(
  { resources }: TerraformConfiguration,
  inputs: Partial<ModuleArguments>,
): ReadonlyMap<string, JsonObject> {
  const existing = new Set(resources.map(({ address }) => asInStack(address, inputs)));
  return new Map(
    resources.map(({ address, values }) => {
      const { lifecycle, depends_on: dependencies, ...own } = values;
      // A module also names resources that the call does not have, because Terraform takes no expression there.
      const after = ((dependencies ?? []) as readonly string[]).filter((name) => existing.has(name));
      const { precondition: _, postcondition: __, ...kept } = (lifecycle ?? {}) as JsonObject;
      // A set: a domain that is listed twice is there once, in any order.
      const set = "domains" in own ? { domains: [...new Set(own.domains as readonly string[])].toSorted() } : {};
      return [
        asInStack(address, inputs),
        JSON.parse(asInStack(JSON.stringify({ ...own, ...set, after, lifecycle: kept }), inputs)),
      ];
    }),
  );
}

/** Outputs by name. What a stack does not declare, the posture of a module declares as null or as an empty list. */
function outputsByName({ outputs }: TerraformConfiguration, inputs: Partial<ModuleArguments>): JsonObject {
  const named = Object.entries(outputs).map(([name, value]) => [name.replace(/^module\.perimeter\./, ""), value]);
  const text = JSON.stringify(Object.fromEntries(named), (_, value) =>
    value === null || (Array.isArray(value) && value.length === 0) ? undefined : value,
  );
  const own: JsonObject = JSON.parse(asInStack(text, inputs));
  return Object.fromEntries(Object.entries(own).filter(([name]) => !name.startsWith("module.")));
}

/** The arguments of a stack's resource as the module writes them: with the tags that the stack's provider adds. */
function withDefaultTags(
  own: JsonObject,
  ofModule: JsonObject | undefined,
  { name, tags }: ModuleArguments,
): JsonObject {
  const all = { ...tags, Project: "studio-perimeter", Environment: name, ...((own.tags ?? {}) as JsonObject) };
  return ofModule !== undefined && "tags" in ofModule ? { ...own, tags: all } : own;
}

const files = new Map<PostureKind, ModuleFiles>();

function filesOf(posture: PostureKind): ModuleFiles {
  const known = files.get(posture) ?? moduleFiles(postureSource(posture), { version: "1.0.0", license: "" });
  files.set(posture, known);
  return known;
}

/** Expects that a call of the module is the stack, argument by argument. */
function expectEqual(called: TerraformConfiguration, stack: TerraformConfiguration, values: ModuleArguments): void {
  const [ofModule, ofStack] = [called, stack].map((one) => argumentsByAddress(one, values));
  const expected = [...(ofStack ?? [])].map(
    ([address, own]) => [address, withDefaultTags(own, ofModule?.get(address), values)] as const,
  );

  expect(called.unreadParts).toBeUndefined();
  expect(Object.fromEntries(ofModule ?? [])).toEqual(Object.fromEntries(expected));
  expect(outputsByName(called, values)).toEqual(outputsByName(stack, values));
}

/** Verdicts that do not prove a claim. */
function unprovedClaims(configuration: TerraformConfiguration): readonly string[] {
  return decideClaims({ configuration, posture: readPosture(configuration) }).flatMap(({ claim, verdict }) =>
    ["proved", "notApplicable"].includes(verdict.kind) ? [] : [claim.name],
  );
}

test.each(perimeterPostureKinds)(
  "a call of the module %s with any inputs and options is the stack of the environment with these values, and breaks no claim",
  (posture) => {
    fc.assert(
      fc.property(arbitraryArguments(postureSource(posture)), (values) => {
        const called = readCall(filesOf(posture), values);

        expectEqual(called, readStack(environmentOf(posture, values)), values);
        expect(unprovedClaims(called)).toEqual([]);
      }),
      propertyRuns(2),
    );
  },
);

test.each(Object.keys(exportedEnvironments) as readonly (keyof typeof exportedEnvironments)[])(
  "a call of the module of an environment with %s equals the stack with these values, and no input breaks a claim",
  (name) => {
    const environment = requireEnvironments([exportedEnvironments[name]], TODAY)[0] as Environment;
    const source = environmentSource(environment);
    const module = moduleFiles(source, { version: "1.0.0", license: "" });
    const inputs = new Set(moduleInputs(source).map((input) => input.name));
    fc.assert(
      fc.property(arbitraryArguments(source), (values) => {
        const given = Object.fromEntries(Object.entries(values).filter(([input]) => inputs.has(input)));
        const called = readCall(module, given as unknown as ModuleArguments);

        expectEqual(called, readStack(environmentWith(environment, values, inputs)), values);
        expect(unprovedClaims(called)).toEqual([]);
      }),
      propertyRuns(1),
    );
  },
);

test("a module with a function has its archive, which the resource finds from any folder, and packs it as it is", () => {
  const environment = requireEnvironments([exportedEnvironments["a corporate network"]], TODAY)[0] as Environment;
  const module = moduleFiles(environmentSource(environment), { version: "1.0.0", license: "" });
  const archive = readFileSync(archivePath("studio-url"));

  const packed = unzipSync(zip(module));

  expect(moduleText(module, "main.tf.json")).toContain('"filename": "${path.module}/functions/studio-url.zip"');
  expect(archive.equals(packed["functions/studio-url.zip"] ?? new Uint8Array())).toBe(true);
});

test("the module of an environment has the values of the environment as defaults, and requires none", () => {
  const environment = requireEnvironments([exportedEnvironments["a corporate network"]], TODAY)[0] as Environment;

  const inputs = moduleInputs(environmentSource(environment));

  expect(inputs.filter((input) => input.default === undefined)).toEqual([]);
  expect(Object.fromEntries(inputs.map((input) => [input.name, input.default]))).toMatchObject({
    name: '"sample"',
    vpc_cidr: '"10.40.0.0/16"',
    attachment_id: '"tgw-0123456789abcdef0"',
    notebook_user: '"ben"',
    account_id: "null",
  });
});

test("an environment in a Region that a module does not support is refused with the Regions that it supports", () => {
  const environment = requireEnvironments([exportedEnvironments["a corporate network"]], TODAY)[0] as Environment;

  expect(() => environmentSource({ ...environment, region: "eu-south-9" })).toThrow(
    "sample: region: no Region of a module, got eu-south-9; deploy the stack instead, or use one of ap-",
  );
});
