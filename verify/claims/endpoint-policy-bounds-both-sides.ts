import type { Claim, Evidence } from "../claim";
import { functionEndpoints } from "../network/function-endpoints";
import { networkOf } from "../network/network-model";
import { actionsThrough, anybodyThrough, type EndpointAnswer, onlyReads } from "../policies/endpoint-space";
import type { Endpoint } from "../policies/endpoints";
import { type Findings, newFindings } from "../policies/findings";
import { type PolicyModel, policyModel } from "../policies/policy-model";
import { misspeltKeys } from "../policies/unknown-keys";

/**
 * With the caller's side alone, data leaves into a foreign account's bucket, log group or image; with the resource's side
 * alone, keys pasted into a notebook carry it out.
 */
export const endpointPolicyBoundsBothSides: Claim = {
  name: "endpoint-policy-bounds-both-sides",
  meaning:
    "through every endpoint, only principals of the account or organization (or AWS services as themselves) reach only its own resources, and beyond them only read what AWS itself publishes; functions of the stack may answer CloudFormation, where nobody else uses the endpoint",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S1.5", "S1.10", "S2.6", "S2.7", "S4.11", "W4", "W5", "W6"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newFindings(model.text);
    const ofFunctions = functionEndpoints(networkOf(subject.configuration));
    for (const endpoint of model.endpoints) {
      judge(model, endpoint, ofFunctions.includes(endpoint.address), findings);
    }
    return findings.verdict();
  },
};

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html */
const policyIgnored = ["sagemaker.runtime-fips"];

function judge(model: PolicyModel, endpoint: Endpoint, isOfFunctions: boolean, findings: Findings): void {
  const { address, service, policy } = endpoint;
  if (policyIgnored.includes(service)) {
    const text = `${address} serves ${service}, to which AWS applies no endpoint policy`;
    findings.violate({ text, addresses: [address] });
  }
  const doubts = [...endpoint.doubts, ...misspeltKeys(policy, model.text), ...uncatalogued(endpoint)];
  findings.doubt(...doubts);
  if (doubts.length === 0) {
    const found = anybodyThrough(model, endpoint);
    const isFine = (answer: EndpointAnswer): boolean => isBounded(answer) || (isOfFunctions && answersStacks(answer));
    findings.judge(`through ${address}`, found, (answer) => answer.decision.kind === "allowed" && !isFine(answer));
  }
}

function uncatalogued(endpoint: Endpoint): readonly Evidence[] {
  const { address, service } = endpoint;
  const text = `${address} serves ${service}, whose actions are not in the catalogue`;
  return actionsThrough(endpoint).length === 0 ? [{ text, addresses: [address] }] : [];
}

function isBounded(answer: EndpointAnswer): boolean {
  const { caller, owner, target, isAwsOwned } = answer;
  const isOurCaller = !["foreign", "federated", "anonymous"].includes(caller.kind);
  if (isAwsOwned && onlyReads(answer)) {
    return true;
  }
  return isOurCaller && (owner.isOurs || target.resource === "*");
}

/** Who signed an answer's address nobody can tell, so that it may be a stack of anybody's. */
function answersStacks({ actions, isAnswer }: EndpointAnswer): boolean {
  return isAnswer && actions.every(({ name }) => name === "s3:PutObject");
}
