import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StandIn } from "../../rehearsal/run/stand-in-process";
import { startStandIn } from "../../rehearsal/run/stand-in-process";
import type { Finished, Terraform } from "../../rehearsal/run/terraform";
import { emptyCliConfig, findTerraform, terraform } from "../../rehearsal/run/terraform";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { usedTypes } from "../../rehearsal/schema/used-types";
import type { Leftovers } from "../../rehearsal/world/world";
import { type TerraformJson, terraformText } from "./fixtures/terraform-json";

/** Lets the stand-in's own process run TypeScript, as the tests do. */
export const NODE_ARGUMENTS = ["-r", join(__dirname, "typescript-hook.js")];

/** One working copy in one account of its own. */
export interface Act {
  readonly name: string;
  readonly directory: string;
  /** What the stand-in said that happened beside Terraform. */
  readonly events: readonly string[];
  write(stack: TerraformJson): Promise<void>;
  run(...args: readonly string[]): Promise<Finished>;
  /** Attributes of a resource, from the state. */
  attributes(type: string, name: string): Promise<Readonly<Record<string, unknown>>>;
}

/** A stand-in that serves what the given stacks use, and acts to play with it. */
export interface Stage {
  readonly standIn: StandIn;
  readonly terraform: Terraform;
  open(name: string, leftovers?: Leftovers): Promise<Act>;
  close(): Promise<void>;
}

/** Sets a stage for some stacks; one for a whole test file. The variables say which Terraform plays. */
export async function setStage(stacks: readonly TerraformJson[], variables = process.env): Promise<Stage> {
  const workshop = await mkdtemp(join(tmpdir(), "rehearsal-test-"));
  const found = await findTerraform(variables);
  const cliConfig = await emptyCliConfig(workshop);
  const types = usedTypes(Object.fromEntries(stacks.entries()));
  const standIn = await startStandIn({ packageRoot: packageRoot(__dirname), ...types, nodeArguments: NODE_ARGUMENTS });
  return {
    standIn,
    terraform: found,
    open: async (name, leftovers = "sweep") => {
      const directory = join(workshop, name);
      await mkdir(directory);
      const events: string[] = [];
      const reattach = await standIn.open(name, leftovers, (event) => events.push(event));
      return {
        name,
        directory,
        events,
        write: (stack) => writeFile(join(directory, "cdk.tf.json"), terraformText(stack)),
        run: (...args) => terraform(found, [...args, "-no-color"], { directory, reattach, cliConfig }),
        attributes: (type, resource) => attributesIn(join(directory, "terraform.tfstate"), type, resource),
      };
    },
    close: async () => {
      await standIn.close();
      await rm(workshop, { recursive: true, force: true });
    },
  };
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

async function attributesIn(path: string, type: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const { resources } = JSON.parse(await readFile(path, "utf8")) as State;
  const found = resources.find((resource) => resource.type === type && resource.name === name);
  const attributes = found?.instances[0]?.attributes;
  if (attributes === undefined) {
    throw new Error(`${path}: holds no ${type}.${name}`);
  }
  return attributes;
}
