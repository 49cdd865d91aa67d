import { CodeartifactDomain } from "@cdktf/provider-aws/lib/codeartifact-domain";
import { CodeartifactDomainPermissionsPolicy } from "@cdktf/provider-aws/lib/codeartifact-domain-permissions-policy";
import { CodeartifactRepository } from "@cdktf/provider-aws/lib/codeartifact-repository";
import { CodeartifactRepositoryPermissionsPolicy } from "@cdktf/provider-aws/lib/codeartifact-repository-permissions-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { EncryptionKey } from "../encryption/encryption-key";
import { policyDocument, type Statement } from "../iam/policy-document";
import type { PackageNames } from "./package-group-template";
import { addPackageGroups } from "./package-groups";
import {
  type PackagePoliciesProps,
  packageDomainStatements,
  packageReaderStatements,
  packageRepositoryStatements,
} from "./package-policies";
import type { PackageSource } from "./package-source";

/** Props of {@link PackageRepositories}. */
export interface PackageRepositoriesProps {
  /** Its name is the name of the CodeArtifact domain. Its protections set `prevent_destroy` on key, domain and repository. */
  readonly context: Pick<PerimeterContext, "name" | "account" | "protections">;
  /** ARN of the only role that may read packages, except those of `teamRoleArns`. */
  readonly executionRoleArn: string;
  /**
   * ARNs of the execution roles of teams, which read packages too.
   *
   * @default - none
   */
  readonly teamRoleArns?: readonly string[];
  /** Ids of the interface endpoints `codeartifact.api` and `codeartifact.repositories`. */
  readonly endpointIds: readonly string[];
  /**
   * ARN patterns of principals that publish the company's packages, from any network.
   *
   * @default - none
   */
  readonly publisherArns?: readonly string[];
  /**
   * ARN patterns of principals that approve packages, from any network. With any, users get only versions that one of them has copied or
   * published to `internal`, which has no upstream then. Only they read `python-store`, and only they put packages into either.
   *
   * @default - packages need no approval
   */
  readonly approverArns?: readonly string[];
  /**
   * Names of packages that come from PyPI, and that never do.
   *
   * @default - packages of every name come from PyPI
   */
  readonly names?: PackageNames;
}

const INTERNAL_REPOSITORY = "internal";
const PYTHON_STORE_REPOSITORY = "python-store";

/**
 * CodeArtifact repositories for Python packages without internet access from the VPC.
 *
 * Users read from `internal`, which contains the company's packages. Its upstream `python-store` fetches other packages from
 * PyPI; CodeArtifact makes that connection, not the VPC. With approvers, `internal` has no upstream, and an approver copies
 * versions from `python-store` to it.
 *
 * Package origin controls protect against dependency confusion: a package that was first published to `internal` gets no
 * versions from upstream. A name is protected from its first publication, or from the start if `names` has it.
 *
 * Costs $0.05 per GB-month and $0.05 per 10,000 requests, plus the KMS key and the two interface endpoints.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/package-origin-controls.html
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/external-connection.html
 */
export class PackageRepositories extends Construct {
  /** KMS key of the CodeArtifact domain. */
  readonly key: EncryptionKey;
  /** Domain and repository, for the lifecycle script. */
  readonly source: PackageSource;
  /** URL of the package index, for pip and uv. */
  readonly indexUrl: string;
  /** ARN of the AWS owned bucket that stores the packages. Clients are redirected to it through the S3 endpoint. */
  readonly assetsBucketArn: string;
  /** Statements for the identity policy of the execution role. */
  readonly readStatements: readonly Statement[];

  constructor(scope: Construct, id: string, props: PackageRepositoriesProps) {
    super(scope, id);
    const { context } = props;
    const { name, account, protections } = context;
    this.key = new EncryptionKey(this, "key", { context, description: `Packages of ${name}`, purpose: "packages" });
    const domain = new CodeartifactDomain(this, "domain", {
      domain: name,
      encryptionKey: this.key.arn,
      lifecycle: { preventDestroy: protections },
    });
    const groups = addPackageGroups(this, { name, domain, names: props.names });
    const internal = this.createRepositories(domain, groups, props);
    this.source = { domain: name, repository: INTERNAL_REPOSITORY };
    this.indexUrl = `https://${name}-${account.id}.${account.serviceHost("d.codeartifact")}/pypi/${INTERNAL_REPOSITORY}/simple/`;
    this.assetsBucketArn = domain.s3BucketArn;
    this.readStatements = packageReaderStatements(domain.arn, [internal.arn]);
  }

  private createRepositories(
    domain: CodeartifactDomain,
    groups: readonly ITerraformDependable[],
    props: PackageRepositoriesProps,
  ): CodeartifactRepository {
    const { approverArns = [], publisherArns = [], teamRoleArns = [] } = props;
    const needsApproval = approverArns.length > 0;
    const policies: PackagePoliciesProps = {
      readerArns: [props.executionRoleArn, ...teamRoleArns],
      endpointIds: props.endpointIds,
      publisherArns: [...publisherArns, ...approverArns],
      approverArns,
    };
    const store = new CodeartifactRepository(this, "python_store", {
      domain: domain.domain,
      repository: PYTHON_STORE_REPOSITORY,
      description: "Packages from PyPI, fetched on first use",
      externalConnections: { externalConnectionName: "public:pypi" },
      // Before the groups exist, a package of any name could come in.
      ...(groups.length > 0 ? { dependsOn: [...groups] } : {}),
    });
    const internal = new CodeartifactRepository(this, "internal", {
      domain: domain.domain,
      repository: INTERNAL_REPOSITORY,
      description: needsApproval
        ? "The company's packages, and approved packages of PyPI"
        : "The company's packages, with PyPI as upstream",
      ...(needsApproval ? {} : { upstream: [{ repositoryName: store.repository }] }),
      lifecycle: { preventDestroy: props.context.protections },
    });
    new CodeartifactDomainPermissionsPolicy(this, "domain_policy", {
      domain: domain.domain,
      policyDocument: policyDocument(packageDomainStatements(policies)),
    });
    // Without an approval, nobody in Studio reads what comes from PyPI.
    const storePolicies = needsApproval ? { ...policies, readerArns: [] } : policies;
    for (const [id, repository, its] of [
      ["internal", internal, policies],
      ["python_store", store, storePolicies],
    ] as const) {
      new CodeartifactRepositoryPermissionsPolicy(this, `${id}_policy`, {
        domain: domain.domain,
        repository: repository.repository,
        policyDocument: policyDocument(packageRepositoryStatements(its)),
      });
    }
    return internal;
  }
}
