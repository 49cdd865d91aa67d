import { Account } from "../../constructs/account";
import { Network, type NetworkProps, type PlannedSubnet, type SubnetTier } from "../../constructs/network";
import type { IndependentStack } from "../../stacks/independent-stack";

export const TIERS: readonly SubnetTier[] = ["studio", "endpoint", "firewall", "nat"];

/** The first zones of eu-west-1, as many as asked for. */
export function zones(count: number): readonly string[] {
  return ["a", "b", "c", "d", "e", "f"].slice(0, count).map((letter) => `eu-west-1${letter}`);
}

/** A subnet of each tier in each zone; the third number is the tier, the fourth the zone. */
export function plan(count: number, tiers: readonly SubnetTier[] = TIERS): readonly PlannedSubnet[] {
  return tiers.flatMap((tier) =>
    zones(count).map((availabilityZone, zone) => ({
      tier,
      availabilityZone,
      cidrBlock: `10.20.${TIERS.indexOf(tier) * 16 + zone}.0/24`,
    })),
  );
}

/** A network as the stack names it, with all tiers in two zones unless changed. */
export function addNetwork(stack: IndependentStack, changes: Partial<NetworkProps> = {}): Network {
  return new Network(stack, "network", {
    name: "studio-perimeter-test",
    account: new Account(stack, "account"),
    cidrBlock: "10.20.0.0/16",
    subnets: plan(2),
    logsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/logs",
    logRetentionDays: 30,
    ...changes,
  });
}
