import type { Subnet } from "../vpc/read-subnets";

/** The attachment of a VPC to a transit gateway of this configuration. */
export interface TransitAttachment {
  readonly address: string;
  /** Terraform address of the gateway. */
  readonly gateway: string;
  /** Key of the VPC. */
  readonly vpc: string | undefined;
  /** One subnet in each zone that the attachment serves. */
  readonly subnets: readonly Subnet[];
  /** Whether each subnet is in the configuration. */
  readonly isComplete: boolean;
  /**
   * Whether the gateway keeps one zone of this VPC for both directions of a flow. It then chooses any zone of the attachment.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-az-overview
   */
  readonly applianceMode: "on" | "off" | "unknown";
  /** Keys of the route tables for packets that arrive through the attachment; empty when no association is in the configuration. */
  readonly routeTables: readonly string[];
  /** Whether the default route table of the gateway may learn the blocks of the VPC. */
  readonly isPropagatedByDefault: boolean;
}
