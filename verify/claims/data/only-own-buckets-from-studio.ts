import type { Endpoint } from "../../iam/attachments/endpoint-attachments";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import type { Role } from "../../iam/attachments/roles";
import type { Authority } from "../../iam/evaluation/authorize";
import { type Findings, newFindings } from "../../iam/questions/common/policy-findings";
import { misspeltKeys } from "../../iam/questions/common/unknown-condition-keys";
import {
  anybodyThrough,
  type EndpointAnswer,
  onlyReads,
  throughEndpointAnswers,
} from "../../iam/questions/data/requests-through-endpoint";
import { judgeableRoles } from "../../iam/questions/roles/execution-roles";
import { policiesOn } from "../../iam/questions/roles/requests-by-role";
import { roleCaller } from "../../iam/request-space/principals/callers";
import type { ResourceOwner } from "../../iam/request-space/resources/resource-owners";
import { isAmong } from "../../iam/request-space/resources/target-resources";
import { representatives, statementsOf } from "../../iam/request-space/statements/statement-queries";
import { functionEndpoints } from "../../network/endpoints/lambda-endpoints";
import { networkOf } from "../../network/model/network-model";
import type { Claim } from "../../verdict/claim";

/** The last step of a theft: a copy to somebody else's bucket, with the role's credentials or with pasted ones. */
export const onlyOwnBucketsFromStudio: Claim = {
  name: "only-own-buckets-from-studio",
  meaning:
    "through the S3 endpoint the execution role reaches only the stack's buckets, whatever credentials are used nobody reaches a bucket of another owner, and beyond that only reading is possible, of what AWS itself publishes",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S1.5", "S1.10", "S2.6", "S2.29", "S4.11", "S4.22", "S4.25", "W5", "W7", "W22"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newFindings(model.text);
    const ofFunctions = functionEndpoints(networkOf(subject.configuration));
    const endpoints = model.endpoints.filter(
      ({ service, address }) => service === "s3" && !ofFunctions.includes(address),
    );
    if (endpoints.length === 0) {
      findings.doubt({
        text: "the stack has no S3 endpoint, so nothing bounds which buckets are reached",
        addresses: [],
      });
    }
    const roles = judgeableRoles(model, findings);
    for (const endpoint of endpoints) {
      const doubts = [...endpoint.doubts, ...misspeltKeys(endpoint.policy, model.text)];
      findings.doubt(...doubts);
      if (doubts.length === 0) {
        judgeAnyCredentials(model, endpoint, findings);
        for (const role of roles) {
          judgeRole(model, endpoint, role, findings);
        }
      }
    }
    return findings.verdict();
  },
};

function judgeAnyCredentials(model: PolicyModel, endpoint: Endpoint, findings: Findings): void {
  findings.judge(`any credentials through ${endpoint.address}`, foreignOnly(anybodyThrough(model, endpoint)), isTheft);
}

function isTheft(answer: EndpointAnswer): boolean {
  return answer.decision.kind === "allowed" && !(answer.isAwsOwned && onlyReads(answer));
}

/** Requests for what others own, by anybody who may sit inside; those that name no resource carry nothing out. */
function* foreignOnly(found: Iterable<EndpointAnswer>): Generator<EndpointAnswer> {
  for (const answer of found) {
    if (!answer.owner.isOurs && answer.target.resource !== "*" && answer.caller.kind !== "service") {
      yield answer;
    }
  }
}

function judgeRole(model: PolicyModel, endpoint: Endpoint, role: Role, findings: Findings): void {
  const statements = statementsOf([...endpoint.policy, ...role.identity]);
  const itself = roleCaller(model.text, statements, role.arn);
  const found = throughEndpointAnswers(model, endpoint, [itself], {
    policies: policiesOn(role),
    groups: model.buckets.map(({ arn }) => [arn, `${arn}/*`]),
    actions: (through) => representatives(through, role.identity),
    authorityOf: (owner) => authorityOf(role, owner),
  });
  const stackBuckets = model.buckets.flatMap(({ arn }) => [arn, `${arn}/*`]);
  findings.judge(`${role.address} through ${endpoint.address}`, found, (answer) => {
    const { resource } = answer.target;
    return isTheft(answer) && resource !== "*" && !isAmong(stackBuckets, resource);
  });
}

/** What the account's other buckets grant is for their owner to say; buckets of strangers are taken to grant everything. */
function authorityOf(role: Role, owner: ResourceOwner): Partial<Authority> {
  return {
    identity: role.identity,
    ...(role.boundary === undefined ? {} : { boundary: role.boundary }),
    ...(owner.isOurs ? { resource: [] } : {}),
  };
}
