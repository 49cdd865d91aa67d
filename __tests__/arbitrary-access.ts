import fc from "fast-check";
import type { EnvironmentInput } from "../envs/environment";

type AccessInput = NonNullable<EnvironmentInput["access"]>;
type OpenAccessInput = Extract<AccessInput, { kind: "on" }>;

/** What decides which ways in an environment may have. */
interface Surroundings {
  readonly availabilityZones: readonly string[];
  readonly protections: boolean;
  readonly authMode: "IAM" | "SSO";
  /** Names of the user profiles. */
  readonly profiles: readonly string[];
  readonly egress: EnvironmentInput["egress"];
}

const flag = fc.boolean();

/** Corporate blocks in a range that no arbitrary VPC lies in. */
const corporateCidrs = fc.uniqueArray(
  fc.nat({ max: 255 }).map((octet) => `172.20.${octet}.0/24`),
  { minLength: 1, maxLength: 3 },
);
const hexadecimal = fc.stringMatching(/^[0-9a-f]{17}$/);

/** Independent choices; `accessInput` drops what the surroundings refuse. */
export const accessChoices = fc.record({
  on: flag,
  restricted: flag,
  allowedVpcIds: fc.uniqueArray(
    hexadecimal.map((id) => `vpc-${id}`),
    { maxLength: 2 },
  ),
  publicCidrs: fc.subarray(["203.0.113.0/24", "198.51.100.7/32"]),
  urlLifeSeconds: fc.integer({ min: 5, max: 300 }),
  selfService: flag,
  endUsers: fc.constantFrom(
    { kind: "iam-users" as const },
    { kind: "saml" as const, provider: "saml-provider/corporate" },
    { kind: "roles" as const, roles: ["role/people/data-scientist"] },
  ),
  notebook: flag,
  client: fc.constantFrom("none" as const, "ssm" as const, "public-jump-host" as const),
  attachment: fc.constantFrom(
    { kind: "transit-gateway", prefix: "tgw" } as const,
    { kind: "vpn-gateway", prefix: "vgw" } as const,
    { kind: "customer-gateway", prefix: "cgw" } as const,
    undefined,
  ),
  gateway: hexadecimal,
  cidrs: corporateCidrs,
  resolverInbound: flag,
});

export type AccessChoices = typeof accessChoices extends fc.Arbitrary<infer Value> ? Value : never;

function clientOf(chosen: AccessChoices, { protections, egress }: Surroundings): OpenAccessInput["client"] {
  if (chosen.client !== "public-jump-host") {
    return { kind: chosen.client };
  }
  return protections || egress.kind === "none"
    ? { kind: "none" }
    : { kind: chosen.client, allowedCidr: "203.0.113.9/32", keyName: "admins" };
}

function attachmentOf({ attachment, gateway, cidrs }: AccessChoices): OpenAccessInput["attachment"] {
  return attachment === undefined
    ? { kind: "none" }
    : { kind: attachment.kind, id: `${attachment.prefix}-${gateway}`, cidrs };
}

/** Access without contradictions to the environment that it stands in. */
export function accessInput(chosen: AccessChoices, surroundings: Surroundings): AccessInput {
  if (!chosen.on) {
    return { kind: "off" };
  }
  const { restricted, allowedVpcIds, publicCidrs, urlLifeSeconds } = chosen;
  const { authMode, profiles } = surroundings;
  const [user] = profiles;
  const canBeServed = authMode === "IAM" && user !== undefined && profiles.every((name) => name.length > 1);
  const hasSelfService = chosen.selfService && canBeServed;
  return {
    kind: "on",
    urlLifeSeconds,
    ...(restricted ? { allowedVpcIds, publicCidrs, privateCidrs: chosen.cidrs } : { restrictUrlsToNetwork: false }),
    ...(hasSelfService ? { selfService: { kind: "on", endUsers: chosen.endUsers } } : {}),
    ...(chosen.notebook ? { notebookInstance: { user: user ?? "ada" } } : {}),
    client: clientOf(chosen, surroundings),
    attachment: attachmentOf(chosen),
    resolverInbound:
      chosen.resolverInbound && chosen.attachment !== undefined && surroundings.availabilityZones.length > 1,
  };
}
