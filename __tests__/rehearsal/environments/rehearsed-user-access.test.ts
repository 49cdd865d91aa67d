import { synthesizeWith, WAYS_IN } from "../../stacks/fixtures/synthesize-access";
import type { TerraformJson } from "../fixtures/terraform-json";
import { type Act, type Stage, setStage } from "../fixtures/terraform-stage";
import { describeWithTerraform } from "../fixtures/with-terraform";

const MINUTE_MS = 60_000;

/** Every way in, in an environment without protections; Terraform keeps its state beside it. */
function everything(): TerraformJson {
  const json = synthesizeWith(
    { ...WAYS_IN, selfService: { kind: "on", endUsers: { kind: "roles", roles: ["role/people/data-scientist"] } } },
    {
      studio: { users: 20, userProfiles: [{ name: "ada" }] },
      protections: false,
      forceDestroyBuckets: true,
      deployers: ["role/rehearsal"],
    },
  ) as unknown as TerraformJson;
  const { required_providers } = json.terraform ?? {};
  return { ...json, terraform: { required_providers } };
}

describeWithTerraform("an environment with every way in", () => {
  let stage: Stage;
  let act: Act;

  beforeAll(async () => {
    const stack = everything();
    stage = await setStage([stack]);
    act = await stage.open("ways-in");
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
