import { permissionsBoundaryDifferences } from "../../../review/compare/permissions-boundary-differences";
import { resourcePolicyDifferences } from "../../../review/compare/resource-policy-differences";
import { roleDifferences } from "../../../review/compare/role-differences";
import { mergedRequests } from "../../../review/iam/merged-requests";
import { unreadPolicyDifferences } from "../../../review/iam/undecided-policies";
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

const policyLines = (change: StackChange) => differenceLines(resourcePolicyDifferences(policiesOfChange(change)));
const roleLines = (change: StackChange) => differenceLines(roleDifferences(policiesOfChange(change)));

function addStatement(address: string, statement: Partial<MutableStatement>, argument?: string) {
  return (stack: MutableStack): void =>
    editPolicy(
      stack,
      address,
      (statements) => [...statements, { Sid: "Extra", Effect: "Allow", Action: "*", ...statement }],
      argument,
    );
}

const partner = { AWS: "arn:aws:iam::999988887777:root" };

describe("VPC endpoint policies", () => {
  const wide = addStatement("aws_vpc_endpoint.endpoints_sts", {
    Principal: "*",
    Action: "sts:AssumeRole",
    Resource: "*",
  });

  it("A widened VPC endpoint policy names caller, action, resources and statement.", () => {
    const change = changeAfterEdits("dev", wide);
    const sentences = policyLines(change);

    expect(sentences).toContain(
      'opens: Through aws_vpc_endpoint.endpoints_sts, a principal of another account, an anonymous caller and any other AWS service on behalf of any account can now call sts:AssumeRole on any sts resource of this account and any sts resource of another account (statement "Extra" in aws_vpc_endpoint.endpoints_sts)',
    );
    expect(sentences.every((sentence) => sentence.startsWith("opens: "))).toBe(true);
    expect(policyLines(reversedChange(change)).every((sentence) => sentence.startsWith("closes: "))).toBe(true);
    expect(policyLines(reversedChange(change))).toHaveLength(sentences.length);
  });

  it("A narrowed VPC endpoint policy reports the calls that it denies.", () => {
    const change = changeAfterEdits(
      "dev",
      addStatement("aws_vpc_endpoint.endpoints_sts", {
        Effect: "Deny",
        Principal: "*",
        Action: "sts:GetSessionToken",
        Resource: "*",
      }),
    );

    expect(policyLines(change)).toEqual([
      expect.stringMatching(
        /^closes: Through aws_vpc_endpoint\.endpoints_sts, .* can no longer call sts:GetSessionToken .*\(statement "Extra" in /,
      ),
    ]);
  });

  it("A VPC endpoint policy that changes without a changed decision opens nothing.", () => {
    const change = changeAfterEdits("dev", (stack) =>
      editPolicy(stack, "aws_vpc_endpoint.endpoints_sts", (statements) => [
        ...statements,
        { Sid: "Never", Effect: "Allow", Principal: "*", Action: "nosuchservice:Get", Resource: "*" },
      ]),
    );

    expect(policyLines(change)).toEqual([
      "changes: The policy of aws_vpc_endpoint.endpoints_sts changes, but allows and denies the same requests",
    ]);
  });

  it("A VPC endpoint policy with reordered statements has no difference.", () => {
    const change = changeAfterEdits("dev", (stack) =>
      editPolicy(stack, "aws_vpc_endpoint.endpoints_sts", (statements) => statements.toReversed()),
    );

    expect(policyLines(change)).toEqual([]);
  });

  it("A VPC endpoint policy that is unknown until apply is unclear.", () => {
    const change = changeAfterEdits("dev", (stack) => {
      argumentsAt(stack, "aws_vpc_endpoint.endpoints_sts").policy = "${data.aws_iam_policy_document.other.json}";
    });

    expect(policyLines(change)).toEqual([
      expect.stringMatching(
        /^unclear: the policy of aws_vpc_endpoint\.endpoints_sts is not understood: .*cannot determine whether the change opens access$/,
      ),
    ]);
  });
});

describe("bucket policies", () => {
  const address = "aws_s3_bucket_policy.locked_buckets_data_policy";

  it("A bucket policy that allows another account names action and objects.", () => {
    const change = changeAfterEdits(
      "dev",
      addStatement(address, {
        Principal: partner,
        Action: "s3:GetObject",
        Resource: "${aws_s3_bucket.locked_buckets_data.arn}/*",
      }),
    );

    expect(policyLines(change)).toEqual([
      expect.stringMatching(
        /^opens: In aws_s3_bucket\.locked_buckets_data, a principal of another account \(999988887777\) can now call s3:GetObject .*on its objects \(statement "Extra" in aws_s3_bucket_policy\.locked_buckets_data_policy\)$/,
      ),
    ]);
  });

  it("A bucket policy that denies a call to everybody reports what the account loses.", () => {
    const everything = {
      Principal: "*",
      Action: "s3:DeleteObject",
      Resource: "${aws_s3_bucket.locked_buckets_data.arn}/*",
    };
    const change = changeAfterEdits("dev", addStatement(address, { ...everything, Effect: "Deny" }));

    expect(policyLines(change)[0]).toMatch(
      /^closes: In aws_s3_bucket\.locked_buckets_data, a principal of the account and the deployer role\/studio-perimeter-dev-plan can no longer call s3:DeleteObject on its objects \(statement "Extra" in /,
    );
    expect(policyLines(reversedChange(change))[0]).toMatch(/^opens: .* can now call s3:DeleteObject on its objects/);
  });

  it("A bucket policy whose NotPrincipal cannot be resolved is unclear.", () => {
    const change = changeAfterEdits("dev", (stack) =>
      editStatement(stack, address, "DenyObjectsOutsideVpce", (statement) => {
        delete statement.Principal;
        statement.NotPrincipal = { AWS: "arn:aws:iam::${data.aws_caller_identity.account_caller.account_id}:role/x" };
      }),
    );

    expect(policyLines(change)).toContainEqual(
      expect.stringMatching(/^unclear: In aws_s3_bucket\.locked_buckets_data, .* might be able to call s3:/),
    );
  });

  it("A bucket policy that denies one action instead of another opens the first and closes the second.", () => {
    const change = changeAfterEdits("dev", (stack) =>
      editStatement(stack, address, "DenyListOutsideVpce", (statement) => {
        statement.Action = (statement.Action as string[]).map((name) =>
          name.replace("s3:ListBucketVersions", "s3:GetBucketTagging"),
        );
      }),
    );

    expect(policyLines(change).map((sentence) => sentence.replace(/: .* can/, ": somebody can"))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^opens: somebody can now call s3:ListBucketVersions on it/),
        expect.stringMatching(/^closes: somebody can no longer call s3:GetBucketTagging on it/),
      ]),
    );
  });

  it("A bucket policy that loses its network condition opens the bucket for principals of the account.", () => {
    const change = changeAfterEdits("dev", (stack) => removeStatement(stack, address, "DenyListOutsideVpce"));

    expect(policyLines(change)[0]).toMatch(
      /^opens: In aws_s3_bucket\.locked_buckets_data, a principal of the account can now call s3:ListBucket.* on it$/,
    );
    expect(policyLines(reversedChange(change))[0]).toMatch(/^closes: .*\(statement "DenyListOutsideVpce" in /);
  });
});

