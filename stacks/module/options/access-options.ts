import { accessSchema } from "../../../envs/schema/access";
import type { EnabledAccess, Environment, EnvironmentInput } from "../../../envs/schema/environment";
import { PROBE } from "../module-probe";
import type { ModuleChoice, ModuleOption } from "./module-option";

type AccessInput = Extract<NonNullable<EnvironmentInput["access"]>, { readonly kind: "on" }>;

const SELF_SERVICE: ModuleChoice = { name: "self-service", condition: "var.self_service != null" };
const ATTACHMENT: ModuleChoice = { name: "attachment", condition: "var.attachment != null" };

/** Kinds of users of self-service, by their name in the input. */
export const END_USER_KINDS = {
  iam_users: { kind: "iam-users" },
  saml: { kind: "saml", provider: PROBE.samlProvider },
  roles: { kind: "roles", roles: PROBE.endUserRoles },
  portal: { kind: "portal", provider: `oidc-provider/${PROBE.tokenIssuer}`, clientId: PROBE.portalClientId },
} as const;

/** Kinds of gateways to the corporate network, and how their IDs start, by their name in the input. */
export const GATEWAY_KINDS = {
  transit_gateway: { kind: "transit-gateway", prefix: "tgw" },
  vpn_gateway: { kind: "vpn-gateway", prefix: "vgw" },
  customer_gateway: { kind: "customer-gateway", prefix: "cgw" },
} as const;

/** Options of user access. A notebook instance, a client instance and URLs without a network are those of an environment. */
export function accessOptions({ availabilityZones }: Environment): readonly ModuleOption[] {
  return [
    ...Object.entries(END_USER_KINDS).map(([name, endUsers]) =>
      accessOption(`self-service of ${name}`, `var.self_service == "${name}"`, {
        choice: SELF_SERVICE,
        access: { selfService: { kind: "on", endUsers }, urlLifeSeconds: PROBE.urlLifeSeconds },
      }),
    ),
    ...Object.entries(GATEWAY_KINDS).map(([name, { kind, prefix }]) =>
      accessOption(`attachment of ${name}`, `var.attachment == "${name}"`, {
        choice: ATTACHMENT,
        access: { attachment: { kind, id: `${prefix}-${PROBE.attachmentId}`, cidrs: [PROBE.corporateCidr] } },
      }),
    ),
    accessOption("URLs in VPCs", "length(var.url_vpc_ids) > 0", {
      access: { allowedVpcIds: [PROBE.vpcId] },
      together: [[PRESIGNING]],
    }),
    accessOption("URLs at private addresses", "length(var.url_private_cidrs) > 0", {
      access: { privateCidrs: [PROBE.privateCidr] },
      together: [[PRESIGNING], ["URLs in VPCs"], ["URLs in VPCs", PRESIGNING]],
    }),
    accessOption("URLs at public addresses", "length(var.url_public_cidrs) > 0", {
      access: { publicCidrs: [PROBE.publicCidr] },
      together: [[PRESIGNING], ["URLs at private addresses"], ["URLs at private addresses", PRESIGNING]],
    }),
    ...(hasResolverInput({ availabilityZones })
      ? [
          accessOption("inbound resolver", "var.resolver_inbound", {
            access: { resolverInbound: true },
            together: [["attachment of transit_gateway"]],
          }),
        ]
      : []),
  ];
}

/** A self-service whose role creates the URLs. The other kinds have the same. */
const PRESIGNING = "self-service of roles";

/** Whether the module offers the resolver to corporate DNS servers. In a single zone its addresses are fixed, and every endpoint waits for it. */
export function hasResolverInput({ availabilityZones }: Pick<Environment, "availabilityZones">): boolean {
  return availabilityZones.length > 1;
}

function accessOption(
  name: string,
  condition: string,
  { access, ...option }: { readonly access: Omit<AccessInput, "kind"> } & Pick<ModuleOption, "choice" | "together">,
): ModuleOption {
  return {
    name,
    condition,
    ...option,
    turnOn: (environment) => ({
      ...environment,
      access: accessSchema.parse({ ...environment.access, ...access, kind: "on" }) as EnabledAccess,
    }),
  };
}
