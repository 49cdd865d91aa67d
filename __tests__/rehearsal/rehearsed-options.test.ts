import { synthesizeWithAccess } from "../stacks/fixtures/user-access-stacks";
import { everyAccess, everyOption } from "./fixtures/every-option";
import { type MutableTerraformJson, playableStack } from "./fixtures/mutable-terraform-json";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "./fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

/** An unprotected environment with every option and a local state. */
function stackWithEveryOption(): MutableTerraformJson {
  return playableStack(synthesizeWithAccess(everyAccess, everyOption) as unknown as MutableTerraformJson);
}

describeWithTerraform("an environment with every option", () => {
  let testBed: TerraformTestBed;
  let workingCopy: TestWorkingCopy;

  beforeAll(async () => {
    const stack = stackWithEveryOption();
    testBed = await startTestBed([stack]);
    workingCopy = await testBed.openWorkingCopy("every-option");
    await workingCopy.write(stack);
    await workingCopy.keepStateInMemory();
  }, MINUTE_MS);

  afterAll(() => testBed.close());

  test(
    "a rehearsal creates an environment with every option, plans no changes and destroys it",
    async () => {
      const initialized = await workingCopy.run("init", "-input=false");
      const applied = await workingCopy.run("apply", "-auto-approve", "-input=false");
      const planned = await workingCopy.run("plan", "-detailed-exitcode", "-input=false");
      const destroyed = await workingCopy.run("destroy", "-auto-approve", "-input=false");

      expect(initialized).toMatchObject({ code: 0 });
      expect(applied).toMatchObject({ code: 0 });
      expect(planned).toMatchObject({ code: 0 });
      expect(destroyed).toMatchObject({ code: 0 });
    },
    2 * MINUTE_MS,
  );
});