test("A number that only represents a class of values is shown as a comparison with the policy's own value.", () => {
  const change = changeAfterEdits("dev", (stack) =>
    removeStatement(stack, "aws_s3_bucket_policy.locked_buckets_data_policy", "DenyListOutsideVpce"),
  );
  const details = resourcePolicyDifferences(policiesOfChange(change))
    .flatMap(({ details: own = [] }) => own)
    .join("\n");

  expect(details).toContain("s3:tlsversion = 1.2 or > 1.2,");
  expect(details).not.toContain("2.2");
});

test("Requests that differ in the value of one condition key are one line, and others are not.", () => {
  const request = (called: string, keys: readonly string[], origins = "from anywhere") => ({ called, keys, origins });

  expect(
    mergedRequests([
      request("s3:GetObject", ["aws:securetransport = true", "s3:tlsversion > 1.2"]),
      request("s3:GetObject", ["aws:securetransport = true", "s3:tlsversion = 1.2"]),
      request("s3:GetObject", ["aws:securetransport = true", "no s3:tlsversion"]),
      request("s3:GetObject", ["aws:securetransport = false", "no s3:tlsversion", "aws:mfa = true"]),
      request("s3:GetObject", ["aws:securetransport = true", "s3:tlsversion = 1.2"], "from the internet"),
      request("s3:PutObject", []),
    ]).map(({ called, keys, origins }) => [called, ...keys, origins].join("; ")),
  ).toEqual([
    "s3:GetObject; aws:securetransport = true; no s3:tlsversion or = 1.2 or > 1.2; from anywhere",
    "s3:GetObject; aws:securetransport = false; no s3:tlsversion; aws:mfa = true; from anywhere",
    "s3:GetObject; aws:securetransport = true; s3:tlsversion = 1.2; from the internet",
    "s3:PutObject; from anywhere",
  ]);
});

