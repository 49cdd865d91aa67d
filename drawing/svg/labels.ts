import type { WayIn } from "../model/drawn-user-access";
import type { FloorPlan } from "../model/floor-plan";

/** `1 bucket`, `2 buckets`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** `bucket`, `2 buckets`, or nothing. */
function several(number: number, thing: string): readonly string[] {
  return number === 0 ? [] : [number === 1 ? thing : count(number, thing)];
}

/** `6 of 16 endpoints`; without the whole where it is all of them. */
export function share(part: number, { interfaceEndpoints }: FloorPlan): string {
  return part === interfaceEndpoints ? count(part, "endpoint") : `${part} of ${count(interfaceEndpoints, "endpoint")}`;
}

/** At most so many lines. */
export function shortened(names: readonly string[], most = 3): readonly string[] {
  return names.length <= most ? names : [...names.slice(0, most - 1), `and ${names.length - most + 1} more`];
}

/** A way in, and how one comes to it. */
export function nameOf(wayIn: WayIn): { readonly name: string; readonly how: string } {
  switch (wayIn.kind) {
    case "client":
      return { name: "client", how: wayIn.isManaged ? "by Systems Manager" : "no public address" };
    case "jump host":
      return { name: "jump host", how: "public address" };
    case "function":
      return { name: wayIn.isSelfService ? "self-service" : "function", how: "Lambda function" };
  }
}

/** Buckets and gateway endpoints, Studio's apart from those of functions. */
export function storeLines({ stores, zones }: FloorPlan): readonly string[] {
  const { lockedBuckets, templateBuckets, studioGateways, functionGateways } = stores;
  const functions = zones.flatMap(({ waysIn }) => waysIn).find(({ kind }) => kind === "function");
  const others = [...several(templateBuckets, "template bucket"), ...several(functionGateways, "gateway endpoint")];
  return [
    ...several(studioGateways, "gateway endpoint").map(
      (gateways) => `${count(lockedBuckets, "bucket")} behind Studio's ${gateways}`,
    ),
    ...(functions === undefined || others.length === 0 ? [] : [`${nameOf(functions).name}: ${others.join(", ")}`]),
  ];
}

/** What stands in the corner of an environment. */
export function headerOf(plan: FloorPlan): readonly string[] {
  return [plan.hasDnsFirewall ? "DNS firewall: listed names only" : "DNS: every name resolves", ...storeLines(plan)];
}
