import { suggestFix } from "../../schema/suggest-fix";
import { indexedEntries, type PartialEnvironment } from "../issues/partial-environment";
import { formatValue, type ValidationIssue } from "../issues/validation-issue";
import type { PartialInspection } from "./inspection-reading";

/**
 * Issues of the hub that an environment with central egress names: it must be an inspection environment of the same account and Region,
 * where its transit gateway is looked up.
 */
export function hubIssues(
  { egress, region, account }: PartialEnvironment["validValues"],
  hubs: readonly PartialInspection[],
): readonly ValidationIssue[] {
  if (egress?.kind !== "central" || egress.hub === undefined) {
    return [];
  }
  const issue = (problem: string, fix: string): ValidationIssue => ({
    ...{ field: "egress.hub", problem, fix },
    got: formatValue(egress.hub),
  });
  const hub = hubs.find(({ name }) => name === egress.hub);
  if (hub === undefined) {
    const names = hubs.flatMap(({ name }) => name ?? []);
    return [
      issue("is no inspection environment", suggestFix(egress.hub, names, "add one to envs/, or set transitGatewayId")),
    ];
  }
  const isInOtherRegion = region !== undefined && hub.region !== undefined && region !== hub.region;
  return [
    ...(isInOtherRegion ? [issue(`is in ${hub.region}`, `use an inspection environment in ${region}`)] : []),
    ...(account === hub.account
      ? []
      : [
          issue(
            `is in ${accountName(hub.account)}, and the Name tag of a transit gateway is visible in its own account only`,
            "set transitGatewayId and transitGatewayAccount in place of hub",
          ),
        ]),
  ];
}

function accountName(account: string | undefined): string {
  return account === undefined ? "an account that it does not name" : `account ${account}`;
}

/** A spoke that names another hub, which would then be the only one that it reaches. */
export function namesOtherHub(
  { name, spokes }: PartialInspection,
  environments: readonly PartialEnvironment["validValues"][],
): readonly ValidationIssue[] {
  return indexedEntries(spokes).flatMap(({ index, value }) => {
    const egress = environments.find((one) => one.name !== undefined && one.name === value.name)?.egress;
    const hub = egress?.kind === "central" ? egress.hub : undefined;
    return value.kind !== "environment" || hub === undefined || name === undefined || hub === name
      ? []
      : [
          {
            field: `spokes[${index}].name`,
            problem: `has egress through the inspection environment ${hub}`,
            got: formatValue(value.name),
            fix: `set its egress.hub to ${name}, or remove the spoke`,
          },
        ];
  });
}
