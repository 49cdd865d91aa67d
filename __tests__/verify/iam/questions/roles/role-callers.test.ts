import { policyModel } from "../../../../../verify/iam/attachments/policy-model";
import { isRoleOfFunctionsAlone, judgeByRoleCallers } from "../../../../../verify/iam/questions/roles/role-callers";
import { counterexample, proof } from "../../../../../verify/verdict/findings";
import { claimSubjectWith } from "../../../fixtures/claim-subject";

/** The role with these entries of Principal in its trust policy. */
function roleFor(...principals: readonly object[]) {
  const Statement = principals.map((Principal) => ({ Effect: "Allow", Action: "sts:AssumeRole", Principal }));
  const { configuration } = claimSubjectWith({
    aws_iam_role: { it: { name: "it", assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement }) } },
  });
  const [role] = policyModel(configuration).roles;
  if (role === undefined) {
    throw new Error("no role");
  }
  return role;
}

const service = (Service: string | readonly string[]) => ({ Service });

/** What is found of a role that does what only roles of services may do. */
function judged(...principals: readonly object[]): string {
  const { proofs, counterexamples, doubts } = judgeByRoleCallers(roleFor(...principals), (kind) =>
    kind === "service role" ? proof("permitted") : counterexample("not permitted"),
  );
  return counterexamples.length > 0
    ? "violated"
    : doubts.length > 0
      ? "undecided"
      : proofs.length > 0
        ? "proved"
        : "none";
}

test("a role that functions, instances and Service Catalog alone assume may do what services need", () => {
  expect(judged(service("lambda.amazonaws.com"))).toBe("proved");
  expect(judged(service(["ec2.amazonaws.com", "servicecatalog.amazonaws.com"]))).toBe("proved");
  expect(judged(service("ec2.amazonaws.com.cn"))).toBe("proved");
});

test("a role that people, other services or other roles assume may not", () => {
  expect(judged(service("lambda.amazonaws.com"), { AWS: "123456789012" })).toBe("violated");
  expect(judged({ AWS: "*" })).toBe("violated");
  expect(judged({ Federated: "accounts.google.com" })).toBe("violated");
  expect(judged(service("sagemaker.amazonaws.com"))).toBe("violated");
  expect(judged(service("lambda.amazonaws.com.example.com"))).toBe("violated");
});

test("where it is not known who assumes a role, it is a doubt what only services need", () => {
  expect(judged({ Service: "${var.service}" })).toBe("undecided");
  expect(judged()).toBe("undecided");
});

test("only functions act as a role that Lambda alone assumes", () => {
  expect(isRoleOfFunctionsAlone(roleFor(service("lambda.amazonaws.com")))).toBe(true);
  expect(isRoleOfFunctionsAlone(roleFor(service("ec2.amazonaws.com")))).toBe(false);
  expect(isRoleOfFunctionsAlone(roleFor())).toBe(false);
});
