import { permissionsBoundaryDifferences } from "../../../review/compare/permissions-boundary-differences";
import { resourcePolicyDifferences } from "../../../review/compare/resource-policy-differences";
import { roleDifferences } from "../../../review/compare/role-differences";
import {
  addResource,
  argumentsAt,
  deleteResources,
  editPolicy,
  editStatement,
  type MutableStack,
  type MutableStatement,
  removeStatement,
} from "../../verify/fixtures/mutant";
import {
  changeAfterEdits,
  differenceLines,
  policiesOfChange,
  reversedChange,
  type StackChange,
} from "../fixtures/changed-stack";

const policies = (change: StackChange) => differenceLines(resourcePolicyDifferences(policiesOfChange(change)));
const roles = (change: StackChange) => differenceLines(roleDifferences(policiesOfChange(change)));

function allow(address: string, statement: Partial<MutableStatement>, argument?: string) {
  return (stack: MutableStack): void =>
    editPolicy(
      stack,
      address,
      (statements) => [...statements, { Sid: "Extra", Effect: "Allow", Action: "*", ...statement }],
      argument,
    );
}

const partner = { AWS: "arn:aws:iam::999988887777:root" };

describe("an endpoint's policy", () => {
  const wide = allow("aws_vpc_endpoint.endpoints_sts", { Principal: "*", Action: "sts:AssumeRole", Resource: "*" });

  it("that is widened tells who may now call what, and by which statement", () => {
    const change = changeAfterEdits("dev", wide);
    const sentences = policies(change);

    expect(sentences).toContain(
      'opens: Through aws_vpc_endpoint.endpoints_sts, a principal of another account may now call sts:AssumeRole on any sts resource of this account and any sts resource of another account, by "Extra" of aws_vpc_endpoint.endpoints_sts',
    );
    expect(sentences.every((sentence) => sentence.startsWith("opens: "))).toBe(true);
    expect(policies(reversedChange(change)).every((sentence) => sentence.startsWith("closes: "))).toBe(true);
    expect(policies(reversedChange(change))).toHaveLength(sentences.length);
  });

  it("that is narrowed tells what is refused from now on", () => {
    const change = changeAfterEdits(
      "dev",
      allow("aws_vpc_endpoint.endpoints_sts", {
        Effect: "Deny",
        Principal: "*",
        Action: "sts:GetSessionToken",
        Resource: "*",
      }),
    );

    expect(policies(change)).toEqual([
      expect.stringMatching(
        /^closes: Through aws_vpc_endpoint\.endpoints_sts, .* may no longer call sts:GetSessionToken .*by "Extra" of /,
      ),
    ]);
  });

  it("that is written otherwise and decides alike opens nothing", () => {
    const change = changeAfterEdits("dev", (stack) =>
      editPolicy(stack, "aws_vpc_endpoint.endpoints_sts", (statements) => [
        ...statements,
        { Sid: "Never", Effect: "Allow", Principal: "*", Action: "nosuchservice:Get", Resource: "*" },
      ]),
    );

    expect(policies(change)).toEqual([
      "changes: The policy of aws_vpc_endpoint.endpoints_sts is written otherwise, and decides alike",
    ]);
  });

  it("that only lists its statements in another order is the same", () => {
    const change = changeAfterEdits("dev", (stack) =>
      editPolicy(stack, "aws_vpc_endpoint.endpoints_sts", (statements) => statements.toReversed()),
    );

    expect(policies(change)).toEqual([]);
  });

  it("that is not known before the apply cannot be told", () => {
    const change = changeAfterEdits("dev", (stack) => {
      argumentsAt(stack, "aws_vpc_endpoint.endpoints_sts").policy = "${data.aws_iam_policy_document.other.json}";
    });

    expect(policies(change)).toEqual([
      expect.stringMatching(
        /^unclear: the policy of aws_vpc_endpoint\.endpoints_sts is not understood: .*cannot be told$/,
      ),
    ]);
  });
});

