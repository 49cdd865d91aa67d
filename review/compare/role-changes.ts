import type { RoleWithPolicies } from "../../verify/iam/attachments/role-with-policies";
import { actionsOfService, type IamAction, servicesInCatalog } from "../../verify/iam/aws/action-catalog";
import type { PolicySet } from "../../verify/iam/evaluation/authorize";
import type { Policy, Statement } from "../../verify/iam/language/parse-policy";
import type { PolicyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import { policiesOfRole } from "../../verify/iam/questions/roles/requests-by-role";
import { callerClasses, callerOfRole } from "../../verify/iam/request-space/principals/callers";
import { allRequestPaths, pathsBypassingEndpoints } from "../../verify/iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../verify/iam/request-space/requests/request-space";
import { ownAccountAsOwner } from "../../verify/iam/request-space/resources/resource-owners";
import { targetResourceFinder } from "../../verify/iam/request-space/resources/target-resources";
import { statementsOf } from "../../verify/iam/request-space/statements/statement-queries";
import { type Shift, shiftsIn } from "../iam/decision-changes";
import { type Place, shiftSentences } from "../iam/describe-decision-changes";
import type { PolicySides } from "../iam/policies-before-and-after";
import { changedStatements, concerned } from "../iam/statement-changes";
import { type Difference, difference } from "../model/difference";
import { type Doubtful, incomparable } from "./undecided-policies";

/** What roles may call, and who may assume them, otherwise than before. A role that is not there may call nothing. */
export function roleDifferences(sides: PolicySides): readonly Difference[] {
  const { before, after } = sides;
  const addresses = [...new Set([...after.roles.keys(), ...before.roles.keys()])];
  return addresses.flatMap((address) => compare(sides, before.roles.get(address), after.roles.get(address)));
}

function compare(
  sides: PolicySides,
  was: RoleWithPolicies | undefined,
  is: RoleWithPolicies | undefined,
): readonly Difference[] {
  const role = is ?? was;
  if (role === undefined) {
    return [];
  }
  const [old, now] = [was ?? absent(role), is ?? absent(role)];
  const doubts = incomparable(doubtful(old), doubtful(now), sides.changed, sides.text);
  const isDecidable = old.hasKnownDenies && now.hasKnownDenies;
  return [
    ...doubts,
    ...(isDecidable ? [...callable(sides, old, now), ...assumable(sides, old, now)] : []),
    ...managed(old, now),
  ];
}

function doubtful(role: RoleWithPolicies): Doubtful {
  return { address: role.address, doubts: role.doubts, policies: [...policiesOfRole(role), ...role.trustPolicies] };
}

function absent(role: RoleWithPolicies): RoleWithPolicies {
  const { permissionsBoundary: _, ...rest } = role;
  return { ...rest, identityPolicies: [], trustPolicies: [], managedPolicyNames: [], doubts: [], hasKnownDenies: true };
}

function callable(sides: PolicySides, was: RoleWithPolicies, is: RoleWithPolicies): readonly Difference[] {
  const [old, now] = [policiesOfRole(was), policiesOfRole(is)];
  const changed = changedStatements(old, now);
  if (changed.length === 0) {
    return [];
  }
  const { text, after } = sides;
  const statements = statementsOf([...now, ...old]);
  const endpoints = [...after.endpoints.values()];
  const space: RequestSpace = {
    text,
    statements,
    callers: [callerOfRole(text, statements, is.arn)],
    actions: concerned(namedActions(changed), changed),
    targets: targetResourceFinder({ text, statements, owner: ownAccountAsOwner(text, statements) }),
    paths: allRequestPaths(endpoints, statements, text),
  };
  const authority = ({ identityPolicies, permissionsBoundary }: RoleWithPolicies): PolicySet => ({
    identity: identityPolicies,
    ...(permissionsBoundary === undefined ? {} : { boundary: permissionsBoundary }),
    resourceAccount: text.account,
  });
  return shiftSentences(
    placeOf(is, text),
    rename(shiftsIn({ space, changed, before: authority(was), after: authority(is) }), is),
  );
}

/** Its Terraform address tells a reader more than its ARN. */
function* rename(shifts: Iterable<Shift>, { address }: RoleWithPolicies): Generator<Shift> {
  for (const shift of shifts) {
    yield { ...shift, caller: { ...shift.caller, label: address } };
  }
}

/** Actions of every service that the statements name; of a pattern for all services, those of every one. */
function namedActions(statements: readonly Statement[]): readonly IamAction[] {
  const prefixes = statements.flatMap(({ action }) =>
    action.isNegated ? ["*"] : action.patterns.map((pattern) => (pattern.split(":")[0] ?? "*").toLowerCase()),
  );
  const services = prefixes.flatMap((prefix) => (/[*?]/.test(prefix) ? servicesInCatalog() : [prefix]));
  return [...new Set(services)].flatMap((service) => actionsOfService(service));
}

function assumable(sides: PolicySides, was: RoleWithPolicies, is: RoleWithPolicies): readonly Difference[] {
  const changed = changedStatements(was.trustPolicies, is.trustPolicies);
  if (changed.length === 0) {
    return [];
  }
  const { text, declared } = sides;
  const statements = statementsOf([...is.trustPolicies, ...was.trustPolicies]);
  const space: RequestSpace = {
    text,
    statements,
    callers: callerClasses(text, statements, declared),
    actions: concerned(
      actionsOfService("sts").filter(({ name }) => name.startsWith("sts:Assume")),
      changed,
    ),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: { role: is.arn },
      owner: { label: `(${is.address})`, account: text.account },
    }),
    paths: pathsBypassingEndpoints([], statements, text).slice(0, 1),
  };
  const authority = (resource: readonly Policy[]): PolicySet => ({
    identity: "everything",
    resource,
    resourcePolicyMode: "required",
    resourceAccount: text.account,
  });
  return shiftSentences(
    { ...placeOf(is, text), own: { arn: is.arn, word: is.address } },
    shiftsIn({ space, changed, before: authority(was.trustPolicies), after: authority(is.trustPolicies) }),
  );
}

function placeOf({ address }: RoleWithPolicies, text: PolicyTextResolver): Place {
  return { start: "", address, text };
}

/** AWS's own policies are not written out in the configuration. */
function managed(was: RoleWithPolicies, is: RoleWithPolicies): readonly Difference[] {
  const [gained, lost] = [
    is.managedPolicyNames.filter((name) => !was.managedPolicyNames.includes(name)),
    was.managedPolicyNames.filter((name) => !is.managedPolicyNames.includes(name)),
  ];
  return [
    ...gained.map((name) => difference("opens", `${is.address} is given AWS's policy ${name}`, [is.address])),
    ...lost.map((name) => difference("closes", `${is.address} loses AWS's policy ${name}`, [is.address])),
  ];
}
