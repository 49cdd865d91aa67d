import { execFileSync } from "node:child_process";
import { Account } from "../../../constructs/context/account";
import { DeployerCheck } from "../../../constructs/storage/deployer-check";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { synthesizeInBareStack } from "../fixtures/bare-stack";

interface Postcondition {
  readonly condition: string;
  readonly error_message: string;
}

function checkFor(roles: readonly string[], listedIn?: string): Postcondition {
  const { data = {} } = synthesizeInBareStack((stack) => {
    const account = new Account(stack, "account");
    const deployers = roles.map((role) => account.iamArn(role));
    new DeployerCheck(stack, "guard", { account, deployers, ...(listedIn !== undefined && { listedIn }) });
  });
  const sessions = data.aws_iam_session_context as unknown as {
    readonly guard_session: { readonly lifecycle: { readonly postcondition: readonly [Postcondition] } };
  };
  return sessions.guard_session.lifecycle.postcondition[0];
}

test.each([
  ["envs/dev.ts", " in envs/dev.ts"],
  [undefined, ""],
])(
  "the message to a caller that is no deployer names the line to paste, and the file where it is known: %s",
  (file, place) => {
    expect(checkFor(["role/a"], file).error_message).toBe(
      `deployers: the caller is not a deployer, got \${self.issuer_arn}; add "\${element(split(":", self.issuer_arn), 5)}" to deployers${place}, because the bucket policy would deny its next plan`,
    );
  },
);

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
    const { condition } = checkFor(["role/deploy", "role/team/*", "role/a+b"]);
    const expression = condition.slice(2, -1).replaceAll("self.issuer_arn", JSON.stringify(issuer));

    const answer = execFileSync(binary, ["console"], {
      input: expression,
      encoding: "utf8",
      env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" },
    });

    expect(answer.trim()).toBe(String(expected));
  });
});
