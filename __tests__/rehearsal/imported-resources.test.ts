import { defineResource, emptyStack, type MutableTerraformJson } from "./fixtures/mutable-terraform-json";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { outputOf, startTestBed, type TerraformTestBed } from "./fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

const logGroup = (days: number, rest: object = {}): MutableTerraformJson => {
  const stack = emptyStack();
  defineResource(stack, "aws_cloudwatch_log_group", "old", { name: "/studio/old", retention_in_days: days });
  return { ...stack, ...rest };
};

const importing = (id: string) => ({ import: [{ to: "aws_cloudwatch_log_group.old", id }] });

describeWithTerraform("a resource that Terraform imports", () => {
  let testBed: TerraformTestBed;

  beforeAll(async () => {
    testBed = await startTestBed([logGroup(30)]);
  }, MINUTE_MS);

  afterAll(() => testBed.close());

  test(
    "has the attributes that the account has, so that the plan of an import shows what it changes",
    async () => {
      const copy = await testBed.openWorkingCopy("imports");
      const planned = async () => {
        await outputOf(copy, "plan", "-out", "plan");
        const { resource_changes: changes } = JSON.parse(await outputOf(copy, "show", "-json", "plan"));
        return changes;
      };
      await copy.write(logGroup(30));
      await outputOf(copy, "apply", "-auto-approve");
      await outputOf(copy, "state", "rm", "aws_cloudwatch_log_group.old");

      await copy.write(logGroup(90, importing("/studio/old")));
      expect(await planned()).toEqual([
        expect.objectContaining({
          change: expect.objectContaining({
            actions: ["update"],
            importing: { id: "/studio/old" },
            before: expect.objectContaining({ name: "/studio/old", retention_in_days: 30 }),
            after: expect.objectContaining({ name: "/studio/old", retention_in_days: 90 }),
          }),
        }),
      ]);
      await copy.write(logGroup(30, importing("/studio/old")));
      expect((await planned())[0].change).toMatchObject({ actions: ["no-op"], importing: { id: "/studio/old" } });
    },
    MINUTE_MS,
  );
});
