import type { EnvironmentInput } from "../../envs/schema/environment";
import { LOG_RETENTION_DAYS } from "../../envs/schema/environment";

/** What somebody allows, adds, shortens and turns on in the pull request of the demonstration. */
const sample = {
  domain: { name: "pypi.org", match: "exact", reason: "search of public Python packages", owner: "ml-platform" },
  user: "visiting-analyst",
  service: "athena",
} as const;

/**
 * An environment after the pull request of the demonstration: one more domain where there is an allow-list, one more user, one more
 * endpoint, and logs that are kept for a shorter time. What the environment has already is not added.
 */
export function withSampleChange(environment: EnvironmentInput): EnvironmentInput {
  const { egress, studio, endpoints } = environment;
  const days = LOG_RETENTION_DAYS[LOG_RETENTION_DAYS.indexOf(environment.logRetentionDays) - 1];
  const profiles = studio.userProfiles;
  return {
    ...environment,
    ...(egress.kind === "inspected" && {
      egress: { ...egress, allowList: withMember(egress.allowList, sample.domain, ({ name }) => name) },
    }),
    ...(days !== undefined && { logRetentionDays: days }),
    // Where teams are separated, a user needs one, which only the owner of the environment knows.
    ...(studio.teams === undefined && {
      studio: { ...studio, userProfiles: withMember(profiles ?? [], { name: sample.user }, ({ name }) => name) },
    }),
    endpoints: { ...endpoints, services: withMember(endpoints?.services ?? [], sample.service, (name) => name) },
  };
}

function withMember<Member>(members: readonly Member[], added: Member, nameOf: (member: Member) => string): Member[] {
  const isThere = members.some((member) => nameOf(member) === nameOf(added));
  return isThere ? [...members] : [...members, added];
}

/** The access of a Studio domain, as Terraform JSON has it. */
const accessOfDomain = /("app_network_access_type": )"VpcOnly"/g;

/** A synthesized stack after an edit that no review may let pass: Studio itself reaches the internet, past the VPC. */
export function withOpenStudio(stack: string): string {
  return stack.replace(accessOfDomain, '$1"PublicInternetOnly"');
}
