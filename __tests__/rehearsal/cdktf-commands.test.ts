import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CdktfProject } from "./fixtures/cdktf-project";
import { cdktfProject } from "./fixtures/cdktf-project";
import { defineResource, type MutableTerraformJson } from "./fixtures/mutable-terraform-json";
import { smallNetwork, VPC_ID } from "./fixtures/small-network";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import type { TerraformTestBed } from "./fixtures/terraform-test-bed";
import { startTestBed } from "./fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;
const STATE = "terraform.dev.tfstate";

/** A small stack in the form that cdktf writes, with metadata and a local state. */
function devStack(...routeTables: readonly string[]): MutableTerraformJson {
  const stack = smallNetwork((network) => {
    for (const name of routeTables) {
      defineResource(network, "aws_route_table", name, { vpc_id: VPC_ID });
    }
  })();
  const backend = { local: { path: `../../../${STATE}` } };
  const metadata = { backend: "local", stackName: "dev" };
  return { ...stack, "//": { metadata }, terraform: { ...stack.terraform, backend } };
}

describeWithTerraform("cdktf commands with the stand-in provider", () => {
  let testBed: TerraformTestBed;
  let project: CdktfProject;
  let variables: Readonly<Record<string, string>>;

  const addressesInState = async (): Promise<readonly string[]> => {
    const state = JSON.parse(await readFile(join(project.directory, STATE), "utf8"));
    const resources: readonly { readonly type: string; readonly name: string }[] = state.resources;
    return resources.map(({ type, name }) => `${type}.${name}`);
  };

  beforeAll(async () => {
    testBed = await startTestBed([devStack("a")]);
    project = await cdktfProject("dev", devStack("a"));
    const reattach = await testBed.providerProcess.openAccount("dev", "remove", () => undefined);
    variables = {
      TERRAFORM_BINARY_NAME: testBed.terraform.binary,
      TF_REATTACH_PROVIDERS: reattach,
      TF_CLI_CONFIG_FILE: project.cliConfig,
    };
  }, MINUTE_MS);

  afterAll(async () => {
    await project.remove();
    await testBed.close();
  });

  test(
    "The cdktf commands diff, deploy of the reviewed plan, deploy without changes and destroy work with the stand-in provider.",
    async () => {
      const diff = await project.cdktf(["diff", "dev", "--skip-provider-lock"], variables);
      await project.tamper("dev", devStack("a", "slipped_in"));
      const reviewed = await project.cdktf(["deploy", "dev", "--skip-synth", "--skip-provider-lock"], {
        ...variables,
        TF_CLI_ARGS_apply: "plan",
      });
      const deployed = await addressesInState();
      const again = await project.cdktf(["deploy", "dev", "--auto-approve", "--skip-provider-lock"], variables);
      const destroyed = await project.cdktf(["destroy", "dev", "--auto-approve", "--skip-provider-lock"], variables);

      expect(diff).toMatchObject({ code: 0, stdout: expect.stringContaining("3 to add, 0 to change, 0 to destroy") });
      expect(reviewed).toMatchObject({ code: 0, stdout: expect.stringContaining("Resources: 3 added") });
      expect(deployed).toEqual(["aws_route_table.a", "aws_subnet.a", "aws_vpc.vpc"]);
      expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("No changes") });
      expect(destroyed).toMatchObject({ code: 0, stdout: expect.stringContaining("3 destroyed") });
      expect(await addressesInState()).toEqual([]);
    },
    2 * MINUTE_MS,
  );
});
