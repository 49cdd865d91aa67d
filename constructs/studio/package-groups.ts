import { CloudformationStack } from "@cdktf/provider-aws/lib/cloudformation-stack";
import type { CodeartifactDomain } from "@cdktf/provider-aws/lib/codeartifact-domain";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { type PackageNames, packageGroupTemplate } from "./package-group-template";

/** Props of {@link addPackageGroups}. */
interface PackageGroupsProps {
  /** What the name of the CloudFormation stack begins with. */
  readonly name: string;
  readonly domain: CodeartifactDomain;
  readonly names: PackageNames | undefined;
}

/**
 * Adds the package groups of a domain, in a CloudFormation stack: provider 6.25 has no resource type for them. They cost nothing.
 *
 * @returns the stack; nothing if no name is listed
 */
export function addPackageGroups(
  scope: Construct,
  { name, domain, names }: PackageGroupsProps,
): readonly ITerraformDependable[] {
  return names === undefined || (names.publicNames === undefined && names.ownNames.length === 0)
    ? []
    : [
        new CloudformationStack(scope, "groups", {
          name: `${name}-packages`,
          templateBody: packageGroupTemplate(domain.domain, names),
        }),
      ];
}
