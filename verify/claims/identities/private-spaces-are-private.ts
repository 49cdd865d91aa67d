import {
  type AskedModel,
  actionsOfService,
  actsOnAny,
  ask,
  cachedCheck,
  isAllowed,
  judgeRequests,
  judgeRoles,
  type PolicyModel,
  policyModel,
  principalsOf,
  type RoleWithPolicies,
} from "../../iam/ask";
import { policiesOfRole } from "../../iam/attachments/role-with-policies";
import { stringLeaves } from "../../iam/language/arn-owner";
import {
  actsOnOwnOrSharedSpace,
  domainIdsOf,
  spaceActions,
  spaceDistinctions,
} from "../../iam/questions/roles/space-owners";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import { isStudioType } from "../../terraform/resource-types";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
} from "../../verdict/findings";

/** All users of a domain share one role, so only conditions on the owner keep one user out of the spaces of another. */
export const privateSpacesArePrivate: Claim = {
  name: "private-spaces-are-private",
  title: "Users reach only their own private spaces",
  meaning:
    "No role of the stack creates, changes, deletes or opens private spaces and apps of other users, or reaches their home directories.",
  details: [
    "The owner of a private space must be the user profile of the session, sagemaker:UserProfileName, as a whole.",
    "Apps outside spaces must belong to that profile. Shared spaces are open to all users.",
    "Every write action on spaces and apps is evaluated, except changes of tags.",
    "No role may mount or change the domain's file system, and no space mounts it as a custom file system.",
    "Presigned URLs of other users have a claim of their own.",
    "IAM users of the stack, and members of its groups, are evaluated as its roles are.",
  ],
  remedy:
    "Condition actions on spaces and apps on sagemaker:OwnerUserProfileArn with the variable sagemaker:UserProfileName. Remove access to the home file system.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-4", "NIST.800-53.r5 AC-6"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const domains = resourcesOfType(configuration, "aws_sagemaker_domain");
    if (domains.length === 0) {
      return verdictOf(notApplicable("this configuration has no Studio domain"));
    }
    const domainIds = domainIdsOf(configuration, model);
    const homes = domains.map(({ address }) => model.text.resolve(`\${${address}.home_efs_file_system_id}`));
    const facts = { domainIds, homes };
    return verdictOf(
      mergeFindings([
        findingsOf({ doubts: model.missingExecutionRoles }),
        judgeRoles(model, principalsOf(model), (role) => judgeRole(model, role, facts)),
        judgeUsesOfHome(configuration, model, homes),
      ]),
    );
  },
};

interface SpaceFacts {
  readonly domainIds: readonly string[];
  /** IDs of the file systems with the home directories. */
  readonly homes: readonly string[];
}

const judgeRole = cachedCheck((model, role: RoleWithPolicies, { domainIds, homes }: SpaceFacts) =>
  mergeFindings([judgeSpaces(model, role, domainIds), judgeHomeFileSystems(model, role, homes)]),
);

function judgeSpaces(model: AskedModel, role: RoleWithPolicies, domainIds: readonly string[]): Findings {
  const distinctions = spaceDistinctions(model, domainIds, statementsOf(policiesOfRole(role)));
  const { distinguishes, distinguishedArns } = distinctions;
  const answers = ask(model, { who: role, what: spaceActions(), distinguishes, distinguishedArns });
  return judgeRequests(
    model,
    `spaces and apps that ${role.address} changes`,
    answers,
    (answer) => isAllowed(answer) && !actsOnOwnOrSharedSpace(answer, distinctions),
  );
}

/** Every user's home directory is a folder of one file system. A user who mounts it chooses the folder. */
function judgeHomeFileSystems(model: AskedModel, role: RoleWithPolicies, homes: readonly string[]): Findings {
  const { partition, region, account } = model.text;
  const arns = homes.map((id) => `arn:${partition}:elasticfilesystem:${region}:${account}:file-system/${id}`);
  const answers = ask(model, {
    who: role,
    what: actionsOfService("elasticfilesystem").filter(({ name }) => !/:(?:Describe|List)/.test(name)),
    distinguishedArns: [arns],
  });
  return judgeRequests(
    model,
    `home directories that ${role.address} reaches`,
    answers,
    (answer) => isAllowed(answer) && actsOnAny(answer, arns),
  );
}

/** Types that use the file system without a way into it. */
const harmlessTypes = ["aws_efs_backup_policy", "aws_ssm_parameter"];

function judgeUsesOfHome(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  homes: readonly string[],
): Findings {
  const managed = configuration.resources.filter(
    ({ mode, type }) => mode === "managed" && !harmlessTypes.includes(type),
  );
  return findingsForEach(managed, (resource) => {
    // A plan or a state of an existing domain shows the ID of its file system as an attribute of the domain.
    const named = stringLeaves(resource.values, "")
      .filter(([argument]) => resource.type !== "aws_sagemaker_domain" || argument !== "home_efs_file_system_id")
      .map(([argument, value]) => [argument, value.includes("${") ? model.text.resolve(value) : value] as const);
    const usesHome = named.some(([, value]) => homes.some((id) => value.includes(id)));
    return isStudioType(resource.type)
      ? judgeCustomFileSystems(configuration, model, resource, named, usesHome)
      : usesHome
        ? doubt("uses the file system of the home directories in a way that is not understood", resource.address)
        : findingsOf({});
  });
}

/** A custom file system is known only if it is a resource of the configuration: an ID may be that of the home directories. */
function judgeCustomFileSystems(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  { address }: Resource,
  named: readonly (readonly [string, string])[],
  usesHome: boolean,
): Findings {
  const own = ["aws_efs_file_system", "aws_fsx_lustre_file_system"].flatMap((type) =>
    resourcesOfType(configuration, type).map((resource) => text.resolve(`\${${resource.address}.id}`)),
  );
  const unknown = named.filter(([argument, value]) => argument === "file_system_id" && !own.includes(value));
  return usesHome
    ? counterexample("mounts the file system of the home directories of all users", address)
    : findingsForEach(unknown, ([, value]) =>
        doubt(
          `mounts the file system ${text.placeholders.readable(value)}, which may be that of the home directories`,
          address,
        ),
      );
}