test("Changed policies of types that no comparison reads are one sentence, which names every address.", () => {
  const policies = ["packages_internal_policy", "packages_python_store_policy"].map(
    (name) => `aws_codeartifact_repository_permissions_policy.${name}`,
  );
  const change = changeAfterEdits(
    "dev",
    ...policies.map((address) =>
      addStatement(
        address,
        { Principal: partner, Action: "codeartifact:ReadFromRepository", Resource: "*" },
        "policy_document",
      ),
    ),
  );
  const { before, after } = change;
  const changes = policies.map((address) => ({ address, type: address.split(".")[0] ?? "", kind: "edit" as const }));

  const found = unreadPolicyDifferences(changes, before, after, policiesOfChange(change).text);

  expect(found.map(({ text, addresses }) => [text, addresses])).toEqual([
    [`The policies of ${policies.join(" and ")} change: review does not analyze policies of their types`, policies],
  ]);
});

test("What changes alike in the policies of several buckets is one sentence with all their addresses, and what differs is another one.", () => {
  const edit = (bucket: string, action: string) =>
    addStatement(`aws_s3_bucket_policy.locked_buckets_${bucket}_policy`, {
      Principal: partner,
      Action: action,
      Resource: `\${aws_s3_bucket.locked_buckets_${bucket}.arn}`,
    });
  const change = changeAfterEdits(
    "dev",
    edit("data", "s3:ListBucket"),
    edit("models", "s3:ListBucket"),
    edit("access_logs", "s3:GetBucketTagging"),
  );
  const opened = resourcePolicyDifferences(policiesOfChange(change)).filter(({ severity }) => severity === "opens");

  expect(opened.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^In aws_s3_bucket\.locked_buckets_access_logs, .* on it/),
    expect.stringMatching(
      /^In aws_s3_bucket\.locked_buckets_data and aws_s3_bucket\.locked_buckets_models, .* can now call s3:ListBucket on them/,
    ),
  ]);
  expect(opened[1]?.addresses).toEqual(
    expect.arrayContaining([
      "aws_s3_bucket.locked_buckets_data",
      "aws_s3_bucket.locked_buckets_models",
      "aws_s3_bucket_policy.locked_buckets_data_policy",
      "aws_s3_bucket_policy.locked_buckets_models_policy",
    ]),
  );
});

test("The call of an AWS service is shown without a network path.", () => {
  const service = { Service: "scheduler.amazonaws.com" };
  const trust = addStatement(
    "aws_iam_role.network_flow_logs_writer",
    { Principal: service, Action: "sts:AssumeRole" },
    "assume_role_policy",
  );
  const differences = roleDifferences(policiesOfChange(changeAfterEdits("dev", trust)));

  const sources = ["on behalf of this account", "on behalf of another account", "without a source account"];
  const [first, second, third] = sources.map((source) => `the service scheduler.amazonaws.com ${source}`);
  expect(differences.map(({ text }) => text)).toEqual([
    `${first}, ${second} and ${third} can now call sts:AssumeRole on aws_iam_role.network_flow_logs_writer (statement "Extra" in aws_iam_role.network_flow_logs_writer)`,
  ]);
  expect(differences[0]?.details).toContainEqual(
    "sts:AssumeRole, for arn:aws:*:*:⟨this account⟩:*, for arn:aws:ec2:eu-west-1:⟨this account⟩:vpc-flow-log/ and 2 more",
  );
  expect(JSON.stringify(differences)).not.toContain("internet");
});

