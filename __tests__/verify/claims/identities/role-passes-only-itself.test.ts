import { rolePassesOnlyItself } from "../../../../verify/claims/identities/role-passes-only-itself";
import { describeClaimCases } from "../../fixtures/claim-cases";
import { appendStatement, changeStatement, dropStatement, putArguments } from "../../fixtures/policy-perimeter";

const role = ["aws_iam_role_policy", "studio"] as const;
const account = "${data.aws_caller_identity.me.account_id}";

describeClaimCases(rolePassesOnlyItself, [
  [
    "is violated by passing every role",
    changeStatement(...role, "PassItself", { Resource: "*" }),
    "violated",
    /iam:PassRole on arn:aws:iam::⟨this account⟩:role\/⟨anything else⟩/,
  ],
  [
    "is violated by passing roles whose names begin alike",
    changeStatement(...role, "PassItself", { Resource: "${aws_iam_role.studio.arn}*" }),
    "violated",
    /role\/studio⟨anything else⟩/,
  ],
  [
    "is violated by passing itself to any service",
    changeStatement(...role, "PassItself", { Condition: {} }),
    "violated",
    /iam:passedtoservice = any other value/,
  ],
  [
    "is violated when a request that names no service will do",
    changeStatement(...role, "PassItself", {
      Condition: { StringEqualsIfExists: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    }),
    "violated",
    /no iam:passedtoservice/,
  ],
  [
    "is violated by an allow of everything",
    appendStatement(...role, { Effect: "Allow", Action: "*", Resource: "*" }),
    "violated",
  ],
  [
    "is violated by an allow of everything but a few services",
    appendStatement(...role, { Effect: "Allow", NotAction: "s3:*", Resource: "*" }),
    "violated",
  ],
  ["is proved when the role passes nothing", dropStatement(...role, "PassItself"), "proved"],
  [
    "is violated by a managed policy of the stack that is attached to the role",
    (resources) => {
      const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "iam:PassRole", Resource: "*" }] });
      putArguments("aws_iam_policy", "more", { name: "more", policy })(resources);
      putArguments("aws_iam_role_policy_attachment", "more", {
        role: "${aws_iam_role.studio.name}",
        policy_arn: "${aws_iam_policy.more.arn}",
      })(resources);
    },
    "violated",
    /aws_iam_policy\.more/,
  ],
  [
    "is violated by a policy that several roles share",
    (resources) => {
      const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "iam:PassRole", Resource: "*" }] });
      putArguments("aws_iam_policy", "more", { name: "more", policy })(resources);
      putArguments("aws_iam_policy_attachment", "more", {
        roles: ["${aws_iam_role.studio.name}"],
        policy_arn: "${aws_iam_policy.more.arn}",
      })(resources);
    },
    "violated",
  ],
  [
    "is violated by an inline policy within the role",
    putArguments("aws_iam_role", "studio", {
      inline_policy: [
        { name: "more", policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }] }) },
      ],
    }),
    "violated",
  ],
  [
    "is proved when a boundary of the stack takes the permission away",
    (resources) => {
      const policy = JSON.stringify({ Statement: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }] });
      putArguments("aws_iam_policy", "boundary", { name: "boundary", policy })(resources);
      putArguments("aws_iam_role", "studio", { permissions_boundary: "${aws_iam_policy.boundary.arn}" })(resources);
      changeStatement(...role, "PassItself", { Resource: "*" })(resources);
    },
    "proved",
  ],
  [
    "is undecided when a policy may be any role's",
    putArguments("aws_iam_role_policy", "stray", { role: "${var.role}", policy: '{"Statement":[]}' }),
    "undecided",
    /⟨var\.role⟩/,
  ],
  [
    "is undecided when a policy that is not in the configuration is attached",
    putArguments("aws_iam_role_policy_attachment", "more", {
      role: "${aws_iam_role.studio.name}",
      policy_arn: `arn:aws:iam::${account}:policy/elsewhere`,
    }),
    "undecided",
    /policy\/elsewhere/,
  ],
]);