describe("a bucket's policy", () => {
  const address = "aws_s3_bucket_policy.locked_buckets_data_policy";

  it("that lets another account in tells to what", () => {
    const change = changeAfterEdits(
      "dev",
      allow(address, {
        Principal: partner,
        Action: "s3:GetObject",
        Resource: "${aws_s3_bucket.locked_buckets_data.arn}/*",
      }),
    );

    expect(policies(change)).toEqual([
      expect.stringMatching(
        /^opens: At aws_s3_bucket\.locked_buckets_data, a principal of another account may now call s3:GetObject .*on its objects, by "Extra" of aws_s3_bucket_policy\.locked_buckets_data_policy$/,
      ),
    ]);
  });

  it("that refuses something to everybody tells what those on the inside lose", () => {
    const everything = {
      Principal: "*",
      Action: "s3:DeleteObject",
      Resource: "${aws_s3_bucket.locked_buckets_data.arn}/*",
    };
    const change = changeAfterEdits("dev", allow(address, { ...everything, Effect: "Deny" }));

    expect(policies(change)[0]).toMatch(
      /^closes: At aws_s3_bucket\.locked_buckets_data, a principal of the account may no longer call s3:DeleteObject on its objects, by "Extra" of /,
    );
    expect(policies(reversedChange(change))[0]).toMatch(/^opens: .* may now call s3:DeleteObject on its objects/);
  });

  it("whose exception nobody can read for certain may or may not let in", () => {
    const change = changeAfterEdits("dev", (stack) =>
      editStatement(stack, address, "DenyObjectsOutsideVpce", (statement) => {
        delete statement.Principal;
        statement.NotPrincipal = { AWS: "arn:aws:iam::${data.aws_caller_identity.account_caller.account_id}:role/x" };
      }),
    );

    expect(policies(change)).toContainEqual(
      expect.stringMatching(/^unclear: At aws_s3_bucket\.locked_buckets_data, .* may or may not call s3:/),
    );
  });

  it("that names other actions, as many as before, is another one", () => {
    const change = changeAfterEdits("dev", (stack) =>
      editStatement(stack, address, "DenyListOutsideVpce", (statement) => {
        statement.Action = (statement.Action as string[]).map((name) =>
          name.replace("s3:ListBucketVersions", "s3:GetBucketTagging"),
        );
      }),
    );

    expect(policies(change).map((sentence) => sentence.replace(/: .* may/, ": somebody may"))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^opens: somebody may now call s3:ListBucketVersions on it/),
        expect.stringMatching(/^closes: somebody may no longer call s3:GetBucketTagging on it/),
      ]),
    );
  });

  it("that loses its lock tells that the account's own principals come from anywhere", () => {
    const change = changeAfterEdits("dev", (stack) => removeStatement(stack, address, "DenyListOutsideVpce"));

    expect(policies(change)[0]).toMatch(
      /^opens: At aws_s3_bucket\.locked_buckets_data, a principal of the account may now call s3:ListBucket.* on it$/,
    );
    expect(policies(reversedChange(change))[0]).toMatch(/^closes: .*by "DenyListOutsideVpce" of /);
  });
});

test("a key's policy that names another account, where a Deny stands before it, decides alike", () => {
  const change = changeAfterEdits(
    "dev",
    allow("aws_kms_key.logs_key_cmk", { Principal: partner, Action: "kms:Decrypt", Resource: "*" }),
  );

  expect(policies(change)).toEqual([
    "changes: The policy of aws_kms_key.logs_key_cmk is written otherwise, and decides alike",
  ]);
});

test("a key's policy that lets another account decrypt says so", () => {
  const change = changeAfterEdits(
    "dev",
    allow("aws_kms_key.locked_buckets_key_cmk", { Principal: partner, Action: "kms:Decrypt", Resource: "*" }),
  );

  expect(policies(change)).toEqual([
    'opens: With aws_kms_key.locked_buckets_key_cmk, a principal of another account may now call kms:Decrypt on it, by "Extra" of aws_kms_key.locked_buckets_key_cmk',
  ]);
  expect(policies(reversedChange(change))).toEqual([
    expect.stringMatching(
      /^closes: With aws_kms_key\.locked_buckets_key_cmk, a principal of another account may no longer call kms:Decrypt/,
    ),
  ]);
});