test("A key policy that allows another account behind a Deny has no changed decision.", () => {
  const change = changeAfterEdits(
    "dev",
    addStatement("aws_kms_key.logs_key_cmk", { Principal: partner, Action: "kms:Decrypt", Resource: "*" }),
  );

  expect(policyLines(change)).toEqual([
    "changes: The policy of aws_kms_key.logs_key_cmk changes, but allows and denies the same requests",
  ]);
});

test("A key policy that allows another account to decrypt opens.", () => {
  const change = changeAfterEdits(
    "dev",
    addStatement("aws_kms_key.locked_buckets_key_cmk", { Principal: partner, Action: "kms:Decrypt", Resource: "*" }),
  );

  expect(policyLines(change)).toEqual([
    'opens: With aws_kms_key.locked_buckets_key_cmk, a principal of another account (999988887777) can now call kms:Decrypt on it (statement "Extra" in aws_kms_key.locked_buckets_key_cmk)',
  ]);
  expect(policyLines(reversedChange(change))).toEqual([
    expect.stringMatching(
      /^closes: With aws_kms_key\.locked_buckets_key_cmk, a principal of another account \(999988887777\) can no longer call kms:Decrypt/,
    ),
  ]);
});

describe("roles", () => {
  const own = "aws_iam_role_policy.network_flow_logs_writing";
  const role = "aws_iam_role.network_flow_logs_writer";

  it("A role that gains actions of two services names both actions.", () => {
    const change = changeAfterEdits(
      "dev",
      addStatement(own, { Action: ["ec2:CreateRoute", "sqs:SendMessage"], Resource: "*" }),
    );

    expect(roleLines(change)).toEqual([
      expect.stringMatching(
        /^opens: aws_iam_role\.network_flow_logs_writer can now call (?:ec2:CreateRoute and sqs:SendMessage|sqs:SendMessage and ec2:CreateRoute) on .*\(statement "Extra" in /,
      ),
    ]);
    expect(roleLines(reversedChange(change))).toEqual([expect.stringMatching(/^closes: .* can no longer call /)]);
  });

  it("A role that loses a Deny gains the denied action.", () => {
    const denied = changeAfterEdits(
      "dev",
      addStatement(own, { Effect: "Deny", Action: "logs:PutLogEvents", Resource: "*" }),
    );

    expect(roleLines(reversedChange(denied))).toEqual([
      expect.stringMatching(/^opens: .* can now call logs:PutLogEvents /),
    ]);
  });

  it("An added role can call what its policies allow, and a removed role can call nothing.", () => {
    const change = changeAfterEdits("dev", (stack) => {
      addResource(stack, "aws_iam_role.extra", { ...argumentsAt(stack, role), name: "extra" });
      addResource(stack, "aws_iam_role_policy.extra", {
        ...argumentsAt(stack, own),
        role: "${aws_iam_role.extra.name}",
        name: "extra",
      });
    });

    expect(roleLines(change)).toEqual([
      expect.stringMatching(/^opens: aws_iam_role\.extra can now call logs:/),
      expect.stringMatching(
        /^opens: the service vpc-flow-logs\.amazonaws\.com .*can now call sts:AssumeRole on aws_iam_role\.extra/,
      ),
    ]);
    expect(roleLines(reversedChange(change))).toEqual([
      expect.stringMatching(/^closes: aws_iam_role\.extra can no longer call logs:/),
      expect.stringMatching(/^closes: .*can no longer call sts:AssumeRole on aws_iam_role\.extra/),
    ]);
  });

  it("A role that another account can assume names the principal.", () => {
    const change = changeAfterEdits(
      "dev",
      addStatement(role, { Principal: partner, Action: "sts:AssumeRole" }, "assume_role_policy"),
    );

    expect(roleLines(change)).toEqual([
      expect.stringMatching(
        /^opens: a principal of another account \(999988887777\) can now call sts:AssumeRole on aws_iam_role\.network_flow_logs_writer/,
      ),
    ]);
  });

  it("A role that an external pipeline can assume names the identity provider.", () => {
    const provider = { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" };
    const trust = addStatement(
      role,
      { Principal: provider, Action: "sts:AssumeRoleWithWebIdentity" },
      "assume_role_policy",
    );
    const change = changeAfterEdits("dev", trust);

    expect(roleLines(change)).toContainEqual(
      expect.stringMatching(
        /^opens: a principal of another account and an identity of the provider .*githubusercontent\.com can now call sts:AssumeRoleWithWebIdentity on aws_iam_role\./,
      ),
    );
    expect(roleLines(reversedChange(change)).filter((sentence) => !sentence.startsWith("closes: "))).toEqual([]);
  });

  it("A role that gains an AWS managed policy names it.", () => {
    const change = changeAfterEdits("dev", (stack) =>
      addResource(stack, "aws_iam_role_policy_attachment.extra", {
        role: "${aws_iam_role.network_flow_logs_writer.name}",
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    );

    expect(roleLines(change)).toContain(
      "opens: aws_iam_role.network_flow_logs_writer gains the AWS managed policy AdministratorAccess",
    );
  });

  it("A role with a policy that is unknown until apply is unclear.", () => {
    const change = changeAfterEdits("dev", (stack) => {
      argumentsAt(stack, own).policy = "${data.aws_iam_policy_document.other.json}";
    });

    expect(roleLines(change)).toEqual([
      expect.stringMatching(/^unclear: .*aws_iam_role_policy\.network_flow_logs_writing/),
    ]);
  });
});

test("A role that gains, loses or changes its permissions boundary is reported, even if the document is not in the configuration.", () => {
  const bounded = (arn: string) => (stack: MutableStack) => {
    argumentsAt(stack, "aws_iam_role.network_flow_logs_writer").permissions_boundary = arn;
  };
  const change = changeAfterEdits("dev", bounded("arn:aws:iam::123456789012:policy/boundary"));
  const other = changeAfterEdits("dev", bounded("arn:aws:iam::123456789012:policy/another"));
  const role = "aws_iam_role.network_flow_logs_writer";

  expect(differenceLines(permissionsBoundaryDifferences(change.before, change.after))).toEqual([
    `unclear: ${role} now has a permissions boundary whose document is not in the configuration`,
  ]);
  expect(differenceLines(permissionsBoundaryDifferences(change.after, change.before))).toEqual([
    `opens: ${role} no longer has a permissions boundary`,
  ]);
  expect(differenceLines(permissionsBoundaryDifferences(change.after, other.after))).toEqual([
    `unclear: ${role} has a different permissions boundary: check that it is not broader than before`,
  ]);
});

test("A permissions boundary of the configuration closes, because its document is compared.", () => {
  const role = "aws_iam_role.network_flow_logs_writer";
  const change = changeAfterEdits("dev", (stack) => {
    argumentsAt(stack, role).permissions_boundary = "${aws_iam_policy.permissions_denials.arn}";
  });
  const { roles } = policiesOfChange(change).after;

  expect(differenceLines(permissionsBoundaryDifferences(change.before, change.after, roles))).toEqual([
    `closes: ${role} now has a permissions boundary`,
  ]);
});

test("A trust policy that lets sessions have tags opens, and an action that the catalog does not list is unclear.", () => {
  const role = "aws_iam_role.network_flow_logs_writer";
  const withAction = (argument: string, action: string) =>
    changeAfterEdits("dev", (stack) =>
      argument === "assume_role_policy"
        ? editPolicy(
            stack,
            role,
            (statements) => [...statements, { ...statements[0], Effect: "Allow", Action: action }],
            argument,
          )
        : editPolicy(stack, "aws_iam_role_policy.network_flow_logs_writing", (statements) => [
            ...statements,
            { Effect: "Allow", Action: action, Resource: "*" },
          ]),
    );

  expect(roleLines(withAction("assume_role_policy", "sts:TagSession"))).toEqual([
    expect.stringMatching(/^opens: .* can now call sts:TagSession/),
  ]);
  expect(roleLines(withAction("policy", "shiny:DoIt"))).toContainEqual(
    expect.stringMatching(/^unclear: Policies of .* for actions that the catalog does not list \(shiny:DoIt\)/),
  );
});

test("Unchanged policies have no differences, although their resources are edited.", () => {
  const change = changeAfterEdits("dev", (stack) => {
    argumentsAt(stack, "aws_s3_bucket.locked_buckets_data").tags = { owner: "data" };
    deleteResources(stack, "aws_ssm_parameter.published_domain_id");
  });

  expect([...policyLines(change), ...roleLines(change)]).toEqual([]);
});
