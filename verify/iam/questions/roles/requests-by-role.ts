import type { PolicyModel } from "../../attachments/policy-model";
import type { Role } from "../../attachments/roles";
import type { CatalogueAction } from "../../aws/action-catalog";
import type { Authority } from "../../evaluation/authorize";
import type { Policy, Statement } from "../../language/parse-policy";
import { roleCaller } from "../../request-space/principals/callers";
import { type Answer, answers } from "../../request-space/requests/decisions";
import { everyWay } from "../../request-space/requests/request-paths";
import { ourselves } from "../../request-space/resources/resource-owners";
import { targetFinder } from "../../request-space/resources/target-resources";
import { representatives, statementsOf } from "../../request-space/statements/statement-queries";

/** What a role is asked about. */
export interface RoleQuestion {
  readonly actions: readonly CatalogueAction[];
  /** Texts that the question tells apart, by condition key in lower case. @default - none */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** ARNs that the question tells apart, in groups. @default - none */
  readonly resources?: readonly (readonly string[])[];
  /** ARN pattern by resource type. @default - every resource of the type */
  readonly only?: Readonly<Record<string, string>>;
  /** Statements that tell ways apart as the role's own do, and decide nothing. @default - none */
  readonly waysTold?: readonly Statement[];
  /** Policy of the resource that is asked about. @default - none speaks of the role */
  readonly resourcePolicy?: Pick<Authority, "resource" | "resourceMode">;
}

/** What a role may do to the account's own resources, from anywhere, by everything that is attached to it. */
export function* roleAnswers(model: PolicyModel, role: Role, question: RoleQuestion): Generator<Answer> {
  const { text, endpoints } = model;
  const statements = statementsOf([...policiesOn(role), ...(question.resourcePolicy?.resource ?? [])]);
  const owner = ourselves(text, statements);
  const { resources: groups = [], only } = question;
  const space = {
    text,
    statements,
    callers: [roleCaller(text, statements, role.arn)],
    actions: representatives(question.actions, [...role.identity, ...(question.resourcePolicy?.resource ?? [])]),
    targets: targetFinder({ text, statements, owner, groups, ...(only === undefined ? {} : { only }) }),
    paths: everyWay(endpoints, [...statements, ...(question.waysTold ?? [])], text),
    ...(question.groups === undefined ? {} : { groups: question.groups }),
  };
  const authority: Authority = {
    identity: role.identity,
    ...(role.boundary === undefined ? {} : { boundary: role.boundary }),
    resourceAccount: text.account,
    ...question.resourcePolicy,
  };
  yield* answers(space, () => authority);
}

/** Everything that may decide for the role. */
export function policiesOn(role: Role): readonly Policy[] {
  return [...role.identity, ...(role.boundary ?? [])];
}
