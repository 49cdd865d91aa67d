import { CodeartifactDomain } from "@cdktf/provider-aws/lib/codeartifact-domain";
import { CodeartifactDomainPermissionsPolicy } from "@cdktf/provider-aws/lib/codeartifact-domain-permissions-policy";
import { CodeartifactRepository } from "@cdktf/provider-aws/lib/codeartifact-repository";
import { CodeartifactRepositoryPermissionsPolicy } from "@cdktf/provider-aws/lib/codeartifact-repository-permissions-policy";
import { Construct } from "constructs";
import type { Account } from "../account";
import { EncryptionKey } from "../encryption/encryption-key";
import { policyDocument, type Statement } from "../iam/policy-document";
import type { PackageSource } from "./lifecycle-script";
import {
  type PackagePoliciesProps,
  packageDomainStatements,
  packageReaderStatements,
  packageRepositoryStatements,
} from "./package-policies";

/** Props of {@link PackageRepositories}. */
export interface PackageRepositoriesProps {
  /** Prefix of every name of the environment; also the name of the domain. */
  readonly name: string;
  readonly account: Account;
  /** The only role that reads packages. */
  readonly executionRoleArn: string;
  /** Interface endpoints `codeartifact.api` and `codeartifact.repositories`: the only way in. */
  readonly endpointIds: readonly string[];
  /**
   * ARN patterns of those who publish packages of the company. They may come from anywhere.
   *
   * @default - nobody; publish through a role that Terraform's administrator grants
   */
  readonly publisherArns?: readonly string[];
  /** Whether Terraform refuses to destroy the key, the domain and the company's own packages. */
  readonly protections: boolean;
}

const INTERNAL_REPOSITORY = "internal";
const PYTHON_STORE_REPOSITORY = "python-store";

/**
 * Python packages without the internet: users read `internal`, which holds the company's packages and asks the public store
 * for the rest; CodeArtifact, not the VPC, fetches from PyPI.
 *
 * The store stands behind `internal` and not beside it under a third repository, because origin controls are kept per
 * repository: a package first published to `internal` takes no version from upstream there, so a public package of the same
 * name is never served in its place. A name is safe from its first publication on, not before; reserving names ahead takes
 * package groups, for which the provider has no resource in 6.25.
 *
 * Costs $0.05 a GB-month and $0.05 for 10,000 requests, beside the key and the two interface endpoints.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/package-origin-controls.html
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/external-connection.html
 */
export class PackageRepositories extends Construct {
  readonly key: EncryptionKey;
  /** What the lifecycle script points pip at. */
  readonly source: PackageSource;
  /** Index for pip and uv, as users would write it. */
  readonly indexUrl: string;
  /** Bucket of AWS in which packages lie; clients are redirected to it through the S3 endpoint. */
  readonly assetsBucketArn: string;
  /** For the identity policy of the execution role. */
  readonly readStatements: readonly Statement[];

  constructor(scope: Construct, id: string, props: PackageRepositoriesProps) {
    super(scope, id);
    const { name, account, protections } = props;
    this.key = new EncryptionKey(this, "key", {
      name,
      account,
      description: `Packages of ${name}`,
      purpose: "packages",
      protections,
    });
    const domain = new CodeartifactDomain(this, "domain", {
      domain: name,
      encryptionKey: this.key.arn,
      lifecycle: { preventDestroy: protections },
    });
    const internal = this.createRepositories(domain, props);
    this.source = { domain: name, repository: INTERNAL_REPOSITORY };
    this.indexUrl = `https://${name}-${account.id}.d.codeartifact.${account.region}.amazonaws.com/pypi/${INTERNAL_REPOSITORY}/simple/`;
    this.assetsBucketArn = domain.s3BucketArn;
    this.readStatements = packageReaderStatements(domain.arn, [internal.arn]);
  }

  private createRepositories(domain: CodeartifactDomain, props: PackageRepositoriesProps): CodeartifactRepository {
    const policies: PackagePoliciesProps = { ...props, publisherArns: props.publisherArns ?? [] };
    const store = new CodeartifactRepository(this, "python_store", {
      domain: domain.domain,
      repository: PYTHON_STORE_REPOSITORY,
      description: "Packages of PyPI, fetched by CodeArtifact when first asked for",
      externalConnections: { externalConnectionName: "public:pypi" },
    });
    const internal = new CodeartifactRepository(this, "internal", {
      domain: domain.domain,
      repository: INTERNAL_REPOSITORY,
      description: "The company's packages, and behind them those of PyPI",
      upstream: [{ repositoryName: store.repository }],
      lifecycle: { preventDestroy: props.protections },
    });
    new CodeartifactDomainPermissionsPolicy(this, "domain_policy", {
      domain: domain.domain,
      policyDocument: policyDocument(packageDomainStatements(policies)),
    });
    for (const [id, repository] of Object.entries({ internal, python_store: store })) {
      new CodeartifactRepositoryPermissionsPolicy(this, `${id}_policy`, {
        domain: domain.domain,
        repository: repository.repository,
        policyDocument: policyDocument(packageRepositoryStatements(policies)),
      });
    }
    return internal;
  }
}
