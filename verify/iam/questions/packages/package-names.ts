import type { PerimeterPosture } from "../../../posture/posture";
import { packageGroupsOf } from "../../../terraform/cloudformation/package-groups";
import {
  blocksOf,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  proof,
} from "../../../verdict/findings";
import { ask } from "../../ask/ask";
import { isAllowed, judgeRequests, judgeRoles } from "../../ask/judge";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { matchesAnyArn } from "../../patterns/arn-globs";
import { principalArn } from "../common/declared-principals";
import { codeArtifactActions } from "./package-requests";
import {
  blocksNames,
  declaredPythonNames,
  everyPythonName,
  includesNames,
  type PythonGroup,
  pythonNamesOf,
} from "./python-names";

/** Origin controls of package groups decide for every repository of the domain, and its policy says who changes them. */
const packageGroupActions = codeArtifactActions(
  /^(?:(?:Create|Update|Delete)PackageGroup|UpdatePackageGroupOriginConfiguration$|PutDomainPermissionsPolicy$)/,
);

type DeclaredNames = Pick<PerimeterPosture, "publicPackageNames" | "ownPackageNames" | "deployers">;

/** A package group of a CloudFormation stack, with the address of the stack. */
interface GroupInStack extends PythonGroup {
  readonly address: string;
}

/**
 * Whether package groups let external connections bring only Python packages of declared names, and none of the company's names. Nothing
 * where no names are declared.
 */
export function judgeNames(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  { publicPackageNames, ownPackageNames, deployers }: DeclaredNames,
): Findings {
  if (publicPackageNames === undefined && ownPackageNames === undefined) {
    return findingsOf({});
  }
  const stores = resourcesOfType(configuration, "aws_codeartifact_repository").filter(
    ({ values }) => blocksOf(values.external_connections).length > 0,
  );
  // Terraform manages the groups as a deployer.
  const openers = deployers.map((pattern) => principalArn(model.text, pattern));
  return mergeFindings([
    findingsForEach(stores, (store) => {
      const { groups, doubts } = groupsOfDomain(configuration, model, store);
      return mergeFindings([
        doubts,
        publicPackageNames === undefined ? findingsOf({}) : judgePublicNames(store, groups, publicPackageNames),
        findingsForEach(ownPackageNames ?? [], (name) => judgeOwnName(store, groups, name)),
      ]);
    }),
    judgeRoles(
      model,
      stores.length === 0 ? [] : model.roles.filter(({ arn }) => !matchesAnyArn(openers, arn)),
      (role) => judgeGroupChanges(model, role),
    ),
  ]);
}

/** Whether a role can change package groups, or who may. */
export function judgeGroupChanges(model: PolicyModel, role: RoleWithPolicies): Findings {
  return judgeRequests(
    model,
    `package groups that ${role.address} changes`,
    ask(model, { who: role, what: packageGroupActions }),
    isAllowed,
  );
}

function groupsOfDomain(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  { values: { domain } }: Resource,
): { readonly groups: readonly GroupInStack[]; readonly doubts: Findings } {
  const listed = resourcesOfType(configuration, "aws_cloudformation_stack").flatMap(({ address, values }) =>
    (packageGroupsOf(values.template_body) ?? [])
      .filter((group) => typeof domain === "string" && text.resolve(group.domain) === text.resolve(domain))
      .map((group) => ({ ...group, address, names: pythonNamesOf(group.pattern) })),
  );
  return {
    groups: listed.flatMap(({ names, ...group }) =>
      names === undefined || names === "other-format" ? [] : [{ ...group, names }],
    ),
    doubts: findingsForEach(
      listed.filter(({ names }) => names === undefined),
      ({ address, pattern }) => doubt(`the names of the package group ${pattern} are not understood`, address),
    ),
  };
}

function judgePublicNames(store: Resource, groups: readonly GroupInStack[], declared: readonly string[]): Findings {
  const permitted = declared.map(declaredPythonNames);
  const others = groups.filter(
    (group) =>
      group.names.kind !== "all" &&
      !blocksNames(groups, group.names) &&
      !permitted.some((names) => includesNames(names, group.names)),
  );
  return mergeFindings([
    blocksNames(groups, everyPythonName)
      ? proof("package groups block every Python package that no other group allows", store.address)
      : counterexample("no package group blocks Python packages of names that are not declared", store.address),
    findingsForEach(others, ({ address, pattern }) =>
      counterexample(`the package group ${pattern} allows packages from outside, which is not declared`, address),
    ),
  ]);
}

function judgeOwnName(store: Resource, groups: readonly GroupInStack[], name: string): Findings {
  const own = declaredPythonNames(name);
  const isOpen = [own, ...groups.map(({ names }) => names).filter((names) => includesNames(own, names))].some(
    (names) => !blocksNames(groups, names),
  );
  return isOpen
    ? counterexample(`packages with the company's name ${name} may come from outside`, store.address)
    : proof(`no package with the company's name ${name} comes from outside`, store.address);
}
