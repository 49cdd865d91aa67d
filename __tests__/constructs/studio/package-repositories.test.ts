import { TerraformOutput } from "cdktf";
import type { PerimeterContext } from "../../../constructs/context/perimeter-context";
import type { Statement } from "../../../constructs/iam/policy-document";
import { packageGroupTemplate } from "../../../constructs/studio/package-group-template";
import { PackageRepositories, type PackageRepositoriesProps } from "../../../constructs/studio/package-repositories";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { sampleContext } from "../fixtures/sample-context";
import { serviceActions, statementErrors } from "../reference/iam-service-reference";
import {
  ACCOUNT,
  evaluateIdentityPolicies,
  identityPolicyStatements,
  renderReferences,
} from "../reference/identity-policy-evaluator";

const ROLE = `arn:aws:iam::${ACCOUNT}:role/studio-perimeter-dev-execution`;
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
const PUBLISHER = `arn:aws:iam::${ACCOUNT}:role/ci-publish`;
const ENDPOINTS = ["vpce-api", "vpce-repositories"];

function synthesizePackages(changes: Partial<PackageRepositoriesProps> = {}, context: Partial<PerimeterContext> = {}) {
  return synthesizeInBareStack((stack) => {
    const packages = new PackageRepositories(stack, "packages", {
      context: sampleContext(stack, { name: "studio-perimeter-dev", ...context }),
      executionRoleArn: ROLE,
      endpointIds: ENDPOINTS,
      ...changes,
    });
    const { source, indexUrl, assetsBucketArn, readStatements } = packages;
    new TerraformOutput(stack, "facts", {
      value: JSON.stringify({ source, indexUrl, assetsBucketArn, readStatements }),
    });
  });
}

const json = synthesizePackages();
const published = synthesizePackages({ publisherArns: [PUBLISHER] });
const REPOSITORIES = ["packages_internal", "packages_python_store"];
const repositoryPolicy = (name: string, from = json) =>
  identityPolicyStatements(from, "aws_codeartifact_repository_permissions_policy", `${name}_policy`, "policy_document");
const domainPolicy = (from = json) =>
  identityPolicyStatements(
    from,
    "aws_codeartifact_domain_permissions_policy",
    "packages_domain_policy",
    "policy_document",
  );

/** A caller whose own policies allow everything, against the policy of the resource. */
function decide(policy: readonly Statement[], action: string, principal: string, endpoint?: string) {
  const administrator: Statement = { Sid: "Identity", Effect: "Allow", Action: "*", Resource: "*" };
  const context = {
    "aws:PrincipalArn": principal,
    ...(endpoint === undefined ? {} : { "aws:SourceVpce": endpoint }),
  };
  return evaluateIdentityPolicies([administrator, ...policy], { action: `codeartifact:${action}`, context });
}

interface Facts {
  readonly source: { readonly domain: string; readonly repository: string };
  readonly indexUrl: string;
  readonly assetsBucketArn: string;
  readonly readStatements: readonly Statement[];
}

const facts = JSON.parse(renderReferences(String(json.output.facts?.value))) as Facts;

describe("the package repositories", () => {
  test("the package repositories are the company's own, and behind it the public store", () => {
    const { packages_internal: internal, packages_python_store: store } =
      json.resource.aws_codeartifact_repository ?? {};

    expect(internal?.upstream).toEqual([
      { repository_name: "${aws_codeartifact_repository.packages_python_store.repository}" },
    ]);
    expect(internal).not.toHaveProperty("external_connections");
    expect(store?.external_connections).toEqual({ external_connection_name: "public:pypi" });
    expect(store).not.toHaveProperty("upstream");
  });

  test("the package repositories are two: a third one before both would serve a public package in place of the company's", () => {
    expect(Object.keys(json.resource.aws_codeartifact_repository ?? {}).sort()).toEqual(REPOSITORIES);
  });

  test("the package repositories lie in a domain of their own, encrypted with a key of their own", () => {
    expect(json.resource.aws_codeartifact_domain?.packages_domain).toMatchObject({
      domain: "studio-perimeter-dev",
      encryption_key: expect.stringMatching(/^\$\{aws_kms_key\.packages_key_\w+\.arn\}$/),
    });
    expect(Object.values(json.resource.aws_codeartifact_repository ?? {}).map(({ domain }) => domain)).toEqual([
      "${aws_codeartifact_domain.packages_domain.domain}",
      "${aws_codeartifact_domain.packages_domain.domain}",
    ]);
  });

  test.each([true, false])("with protections %s, can be destroyed only without", (protections) => {
    const { resource } = synthesizePackages({}, { protections });
    const kept = [
      resource.aws_codeartifact_domain?.packages_domain,
      resource.aws_codeartifact_repository?.packages_internal,
    ];

    expect(kept.map((part) => part?.lifecycle)).toEqual([
      { prevent_destroy: protections },
      { prevent_destroy: protections },
    ]);
  });
});

