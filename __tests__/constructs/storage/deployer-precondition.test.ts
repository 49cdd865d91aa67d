import { execFileSync } from "node:child_process";
import { Account } from "../../../constructs/context/account";
import { DeployerPrecondition } from "../../../constructs/storage/deployer-precondition";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { synthesizeInBareStack } from "../fixtures/bare-stack";

function preconditionFor(roles: readonly string[]): { readonly condition: string; readonly errorMessage: string } {
  let precondition = { condition: "", errorMessage: "" };
  synthesizeInBareStack((stack) => {
    const account = new Account(stack, "account");
    const deployers = roles.map((role) => account.iamArn(role));
    ({ precondition } = new DeployerPrecondition(stack, "guard", { account, deployers }));
  });
  return precondition;
}

test("the message names who asked, and the field to add him to", () => {
  expect(preconditionFor(["role/a"]).errorMessage).toBe(
    "deployers: the caller is not a deployer, got ${data.aws_iam_session_context.guard_session.issuer_arn}; add its role to deployers of the environment, because the bucket policy would deny its next plan",
  );
});

describeWithTerraform("the guard, as Terraform evaluates it", (binary) => {
  test.each([
    ["arn:aws:iam::1:role/deploy", true],
    ["arn:aws:iam::1:role/deploy2", false],
    ["arn:aws:iam::1:role/xdeploy", false],
    ["arn:aws:iam::1:role/team/any.one", true],
    ["arn:aws:iam::1:role/teamXany", false],
    ["arn:aws:iam::1:role/a+b", true],
    ["arn:aws:iam::1:role/aab", false],
  ])("%s may deploy: %s", (issuer, expected) => {
    const { condition } = preconditionFor(["role/deploy", "role/team/*", "role/a+b"]);
    const expression = condition
      .slice(2, -1)
      .replaceAll("data.aws_iam_session_context.guard_session.issuer_arn", JSON.stringify(issuer));

    const answer = execFileSync(binary, ["console"], {
      input: expression,
      encoding: "utf8",
      env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" },
    });

    expect(answer.trim()).toBe(String(expected));
  });
});
