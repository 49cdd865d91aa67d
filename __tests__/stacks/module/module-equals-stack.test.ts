import { Testing } from "cdktf";
import fc from "fast-check";
import { disableCreationStacks } from "../../../stacks/cdktf/disable-creation-stacks";
import { type ModuleFiles, moduleFiles } from "../../../stacks/module/module-files";
import type { PostureKind } from "../../../stacks/perimeter/posture-output";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { perimeterPostureKinds } from "../../../verify/posture/posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { arbitraryArguments, environmentOf, type ModuleArguments } from "./fixtures/module-arguments";

beforeAll(disableCreationStacks);

/** A root module that calls the module, read as `verify` reads it. */
function readCall(files: ModuleFiles, values: ModuleArguments): TerraformConfiguration {
  const json = (path: string): JsonObject => JSON.parse(files.get(path) ?? "{}");
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

function readStack(posture: PostureKind, values: ModuleArguments): TerraformConfiguration {
  const environment = environmentOf(posture, values);
  const stack = new PerimeterStack(Testing.app(), environment.name, { environment });
  return readConfiguration(JSON.parse(Testing.synth(stack)), "cdk.tf.json");
}

/** Text of a module with the addresses of a stack, in which each user and each port has a resource of its own name. */
function asInStack(text: string): string {
  return text
    .replaceAll("module.perimeter.", "")
    .replaceAll(
      /\b(studio_(?:profile|group|self_in|self_out))\[\\*"([\w-]+?)\\*"\]/g,
      (_, name, user) => `${name}_${user.replaceAll("-", "_")}`,
    )
    .replaceAll(/\b(security_groups_studio_to_internet)\[\\*"(\d+)\\*"\]/g, "$1_$2");
}

/** Address and arguments of each resource. Conditions of the lifecycle are texts of other expressions, and Terraform compares their results. */
function argumentsByAddress({ resources }: TerraformConfiguration): ReadonlyMap<string, JsonObject> {
  return new Map(
    resources.map(({ address, values }) => {
      const { lifecycle, ...own } = values;
      const { precondition: _, ...kept } = (lifecycle ?? {}) as JsonObject;
      return [asInStack(address), JSON.parse(asInStack(JSON.stringify({ ...own, lifecycle: kept })))];
    }),
  );
}

/** Outputs by name. What a stack does not declare, the posture of a module declares as null or as an empty list. */
function outputsByName({ outputs }: TerraformConfiguration): JsonObject {
  const named = Object.entries(outputs).map(([name, value]) => [name.replace(/^module\.perimeter\./, ""), value]);
  const text = JSON.stringify(Object.fromEntries(named), (_, value) =>
    value === null || (Array.isArray(value) && value.length === 0) ? undefined : value,
  );
  const own: JsonObject = JSON.parse(asInStack(text));
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
  const known = files.get(posture) ?? moduleFiles(posture, { version: "1.0.0", license: "" });
  files.set(posture, known);
  return known;
}

test.each(perimeterPostureKinds)(
  "a call of the module %s with any inputs is the stack of the environment with these values",
  (posture) => {
    fc.assert(
      fc.property(arbitraryArguments(posture), (values) => {
        const [called, stack] = [readCall(filesOf(posture), values), readStack(posture, values)];
        const [ofModule, ofStack] = [called, stack].map(argumentsByAddress);
        const expected = [...(ofStack ?? [])].map(
          ([address, own]) => [address, withDefaultTags(own, ofModule?.get(address), values)] as const,
        );

        expect(called.unreadParts).toBeUndefined();
        expect(Object.fromEntries(ofModule ?? [])).toEqual(Object.fromEntries(expected));
        expect(outputsByName(called)).toEqual(outputsByName(stack));
      }),
      { numRuns: 2 },
    );
  },
);
