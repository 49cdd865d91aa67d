import { ALL_USER_ACCESS, synthesizeWithAccess } from "../stacks/fixtures/user-access-stacks";
import type { MutableTerraformJson } from "./fixtures/mutable-terraform-json";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "./fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

/** Every way in, in an environment without protections; Terraform keeps its state beside it. */
function everything(): MutableTerraformJson {
  const json = synthesizeWithAccess(
    {
      ...ALL_USER_ACCESS,
      selfService: { kind: "on", endUsers: { kind: "roles", roles: ["role/people/data-scientist"] } },
    },
    {
      studio: { users: 20, userProfiles: [{ name: "ada" }] },
      protections: false,
      forceDestroyBuckets: true,
      deployers: ["role/rehearsal"],
    },
  ) as unknown as MutableTerraformJson;
  const { required_providers } = json.terraform ?? {};
  return { ...json, terraform: { required_providers } };
}

describeWithTerraform("an environment with every way in", () => {
  let stage: TerraformTestBed;
  let act: TestWorkingCopy;

  beforeAll(async () => {
    const stack = everything();
    stage = await startTestBed([stack]);
    act = await stage.openWorkingCopy("ways-in");
    await act.write(stack);
  }, MINUTE_MS);

  afterAll(() => stage.close());

  test(
    "is created, is found as it was left, and is destroyed",
    async () => {
      const applied = await act.run("apply", "-auto-approve", "-input=false");
      const planned = await act.run("plan", "-detailed-exitcode", "-input=false");
      const destroyed = await act.run("destroy", "-auto-approve", "-input=false");

      expect(applied).toMatchObject({ code: 0 });
      expect(planned).toMatchObject({ code: 0 });
      expect(destroyed).toMatchObject({ code: 0 });
    },
    2 * MINUTE_MS,
  );
});