describe.each(REPOSITORIES)("reading %s", (repository) => {
  const policy = repositoryPolicy(repository);

  test.each(["ReadFromRepository", "GetPackageVersionAsset", "GetPackageVersionReadme"])(
    "by %s is for the execution role through the endpoints",
    (action) => {
      expect(decide(policy, action, ROLE, "vpce-repositories")).toBe("allowed");
      expect(decide(policy, action, ROLE, "vpce-api")).toBe("allowed");
      expect(decide(policy, action, ROLE)).toBe("denied");
      expect(decide(policy, action, ROLE, "vpce-other")).toBe("denied");
      expect(decide(policy, action, ADMIN)).toBe("denied");
      expect(decide(policy, action, ADMIN, "vpce-repositories")).toBe("denied");
    },
  );

  test("is granted to the execution role by name", () => {
    const allowing = policy.filter(({ Effect }) => Effect === "Allow");

    expect(allowing.map(({ Principal }) => Principal)).toEqual([{ AWS: ROLE }]);
    expect(evaluateIdentityPolicies(allowing, { action: "codeartifact:ReadFromRepository" })).toBe("allowed");
    expect(evaluateIdentityPolicies(allowing, { action: "codeartifact:PublishPackageVersion" })).toBe("not allowed");
  });

  test("is all that is denied: nothing that Terraform or an owner needs", () => {
    const reading = ["ReadFromRepository", "GetPackageVersionAsset", "GetPackageVersionReadme"];

    const denied = serviceActions("codeartifact").filter(({ name }) => decide(policy, name, ADMIN) === "denied");

    expect(denied.map(({ name }) => name).sort()).toEqual(reading.sort());
  });

  test("is open to publishers from wherever they build, where there are any", () => {
    expect(decide(policy, "ReadFromRepository", PUBLISHER)).toBe("denied");
    expect(decide(repositoryPolicy(repository, published), "ReadFromRepository", PUBLISHER)).toBe("allowed");
    expect(decide(repositoryPolicy(repository, published), "ReadFromRepository", ADMIN)).toBe("denied");
    expect(decide(repositoryPolicy(repository, published), "ReadFromRepository", ROLE)).toBe("denied");
  });

  test("is faultless by AWS's own list of actions", () => {
    expect(statementErrors(policy)).toEqual([]);
  });
});

describe("a token of the domain", () => {
  test("a token of the package domain is for the execution role through the endpoints", () => {
    expect(decide(domainPolicy(), "GetAuthorizationToken", ROLE, "vpce-api")).toBe("allowed");
    expect(decide(domainPolicy(), "GetAuthorizationToken", ROLE)).toBe("denied");
    expect(decide(domainPolicy(), "GetAuthorizationToken", ADMIN, "vpce-api")).toBe("denied");
    expect(decide(domainPolicy(published), "GetAuthorizationToken", PUBLISHER)).toBe("allowed");
  });

  test("a token of the package domain is all that the domain's policy denies", () => {
    const denied = serviceActions("codeartifact").filter(
      ({ name }) => decide(domainPolicy(), name, ADMIN) === "denied",
    );

    expect(denied.map(({ name }) => name)).toEqual(["GetAuthorizationToken"]);
  });

  test("a token of the package domain is faultless by AWS's own list of actions", () => {
    expect(statementErrors(domainPolicy())).toEqual([]);
  });
});

