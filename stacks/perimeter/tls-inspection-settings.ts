import { type AllowListEntry, allowListPorts } from "../../constructs/egress/suricata-rules";
import { inspectedPorts, type TlsInspectionSettings } from "../../constructs/egress/tls-inspection";
import type { InspectionEnvironment } from "../../envs/inspection/inspection-environment";

type Inspecting = Pick<InspectionEnvironment, "tlsInspection">;

/** How the firewall of an environment decrypts TLS. */
export function tlsInspectionSettings({ tlsInspection }: Inspecting): TlsInspectionSettings | undefined {
  return tlsInspection.kind === "off" ? undefined : tlsInspection;
}

/** The ports on which the firewall decrypts TLS, as the posture declares them. */
export function declaredTlsInspection({ tlsInspection }: Inspecting, allowList: readonly AllowListEntry[]): object {
  return tlsInspection.kind === "off"
    ? {}
    : { tls_inspection_ports: inspectedPorts(allowListPorts(allowList), tlsInspection) };
}
