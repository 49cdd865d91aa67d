import type { InspectionEnvironment, Spoke } from "../../inspection/inspection-environment";
import { resourceNamePrefix } from "../../prefix";
import { allowListOf, type Environment } from "../../schema/environment";
import type { WrittenInspectionEnvironment } from "../../schema/inspection/inspection-environment";
import { withoutExpired } from "../expiry";

/** Name tag of the attachment that an environment with central egress creates. */
function attachmentName(environment: string): string {
  return `${resourceNamePrefix(environment)}-egress`;
}

/** An environment with the id of the transit gateway that its hub uses, if that one has an id before it is deployed. */
export function resolveHub(environment: Environment, hubs: readonly WrittenInspectionEnvironment[]): Environment {
  const { egress } = environment;
  const gateway = egress.kind === "central" ? hubs.find(({ name }) => name === egress.hub)?.transitGateway : undefined;
  return egress.kind === "central" && gateway?.kind === "existing"
    ? { ...environment, egress: { ...egress, transitGatewayId: gateway.id } }
    : environment;
}

/**
 * An inspection environment with the blocks and allow-lists of its spokes, without expired entries.
 *
 * @param environments the other environments, without expired entries
 */
export function resolveSpokes(
  written: WrittenInspectionEnvironment,
  environments: readonly Environment[],
  today: string,
): InspectionEnvironment {
  const { allowList } = written;
  return {
    ...written,
    allowList:
      allowList.kind === "own" ? { ...allowList, entries: withoutExpired(allowList.entries, today) } : allowList,
    spokes: written.spokes.flatMap((spoke): readonly Spoke[] => {
      const { name, attachmentId } = spoke;
      const attachment =
        attachmentId === undefined
          ? ({ kind: "tag", name: attachmentName(name) } as const)
          : ({ kind: "id", id: attachmentId } as const);
      if (spoke.kind === "vpc") {
        return [{ name, attachment, cidr: spoke.cidr, allowList: withoutExpired(spoke.allowList ?? [], today) }];
      }
      const environment = environments.find((one) => one.name === name);
      return environment === undefined
        ? []
        : [
            {
              ...{ name, attachment, cidr: environment.vpcCidr, allowList: allowListOf(environment) },
              ...(environment.egress.kind === "central" && environment.egress.hub === written.name && { stack: name }),
            },
          ];
    }),
  };
}
