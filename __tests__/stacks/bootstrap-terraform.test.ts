import { describeWithTerraform } from "../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "../rehearsal/fixtures/terraform-test-bed";
import { synthesizeBootstrap } from "./fixtures/sample-bootstrap";

const PATIENCE_MS = 120_000;

describeWithTerraform("the bootstrap stack, to real Terraform", () => {
  let stage: TerraformTestBed;
  let act: TestWorkingCopy;

  beforeAll(async () => {
    const { resource, data, output } = synthesizeBootstrap({ environments: [{ name: "dev" }] });
    const terraform = { required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } } };
    const stack = { terraform, provider: { aws: [{ region: "eu-west-1" }] }, resource, data, output };
    const changeable = JSON.parse(JSON.stringify(stack)) as Parameters<TestWorkingCopy["write"]>[0];
    stage = await startTestBed([changeable]);
    act = await stage.openWorkingCopy("bootstrap");
    await act.write(changeable);
  }, PATIENCE_MS);

  afterAll(() => stage.close());

  test(
    "is valid, applies, leaves nothing to change, and refuses to be destroyed",
    async () => {
      const steps = {
        validate: await act.run("validate"),
        apply: await act.run("apply", "-auto-approve"),
        planAgain: await act.run("plan", "-detailed-exitcode"),
        destroy: await act.run("destroy", "-auto-approve"),
      };

      const codes = Object.entries(steps).map(([step, { code }]) => [step, code]);

      expect(Object.fromEntries(codes)).toEqual({ validate: 0, apply: 0, planAgain: 0, destroy: 1 });
      expect(steps.destroy.stderr).toContain("prevent_destroy");
    },
    PATIENCE_MS,
  );
});
