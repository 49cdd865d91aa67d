import { describeWithTerraform } from "../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed } from "../rehearsal/fixtures/terraform-test-bed";
import { sourceSystems } from "./fixtures/expected-findings";

const patienceMilliseconds = 120_000;

describeWithTerraform("the source systems, rebuilt", () => {
  const stacks = sourceSystems.map((system) => ({ system, terraform: JSON.parse(JSON.stringify(system.terraform)) }));
  let stage: TerraformTestBed;

  beforeAll(async () => {
    stage = await startTestBed(stacks.map(({ terraform }) => terraform));
  }, patienceMilliseconds);

  afterAll(() => stage.close());

  test.each(stacks)(
    "Terraform accepts the rebuilt source system $system.id",
    async ({ system, terraform }) => {
      const act = await stage.openWorkingCopy(system.id);
      await act.write(terraform);

      const { code, stderr } = await act.run("validate");

      expect(code === 0 ? "valid" : stderr).toBe("valid");
    },
    patienceMilliseconds,
  );
});
