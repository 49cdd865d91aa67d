import type { FloorPlan } from "../model/floor-plan";
import { count, headerOf, nameOf, share } from "./labels";

/** The picture in sentences, for whoever cannot see it. */
export function describe(plan: FloorPlan): string {
  return [
    `${plan.name}, ${plan.cidrBlock}, has ${count(plan.zones.length, "zone")}.`,
    `${headerOf(plan).join("; ")}.`,
    `Studio reaches ${share(plan.studioEndpoints, plan)}.`,
    ...waysIn(plan),
    ...corporate(plan),
    plan.hasInternetGateway ? wayOut(plan) : "There is no way out.",
  ].join(" ");
}

function waysIn(plan: FloorPlan): readonly string[] {
  return plan.zones.flatMap((zone) =>
    zone.waysIn.map((wayIn) => {
      const { name, how } = nameOf(wayIn);
      const callers = wayIn.kind === "jump host" ? wayIn.callers : [];
      return [
        `In zone ${zone.name.at(-1)} ${name} (${how}) reaches ${share(wayIn.endpoints, plan)}.`,
        ...callers.map(({ cidrBlock, port }) => `${cidrBlock} of the internet may connect to its port ${port}.`),
      ].join(" ");
    }),
  );
}

function corporate(plan: FloorPlan): readonly string[] {
  if (plan.corporate === undefined) {
    return [];
  }
  const { cidrBlocks, joints, endpoints, asksResolver } = plan.corporate;
  const dns = asksResolver ? " and asks the inbound resolver" : "";
  return [
    `The corporate network ${cidrBlocks.join(", ")} reaches ${share(endpoints, plan)} by ${joints.join(", ")}${dns}.`,
  ];
}

function wayOut({ hops, allowedDomains }: FloorPlan): string {
  const legs = new Set(hops.map(({ from, to }) => `${from} to ${to}`));
  return `Ways out: ${[...legs].join(", ")}; allowed names: ${allowedDomains.join(", ")}.`;
}
