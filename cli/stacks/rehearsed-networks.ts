import { join } from "node:path";
import { partnersOf } from "../../envs/inspection/inspection-environment";
import { type AnyEnvironmentInput, isStudioInput } from "../../envs/schema/any-environment";
import { requireAllEnvironments } from "../../envs/validation/parse-environments";
import type { RehearsedNetwork } from "../../rehearsal/run/run-context";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { isSettled } from "../../verify/verdict/claim";
import { surroundingsOfStack } from "../shared/inputs/read-terraform";
import { STACK_FILE } from "../shared/inputs/synthesized-stacks";
import { judgeStack } from "./verify-file";

/** A hub and its spokes, by name. */
export type HubWithSpokes = Pick<RehearsedNetwork, "hub" | "spokes">;

/** The chosen hubs with the spokes that look them up, and that they look up. */
export function hubsWithSpokes(
  all: readonly AnyEnvironmentInput[],
  chosen: readonly string[],
  today: Date,
): readonly HubWithSpokes[] {
  return requireAllEnvironments(all, today)
    .inspections.filter(({ name }) => chosen.includes(name))
    .map((inspection) => ({ hub: inspection.name, spokes: partnersOf(inspection) }))
    .filter(({ spokes }) => spokes.length > 0);
}

/** A hub as it must be before its spokes exist, and before they are destroyed: it looks none of them up. */
export function withoutSpokes(environment: AnyEnvironmentInput): AnyEnvironmentInput {
  return isStudioInput(environment)
    ? environment
    : { ...environment, spokes: environment.spokes?.filter((spoke) => spoke.attachmentId !== undefined) ?? [] };
}

/**
 * Judges the states of a network: a spoke with the state of its hub, and a hub with the stacks of its spokes, because claims are about the
 * Studio of the first state.
 *
 * @param folderOf folder of the synthesized stack of a member
 */
export function judgeStates(hub: string, folderOf: (name: string) => string): RehearsedNetwork["judge"] {
  return (member, states) => {
    const source = (name: string): string => `${name}.tfstate`;
    const stateOf = (name: string): JsonObject => JSON.parse(states.get(name) ?? "{}") as JsonObject;
    const ofStacks = surroundingsOfStack(join(folderOf(member), STACK_FILE));
    const surroundings =
      member === hub ? ofStacks : { joined: [{ name: hub, source: source(hub), json: stateOf(hub) }] };
    const configuration = readConfiguration(stateOf(member), source(member), surroundings);
    const subject = { configuration, posture: readPosture(configuration) };
    const { claimResults } = judgeStack({ name: member, file: source(member), subject }, []);
    const beside = member === hub ? "the stacks of its spokes" : `the state of ${hub}`;
    return claimResults
      .filter(({ verdict }) => !isSettled(verdict))
      .map(({ claim, verdict }) => `${claim.name}: ${verdict.kind} over the state of ${member} and ${beside}`);
  };
}
