import type { Role } from "../../verify/iam/attachments/roles";
import { actionsOf, type CatalogueAction, servicesInCatalogue } from "../../verify/iam/aws/action-catalog";
import type { Authority } from "../../verify/iam/evaluation/authorize";
import type { Policy, Statement } from "../../verify/iam/language/parse-policy";
import type { TextReader } from "../../verify/iam/language/resolve-policy-text";
import { policiesOn } from "../../verify/iam/questions/roles/requests-by-role";
import { callers, roleCaller } from "../../verify/iam/request-space/principals/callers";
import { aroundEndpoints, everyWay } from "../../verify/iam/request-space/requests/request-paths";
import type { Space } from "../../verify/iam/request-space/requests/request-space";
import { ourselves } from "../../verify/iam/request-space/resources/resource-owners";
import { targetFinder } from "../../verify/iam/request-space/resources/target-resources";
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

function compare(sides: PolicySides, was: Role | undefined, is: Role | undefined): readonly Difference[] {
  const role = is ?? was;
  if (role === undefined) {
    return [];
  }
  const [old, now] = [was ?? absent(role), is ?? absent(role)];
  const doubts = incomparable(doubtful(old), doubtful(now), sides.changed, sides.text);
  const isDecidable = old.isBounded && now.isBounded;
  return [
    ...doubts,
    ...(isDecidable ? [...callable(sides, old, now), ...assumable(sides, old, now)] : []),
    ...managed(old, now),
  ];
}

function doubtful(role: Role): Doubtful {
  return { address: role.address, doubts: role.doubts, policies: [...policiesOn(role), ...role.trust] };
}

function absent(role: Role): Role {
  const { boundary: _, ...rest } = role;
  return { ...rest, identity: [], trust: [], managed: [], doubts: [], isBounded: true };
}

function callable(sides: PolicySides, was: Role, is: Role): readonly Difference[] {
  const [old, now] = [policiesOn(was), policiesOn(is)];
  const changed = changedStatements(old, now);
  if (changed.length === 0) {
    return [];
  }
  const { text, after } = sides;
  const statements = statementsOf([...now, ...old]);
  const endpoints = [...after.endpoints.values()];
  const space: Space = {
    text,
    statements,
    callers: [roleCaller(text, statements, is.arn)],
    actions: concerned(namedActions(changed), changed),
    targets: targetFinder({ text, statements, owner: ourselves(text, statements) }),
    paths: everyWay(endpoints, statements, text),
  };
  const authority = ({ identity, boundary }: Role): Authority => ({
    identity,
    ...(boundary === undefined ? {} : { boundary }),
    resourceAccount: text.account,
  });
  return shiftSentences(
    placeOf(is, text),
    rename(shiftsIn({ space, changed, before: authority(was), after: authority(is) }), is),
  );
}

/** Its Terraform address tells a reader more than its ARN. */
function* rename(shifts: Iterable<Shift>, { address }: Role): Generator<Shift> {
  for (const shift of shifts) {
    yield { ...shift, caller: { ...shift.caller, label: address } };
  }
}

/** Actions of every service that the statements name; of a pattern for all services, those of every one. */
function namedActions(statements: readonly Statement[]): readonly CatalogueAction[] {
  const prefixes = statements.flatMap(({ action }) =>
    action.excluded ? ["*"] : action.patterns.map((pattern) => (pattern.split(":")[0] ?? "*").toLowerCase()),
  );
  const services = prefixes.flatMap((prefix) => (/[*?]/.test(prefix) ? servicesInCatalogue() : [prefix]));
  return [...new Set(services)].flatMap((service) => actionsOf(service));
}

function assumable(sides: PolicySides, was: Role, is: Role): readonly Difference[] {
  const changed = changedStatements(was.trust, is.trust);
  if (changed.length === 0) {
    return [];
  }
  const { text, declared } = sides;
  const statements = statementsOf([...is.trust, ...was.trust]);
  const space: Space = {
    text,
    statements,
    callers: callers(text, statements, declared),
    actions: concerned(
      actionsOf("sts").filter(({ name }) => name.startsWith("sts:Assume")),
      changed,
    ),
    targets: targetFinder({
      text,
      statements,
      only: { role: is.arn },
      owner: { label: `(${is.address})`, account: text.account },
    }),
    paths: aroundEndpoints([], statements, text).slice(0, 1),
  };
  const authority = (resource: readonly Policy[]): Authority => ({
    identity: "everything",
    resource,
    resourceMode: "required",
    resourceAccount: text.account,
  });
  return shiftSentences(
    { ...placeOf(is, text), own: { arn: is.arn, word: is.address } },
    shiftsIn({ space, changed, before: authority(was.trust), after: authority(is.trust) }),
  );
}

function placeOf({ address }: Role, text: TextReader): Place {
  return { start: "", address, text };
}

/** AWS's own policies are not written out in the configuration. */
function managed(was: Role, is: Role): readonly Difference[] {
  const [gained, lost] = [
    is.managed.filter((name) => !was.managed.includes(name)),
    was.managed.filter((name) => !is.managed.includes(name)),
  ];
  return [
    ...gained.map((name) => difference("opens", `${is.address} is given AWS's policy ${name}`, [is.address])),
    ...lost.map((name) => difference("closes", `${is.address} loses AWS's policy ${name}`, [is.address])),
  ];
}
