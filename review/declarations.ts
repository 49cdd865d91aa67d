import type { Posture, PostureKind, Source } from "../verify/posture";
import { type Difference, difference, onlyIn, type Severity } from "./difference";

/** Where the declaration stands, for whoever looks for it. */
const declaration = ["output.perimeter_posture"];

/** What the stack promises otherwise than before; every claim is asked of what it promises now. */
export function declarationDifferences(before: Posture, after: Posture): readonly Difference[] {
  const days = [before.logRetentionDays, after.logRetentionDays] as const;
  return [
    ...(before.kind === after.kind ? [] : [say(...kindTurn(before.kind, after.kind))]),
    ...(before.protections === after.protections ? [] : [say(...protectionTurn(after.protections))]),
    ...(days[0] === days[1] ? [] : [retention(...days)]),
    ...people("may refresh, plan and destroy the stack past the bucket lock", before.deployers, after.deployers),
    ...people("may read the data from anywhere, in an emergency", before.breakGlass, after.breakGlass),
    ...sources(before.sources ?? [], after.sources ?? []),
  ];
}

function say(severity: Severity, text: string): Difference {
  return difference(severity, text, declaration);
}

function kindTurn(before: PostureKind, after: PostureKind): readonly [Severity, string] {
  const turn = `The stack was declared ${before}, and is declared ${after}`;
  if (before === "isolated") {
    return ["opens", `${turn}: it may have a way out, and no-internet-path is no longer asked of it`];
  }
  if (after === "isolated") {
    return ["closes", `${turn}: it must have no way out at all`];
  }
  return after === "inspected"
    ? ["loses", `${turn}: the loss of one zone may take the others with it`]
    : ["changes", `${turn}: the loss of one zone must leave the others whole`];
}

function protectionTurn(isOn: boolean): readonly [Severity, string] {
  return isOn
    ? ["changes", "Protections are declared on: firewall, buckets, keys and domain resist deletion"]
    : ["loses", "Protections are declared off: the next apply may delete firewall, buckets, keys and domain"];
}

function retention(before: number, after: number): Difference {
  return after < before
    ? say("loses", `Logs are kept ${after} days instead of ${before}: what is older goes`)
    : say("changes", `Logs are kept ${after} days instead of ${before}`);
}

function people(right: string, before: readonly string[], after: readonly string[]): readonly Difference[] {
  const [old, now] = [before, after].map((patterns) => new Map(patterns.map((pattern) => [pattern, pattern])));
  return old === undefined || now === undefined
    ? []
    : [
        ...onlyIn(now, old).map((pattern) => say("opens", `${pattern} is newly declared: it ${right}`)),
        ...onlyIn(old, now).map((pattern) => say("closes", `${pattern} is no longer declared as one that ${right}`)),
      ];
}

function sources(before: readonly Source[], after: readonly Source[]): readonly Difference[] {
  const uses = (declared: readonly Source[]) =>
    new Map(
      declared.flatMap(({ name, cidrs, services }) =>
        cidrs.flatMap((cidr) =>
          services.map((service) => [
            `${cidr} ${service}`,
            `${cidr} (${name}) as a network whose people use ${service}`,
          ]),
        ),
      ),
    );
  const [old, now] = [uses(before), uses(after)];
  return [
    ...onlyIn(now, old).map((use) => say("opens", `Newly declared: ${use}`)),
    ...onlyIn(old, now).map((use) => say("closes", `No longer declared: ${use}`)),
  ];
}