describe("a role", () => {
  const own = "aws_iam_role_policy.network_flow_logs_writing";
  const role = "aws_iam_role.network_flow_logs_writer";

  it("that gains actions tells which, of whichever service", () => {
    const change = changeAfterEdits(
      "dev",
      allow(own, { Action: ["ec2:CreateRoute", "sqs:SendMessage"], Resource: "*" }),
    );

    expect(roles(change)).toEqual([
      expect.stringMatching(
        /^opens: aws_iam_role\.network_flow_logs_writer may now call (?:ec2:CreateRoute and sqs:SendMessage|sqs:SendMessage and ec2:CreateRoute) on .*by "Extra" of /,
      ),
    ]);
    expect(roles(reversedChange(change))).toEqual([expect.stringMatching(/^closes: .* may no longer call /)]);
  });

  it("that loses a Deny gains what it refused", () => {
    const denied = changeAfterEdits("dev", allow(own, { Effect: "Deny", Action: "logs:PutLogEvents", Resource: "*" }));

    expect(roles(reversedChange(denied))).toEqual([
      expect.stringMatching(/^opens: .* may now call logs:PutLogEvents /),
    ]);
  });

  it("that is new may call what its policies say, and that goes may call nothing", () => {
    const change = changeAfterEdits("dev", (stack) => {
      addResource(stack, "aws_iam_role.extra", { ...argumentsAt(stack, role), name: "extra" });
      addResource(stack, "aws_iam_role_policy.extra", {
        ...argumentsAt(stack, own),
        role: "${aws_iam_role.extra.name}",
        name: "extra",
      });
    });

    expect(roles(change)).toEqual([
      expect.stringMatching(/^opens: aws_iam_role\.extra may now call logs:/),
      expect.stringMatching(
        /^opens: the service vpc-flow-logs\.amazonaws\.com .*may now call sts:AssumeRole on aws_iam_role\.extra/,
      ),
    ]);
    expect(roles(reversedChange(change))).toEqual([
      expect.stringMatching(/^closes: aws_iam_role\.extra may no longer call logs:/),
      expect.stringMatching(/^closes: .*may no longer call sts:AssumeRole on aws_iam_role\.extra/),
    ]);
  });

  it("that others may assume says who", () => {
    const change = changeAfterEdits(
      "dev",
      allow(role, { Principal: partner, Action: "sts:AssumeRole" }, "assume_role_policy"),
    );

    expect(roles(change)).toEqual([
      expect.stringMatching(
        /^opens: a principal of another account may now call sts:AssumeRole on aws_iam_role\.network_flow_logs_writer/,
      ),
    ]);
  });

  it("that a pipeline elsewhere may assume says of which provider", () => {
    const provider = { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" };
    const trust = allow(role, { Principal: provider, Action: "sts:AssumeRoleWithWebIdentity" }, "assume_role_policy");
    const change = changeAfterEdits("dev", trust);

    expect(roles(change)).toContainEqual(
      expect.stringMatching(
        /^opens: whomever .*githubusercontent\.com vouches for may now call sts:AssumeRoleWithWebIdentity on aws_iam_role\./,
      ),
    );
    expect(roles(reversedChange(change)).filter((sentence) => !sentence.startsWith("closes: "))).toEqual([]);
  });

  it("that is given one of AWS's own policies says which", () => {
    const change = changeAfterEdits("dev", (stack) =>
      addResource(stack, "aws_iam_role_policy_attachment.extra", {
        role: "${aws_iam_role.network_flow_logs_writer.name}",
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    );

    expect(roles(change)).toContain(
      "opens: aws_iam_role.network_flow_logs_writer is given AWS's policy AdministratorAccess",
    );
  });

  it("whose new policy is not known before the apply cannot be told", () => {
    const change = changeAfterEdits("dev", (stack) => {
      argumentsAt(stack, own).policy = "${data.aws_iam_policy_document.other.json}";
    });

    expect(roles(change)).toEqual([
      expect.stringMatching(/^unclear: .*aws_iam_role_policy\.network_flow_logs_writing/),
    ]);
  });
});

test("a role that loses its permissions boundary is said to, wherever the boundary's document lies", () => {
  const bounded = (arn: string) => (stack: MutableStack) => {
    argumentsAt(stack, "aws_iam_role.network_flow_logs_writer").permissions_boundary = arn;
  };
  const change = changeAfterEdits("dev", bounded("arn:aws:iam::123456789012:policy/boundary"));
  const other = changeAfterEdits("dev", bounded("arn:aws:iam::123456789012:policy/another"));
  const role = "aws_iam_role.network_flow_logs_writer";

  expect(differenceLines(permissionsBoundaryDifferences(change.before, change.after))).toEqual([
    `closes: ${role} is held by a permissions boundary from now on`,
  ]);
  expect(differenceLines(permissionsBoundaryDifferences(change.after, change.before))).toEqual([
    `opens: ${role} is no longer held by a permissions boundary`,
  ]);
  expect(differenceLines(permissionsBoundaryDifferences(change.after, other.after))).toEqual([
    `unclear: ${role} is held by another permissions boundary: whether by a wider one, read it`,
  ]);
});

test("policies that stay say nothing, though their resources are edited", () => {
  const change = changeAfterEdits("dev", (stack) => {
    argumentsAt(stack, "aws_s3_bucket.locked_buckets_data").tags = { owner: "data" };
    deleteResources(stack, "aws_ssm_parameter.published_domain_id");
  });

  expect([...policies(change), ...roles(change)]).toEqual([]);
});
