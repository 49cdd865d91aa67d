import type { Claim } from "../claim";
import { judgeableAmong } from "../policies/execution-roles";
import { type Findings, newFindings } from "../policies/findings";
import { statementsOf } from "../policies/mentions";
import type { ConditionTest, Statement } from "../policies/policy-grammar";
import { policyModel } from "../policies/policy-model";
import { variableKeys } from "../policies/policy-variables";
import type { Role } from "../policies/roles";
import { actionMatches } from "../policies/statement-matching";

/** Every user of a domain acts as one role, so that only the policy's own variables tell one from another. */
export const userGetsOnlyOwnUrl: Claim = {
  name: "user-gets-only-own-url",
  meaning:
    "whatever lets a role of the stack create a presigned URL names the caller: the profile of the session, or the tag that session and profile share",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S2.28", "S3.13", "S3.14", "W17"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const findings = newFindings(model.text);
    findings.doubt(...model.foreignExecutionRoles);
    for (const role of judgeableAmong(model.roles, model, findings)) {
      examine(role, findings);
    }
    return findings.verdict();
  },
};

const actions = ["sagemaker:CreatePresignedDomainUrl", "sagemaker:CreatePresignedNotebookInstanceUrl"];

/** Statement by statement: to a request no variable has a value that would tell a person from his neighbour. */
function examine({ address, identity }: Role, findings: Findings): void {
  const statements = statementsOf(identity);
  const open = actions.filter((action) => !statements.some((statement) => deniesOutright(statement, action)));
  const allowing = identity.flatMap((policy) =>
    policy.statements
      .filter(({ effect, action }) => effect === "Allow" && open.some((name) => actionMatches(action, name) !== "no"))
      .map((statement) => ({ policy, statement })),
  );
  for (const { policy, statement } of allowing) {
    const lets = `"${statement.sid}" in ${policy.address} lets ${address} create URLs`;
    const addresses = [policy.address, address];
    if (namesCaller(statement)) {
      findings.prove({ text: `${lets} for the caller alone`, addresses });
    } else {
      findings.violate({ text: `${lets} whoever the caller is`, addresses });
    }
  }
  if (allowing.length === 0) {
    findings.prove({ text: `nothing lets ${address} create a URL`, addresses: [address] });
  }
}

function deniesOutright({ effect, action, resource, conditions }: Statement, name: string): boolean {
  const isEverything = resource?.excluded === false && resource.patterns.includes("*");
  return effect === "Deny" && isEverything && conditions.length === 0 && actionMatches(action, name) === "yes";
}

function namesCaller({ resource, conditions }: Statement): boolean {
  const isOwnProfile = resource?.excluded === false && resource.patterns.every(isProfileOfSession);
  return isOwnProfile || conditions.some(sharesTag);
}

/** The variable stands alone behind the domain: `ada*` would be anybody whose name begins so. */
function isProfileOfSession(pattern: string): boolean {
  const [, name = ""] = /:user-profile\/[^/]+\/([^/]+)$/.exec(pattern) ?? [];
  return name.startsWith("${") && name.indexOf("}") === name.length - 1 && isOnly(name, "sagemaker:userprofilename");
}

function sharesTag({ name, quantifier, ifExists, key, values }: ConditionTest): boolean {
  const tag = /^(?:sagemaker|aws):resourcetag\/(.+)$/.exec(key)?.[1];
  const isEquality = quantifier === "none" && !ifExists && name === "StringEquals";
  return isEquality && tag !== undefined && values.every((value) => isOnly(value, `aws:principaltag/${tag}`));
}

function isOnly(text: string, key: string): boolean {
  const keys = variableKeys(text);
  return keys.length === 1 && keys[0] === key;
}