describe("the execution role's package permission", () => {
  const { readStatements } = facts;

  test("the execution role's package permission is a token of the domain and reading what users read", () => {
    expect(readStatements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ["codeartifact:GetAuthorizationToken", "${aws_codeartifact_domain.packages_domain.arn}"],
      [
        ["codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"],
        ["${aws_codeartifact_repository.packages_internal.arn}"],
      ],
      ["sts:GetServiceBearerToken", "*"],
    ]);
  });

  test("the execution role's package permission holds no bearer token of another service", () => {
    const bearer = (service: string) => ({
      action: "sts:GetServiceBearerToken",
      context: { "sts:AWSServiceName": service },
    });

    expect(evaluateIdentityPolicies(readStatements, bearer("codeartifact.amazonaws.com"))).toBe("allowed");
    expect(evaluateIdentityPolicies(readStatements, bearer("sso.amazonaws.com"))).toBe("not allowed");
  });

  test("the execution role's package permission names only actions and keys that exist", () => {
    const onOurs = readStatements.map((statement) => ({ ...statement, Resource: "*" }));

    expect(statementErrors(onOurs)).toEqual([]);
  });

  test("the execution role's package permission is read under one address", () => {
    expect(facts.source).toEqual({ domain: "studio-perimeter-dev", repository: "internal" });
    expect(facts.indexUrl).toBe(
      `https://studio-perimeter-dev-${ACCOUNT}.d.codeartifact.eu-west-1.amazonaws.com/pypi/internal/simple/`,
    );
    expect(facts.assetsBucketArn).toBe("${aws_codeartifact_domain.packages_domain.s3_bucket_arn}");
  });
});

describe("packages that need an approval", () => {
  const approved = synthesizePackages({ approverArns: [PUBLISHER] });
  const putting = [
    "CopyPackageVersions",
    "PublishPackageVersion",
    "PutPackageMetadata",
    "PutPackageOriginConfiguration",
    "UpdatePackageVersionsStatus",
  ];

  test("come from a repository without an upstream, next to the store of PyPI, from which an approver copies them", () => {
    const { packages_internal: internal, packages_python_store: store } =
      approved.resource.aws_codeartifact_repository ?? {};

    expect(internal).not.toHaveProperty("upstream");
    expect(internal).not.toHaveProperty("external_connections");
    expect(store?.external_connections).toEqual({ external_connection_name: "public:pypi" });
  });

  test("are all that Studio reads: the store of PyPI is for approvers, from wherever they work", () => {
    const store = repositoryPolicy("packages_python_store", approved);
    const internal = repositoryPolicy("packages_internal", approved);

    expect(decide(store, "ReadFromRepository", ROLE, "vpce-repositories")).toBe("denied");
    expect(decide(store, "ReadFromRepository", PUBLISHER)).toBe("allowed");
    expect(decide(internal, "ReadFromRepository", ROLE, "vpce-repositories")).toBe("allowed");
    expect(decide(internal, "ReadFromRepository", ADMIN)).toBe("denied");
    expect(decide(domainPolicy(approved), "GetAuthorizationToken", PUBLISHER)).toBe("allowed");
  });

  test.each(putting)("%s is for approvers alone", (action) => {
    for (const repository of REPOSITORIES) {
      const policy = repositoryPolicy(repository, approved);

      expect(decide(policy, action, PUBLISHER)).toBe("allowed");
      expect(decide(policy, action, ADMIN)).toBe("denied");
      expect(decide(policy, action, ROLE, "vpce-repositories")).toBe("denied");
    }
  });

  test("deny nothing that Terraform or an owner needs, by AWS's own list of actions", () => {
    const policy = repositoryPolicy("packages_internal", approved);
    const denied = serviceActions("codeartifact").filter(({ name }) => decide(policy, name, ADMIN) === "denied");

    expect(statementErrors(policy)).toEqual([]);
    expect(denied.map(({ name }) => name).sort()).toEqual(
      ["ReadFromRepository", "GetPackageVersionAsset", "GetPackageVersionReadme", ...putting].sort(),
    );
  });
});

describe("names of packages", () => {
  const named = synthesizePackages({ names: { publicNames: ["numpy"], ownNames: ["acme-*"] } });

  test("Package groups for the names are a CloudFormation stack of the domain, which exists before PyPI is connected.", () => {
    const { name, template_body: template } = named.resource.aws_cloudformation_stack?.packages_groups ?? {};

    expect(name).toBe("studio-perimeter-dev-packages");
    expect(template).toBe(
      packageGroupTemplate("${aws_codeartifact_domain.packages_domain.domain}", {
        publicNames: ["numpy"],
        ownNames: ["acme-*"],
      }),
    );
    expect(named.resource.aws_codeartifact_repository?.packages_python_store?.depends_on).toEqual([
      "aws_cloudformation_stack.packages_groups",
    ]);
  });

  test("Without names, there is no CloudFormation stack.", () => {
    expect(json.resource).not.toHaveProperty("aws_cloudformation_stack");
    expect(synthesizePackages({ names: { ownNames: [] } }).resource).toEqual(json.resource);
  });
});
