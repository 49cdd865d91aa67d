import type { AskedResources, PolicyModel, Question, RoleWithPolicies } from "../../iam/ask";
import type { PolicySet } from "../../iam/evaluation/authorize";
import { allowAllPolicy, type Policy, parsePolicy } from "../../iam/language/parse-policy";
import { resourceOwners } from "../../iam/request-space/resources/resource-owners";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { RequestQuestion } from "./request-question";
import { mayHaveResourcePolicy } from "./resource-policy-support";

/** One way to fill in what the configuration does not show. The answer is certain if it is the same in each. */
export interface World {
  /** For messages: `with a resource policy that allows it`. Empty for what the configuration shows. */
  readonly assumption: string;
  readonly question: Pick<Question, "who" | "on" | "controlPolicies">;
}

const denyAllPolicy: Policy = parsePolicy(
  JSON.stringify({ Statement: [{ Sid: "closed", Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] }),
  "",
);

/** Values of one part that is not known. */
type Alternatives<Value> = readonly { readonly assumption: string; readonly value: Value }[];

/** Every combination of what the configuration does not show. */
export function worldsOf(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  question: RequestQuestion,
): readonly World[] {
  const controls = controlAlternatives(configuration, model);
  return callerAlternatives(model, question).flatMap((who) =>
    targetAlternatives(model, question).flatMap((on) =>
      controls.map((control) => ({
        assumption: [who, on, control]
          .map(({ assumption }) => assumption)
          .filter((text) => text !== "")
          .join(" and "),
        question: {
          who: who.value,
          on: on.value,
          ...(control.value !== undefined && { controlPolicies: control.value }),
        },
      })),
    ),
  );
}

function callerAlternatives(
  model: PolicyModel,
  { principal }: RequestQuestion,
): Alternatives<NonNullable<Question["who"]>> {
  switch (principal.kind) {
    case "role":
      return [{ assumption: "", value: principal.role }];
    case "outside": {
      const open: readonly Policy[] = [
        { ...allowAllPolicy, statements: allowAllPolicy.statements.map(withoutPrincipal) },
      ];
      const account = principal.arn.split(":")[4] ?? "";
      const isOwnKnown = /^\d{12}$/.test(model.text.account);
      const ownArn = principal.arn.replace(`:${account}:`, `:${model.text.account}:`);
      const where = isOwnKnown ? "" : " in the account of the stack";
      const own = [
        { assumption: `without policies of the caller${where}`, value: roleWith(ownArn, []) },
        { assumption: `with policies of the caller that allow it${where}`, value: roleWith(ownArn, open) },
      ];
      const foreign = [{ assumption: "with a caller of another account", value: otherAccounts }];
      return isOwnKnown ? (account === model.text.account ? own : foreign) : [...own, ...foreign];
    }
    case "anonymous":
      return [{ assumption: "", value: { kinds: ["anonymous"] } }];
    case "service":
      return [{ assumption: "", value: { kinds: ["service"] } }];
    case "account":
      return [
        {
          assumption: "",
          value: principal.account === model.text.account ? { kinds: ["account"] } : otherAccounts,
        },
      ];
  }
}

const otherAccounts: NonNullable<Question["who"]> = { kinds: ["foreign", "organization"] };

function withoutPrincipal({ principal: _, ...statement }: Policy["statements"][number]): Policy["statements"][number] {
  return statement;
}

function roleWith(arn: string, identityPolicies: readonly Policy[]): RoleWithPolicies {
  return {
    address: "",
    arn,
    name: arn.split("/").at(-1) ?? "",
    trustPolicies: [],
    identityPolicies,
    managedPolicyNames: [],
    doubts: [],
    hasKnownDenies: true,
  };
}

function targetAlternatives(
  { text }: PolicyModel,
  { target, action, principal }: RequestQuestion,
): Alternatives<NonNullable<Question["on"]>> {
  const { on, policy, isOwn } = target;
  const isOpen = mayHaveResourcePolicy(action, principal);
  // Without a resource in the question, other callers than roles depend on policies that nobody has named.
  const isOfUnnamed = on.arnPatternByType === undefined && principal.kind !== "role";
  if (policy === "known") {
    return isOfUnnamed ? alternativesOfUnnamed(on, isOpen) : [{ assumption: "", value: on }];
  }
  const owners = isOwn
    ? [{ label: "", ownersFor: on.ownersFor }]
    : [
        { label: "in the account of the stack", ownersFor: on.ownersFor },
        {
          label: "in another account",
          ownersFor: (statements: Parameters<typeof resourceOwners>[1]) =>
            resourceOwners(text, statements).filter((owner) => !owner.isOwn),
        },
      ];
  const policies: readonly { readonly label: string; readonly policies: readonly Policy[] }[] = [
    { label: "without a resource policy", policies: [] },
    { label: "with a resource policy that allows it", policies: [allowAllPolicy] },
    { label: "with a resource policy that denies it", policies: [denyAllPolicy] },
  ];
  return owners.flatMap(({ label: owner, ownersFor }) =>
    (isOpen ? policies : policies.slice(0, 1)).map(({ label, policies: assumed }) => ({
      assumption: [label, owner].filter((part) => part !== "").join(" "),
      value: { ...on, ownersFor, policies: assumed },
    })),
  );
}

/** A resource of the account may have a policy that allows the action, unless AWS has no such policies for the service. */
function alternativesOfUnnamed(on: AskedResources, isOpen: boolean): Alternatives<AskedResources> {
  const without = { assumption: "without a resource policy", value: { ...on, policies: [] } };
  const allowing = {
    assumption: "with a resource policy that allows it",
    value: { ...on, policies: [allowAllPolicy] },
  };
  return isOpen ? [without, allowing] : [without];
}

/** Control policies of the configuration. Whether they apply to the account of the stack, it does not show. */
function controlAlternatives(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
): Alternatives<PolicySet["control"]> {
  const declared = resourcesOfType(configuration, "aws_organizations_policy").filter(
    ({ values }) => (values.type ?? "SERVICE_CONTROL_POLICY") === "SERVICE_CONTROL_POLICY",
  );
  const policies = declared.flatMap((resource) => readControlPolicy(resource, text.resolveJson));
  const none = { assumption: "", value: undefined };
  if (policies.length === 0) {
    return [none];
  }
  const names = policies.map(({ address }) => address).join(", ");
  return [
    none,
    { assumption: `if ${names} and FullAWSAccess apply`, value: [[allowAllPolicy, ...policies]] },
    { assumption: `if only ${names} apply`, value: [policies] },
  ];
}

function readControlPolicy({ address, values }: Resource, resolve: (text: string) => string): readonly Policy[] {
  try {
    return typeof values.content === "string" ? [parsePolicy(resolve(values.content), address)] : [];
  } catch {
    return [];
  }
}

/** Control policies that cannot be read: they may deny anything. */
export function unreadControlPolicies(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
): readonly Resource[] {
  return resourcesOfType(configuration, "aws_organizations_policy").filter(
    (resource) => readControlPolicy(resource, text.resolveJson).length === 0,
  );
}
