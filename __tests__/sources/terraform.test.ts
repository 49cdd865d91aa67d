import { type Stage, setStage } from "../rehearsal/fixtures/terraform-stage";
import { describeWithTerraform } from "../rehearsal/fixtures/with-terraform";
import { sourceSystems } from "./fixtures/source-verdicts";

const patienceMilliseconds = 120_000;

describeWithTerraform("the source systems, rebuilt", () => {
  const stacks = sourceSystems.map((system) => ({ system, terraform: JSON.parse(JSON.stringify(system.terraform)) }));
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage(stacks.map(({ terraform }) => terraform));
  }, patienceMilliseconds);

  afterAll(() => stage.close());

  test.each(stacks)(
    "$system.id is Terraform that Terraform accepts",
    async ({ system, terraform }) => {
      const act = await stage.open(system.id);
      await act.write(terraform);

      const { code, stderr } = await act.run("validate");

      expect(code === 0 ? "valid" : stderr).toBe("valid");
    },
    patienceMilliseconds,
  );
});
