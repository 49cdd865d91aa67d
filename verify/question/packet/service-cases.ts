import type { VpcEndpoint } from "../../network/endpoints/vpc-endpoints";
import { ownServiceConnections } from "../../network/paths/own-services";
import { endsOfService, type ServiceEnd } from "../../network/paths/service-ends";
import { type AnswerCase, caseOfSteps, type Step } from "../answer";
import type { PacketScope } from "./packet-question";

/** Cases of packets to an interface endpoint, continued behind it where the configuration has its service: one for each target. */
export function casesBehindEndpoint(
  { network, question }: PacketScope,
  { address }: VpcEndpoint,
  cases: readonly AnswerCase[],
): readonly AnswerCase[] {
  const service = ownServiceConnections(network).find(({ endpoint }) => endpoint === address)?.service;
  if (service === undefined) {
    return cases;
  }
  const { port } = question.service;
  const ends = endsOfService(network, service).filter(({ ports }) => ports.length === 0 || ports.includes(port));
  const none: Step = {
    kind: "endpoint",
    outcome: "denies",
    text: `no listener behind ${service.address} accepts TCP ${port}`,
    addresses: [address, service.address],
  };
  const steps = ends.length === 0 ? [none] : ends.map(stepOfEnd);
  return cases.flatMap((one) =>
    one.kind === "denied" ? [one] : steps.map((step) => caseOfSteps(one.examples, [...one.steps, step])),
  );
}

function stepOfEnd({ kind, text, addresses }: ServiceEnd): Step {
  return { kind: "endpoint", outcome: kind === "unknown" ? "unknown" : "forwards", text, addresses };
}
