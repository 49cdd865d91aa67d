import { jobsStayInVpc } from "../../../../verify/claims/identities/jobs-stay-in-vpc";
import { studioCannotWidenItself } from "../../../../verify/claims/identities/studio-cannot-widen-itself";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import { describeClaimCases } from "../../fixtures/claim-cases";
import { combineEdits, type ResourceEdit } from "../../fixtures/network-perimeter";
import { putArguments } from "../../fixtures/policy-perimeter";

const roleName = "${aws_iam_role.studio.name}";
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const onlyAttached = (policy_arns: Json): ResourceEdit =>
  putArguments("aws_iam_role_policy_attachments_exclusive", "only", { role_name: roleName, policy_arns });
const onlyInline = (...policy_names: readonly string[]): ResourceEdit =>
  putArguments("aws_iam_role_policies_exclusive", "only", { role_name: roleName, policy_names });
const everyJob = { Statement: [{ Effect: "Allow", Action: "sagemaker:CreateProcessingJob", Resource: "*" }] };
const noJob = { Statement: [{ Effect: "Deny", Action: "sagemaker:CreateProcessingJob", Resource: "*" }] };
const customer = (name: string, policy: object): ResourceEdit =>
  putArguments("aws_iam_policy", name, { name, policy: JSON.stringify(policy) });
const attach = (name: string): ResourceEdit =>
  putArguments("aws_iam_role_policy_attachment", name, {
    role: roleName,
    policy_arn: `\${aws_iam_policy.${name}.arn}`,
  });
const guarded = combineEdits(customer("jobs", everyJob), customer("denial", noJob), attach("jobs"), attach("denial"));

describeClaimCases(studioCannotWidenItself, [
  [
    "is violated by a list of attachments that names an administrator's policy",
    onlyAttached([administrator]),
    "violated",
    /AdministratorAccess/,
  ],
  [
    "is undecided by an attachment that the list takes away, for each apply undoes the other",
    combineEdits(
      putArguments("aws_iam_role_policy_attachment", "admin", { role: roleName, policy_arn: administrator }),
      onlyAttached([]),
    ),
    "undecided",
    /aws_iam_role_policy_attachment\.admin/,
  ],
  [
    "is undecided by a list of attachments that is an expression",
    onlyAttached("${var.policies}"),
    "undecided",
    /var\.policies.* grants is not in the configuration/,
  ],
  [
    "is undecided by a list whose role is not understood",
    combineEdits(onlyAttached([administrator]), (resources) => {
      Object.assign(resources.aws_iam_role_policy_attachments_exclusive?.only ?? {}, { role_name: "${var.role}" });
    }),
    "undecided",
    /attached to/,
  ],
  [
    "is proved by lists that name what is there",
    combineEdits(onlyAttached([]), onlyInline("${aws_iam_role_policy.studio.name}")),
    "proved",
  ],
  [
    "is undecided by a list that keeps an inline policy nobody declares",
    onlyInline("${aws_iam_role_policy.studio.name}", "by-hand"),
    "undecided",
    /by-hand/,
  ],
]);

describeClaimCases(jobsStayInVpc, [
  ["is proved while a denial is attached", guarded, "proved"],
  [
    "is proved while the list names the denial too",
    combineEdits(guarded, onlyAttached(["${aws_iam_policy.jobs.arn}", "${aws_iam_policy.denial.arn}"])),
    "proved",
  ],
  [
    "is violated when the list of attachments omits the denial",
    combineEdits(guarded, onlyAttached(["${aws_iam_policy.jobs.arn}"])),
    "violated",
    /CreateProcessingJob/,
  ],
]);
