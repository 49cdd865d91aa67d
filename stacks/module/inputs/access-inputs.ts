import type { Environment } from "../../../envs/schema/environment";
import type { Expression } from "../hcl/expression";
import { hclValue } from "../hcl/write-hcl";
import { END_USER_KINDS, GATEWAY_KINDS, hasResolverInput } from "../options/access-options";
import {
  disjointCondition,
  noHostBitsCondition,
  PRIVATE_BLOCKS_TEXT,
  prefixOf,
  privateCondition,
  publicCondition,
} from "./cidr-conditions";
import { formatCondition } from "./format-condition";
import { distinctItems, eachItem, type InputValidation, type ModuleInput, wholeNumber } from "./module-input";

/** User access in the module of a posture: who requests URLs, from where they work, and the way to the corporate network. */
export function accessInputs(probe: Environment): readonly ModuleInput[] {
  return [
    ...selfServiceInputs,
    ...urlInputs,
    ...corporateNetworkInputs,
    ...(hasResolverInput(probe) ? [resolverInput] : []),
  ];
}

/** The name of one of several kinds, or null for none. */
function kindInput(name: string, description: string, kinds: readonly string[]): ModuleInput {
  return {
    name,
    type: "string",
    description: `${description} One of ${kinds.join(", ")}. Null: none.`,
    default: "null",
    nullable: true,
    validations: [
      {
        condition: `var.${name} == null ? true : contains(${hclValue(kinds)}, var.${name})`,
        message: `The value must be one of ${kinds.join(", ")}.`,
      },
    ],
  };
}

/** Whether two inputs are both given or both left out. */
function onlyTogether(one: Expression, other: Expression, message: string): InputValidation {
  return { condition: `(${one}) == (${other})`, message };
}

const selfServiceInputs: readonly ModuleInput[] = [
  kindInput(
    "self_service",
    "Who requests presigned Studio URLs in Service Catalog, without any other permission: IAM users with MFA, users of a SAML provider, roles that users have already, such as permission sets of IAM Identity Center, or a portal of the company for people who signed in to it.",
    Object.keys(END_USER_KINDS),
  ),
  {
    name: "identity_provider",
    type: "string",
    description:
      "Identity provider in IAM that signs users in: saml-provider/<name> with self_service saml, oidc-provider/<issuer without https://> with portal. It sets the session name, which is the name of the user profile.",
    default: "null",
    nullable: true,
    validations: [
      {
        condition: `var.identity_provider == null ? true : ${formatCondition("a SAML provider", "var.identity_provider")} || ${formatCondition("an OIDC provider", "var.identity_provider")}`,
        message: "The provider must be saml-provider/<name> or oidc-provider/<issuer>, as IAM lists it.",
      },
      {
        condition:
          'var.identity_provider == null ? !contains(["saml", "portal"], coalesce(var.self_service, "none")) : startswith(var.identity_provider, lookup({ saml = "saml-provider/", portal = "oidc-provider/" }, coalesce(var.self_service, "none"), "none"))',
        message:
          "Name a SAML provider if self_service is saml, an OpenID Connect provider if it is portal, and none otherwise.",
      },
    ],
  },
  {
    name: "portal_client_id",
    type: "string",
    description:
      "Client ID of the portal at the sign-in, with self_service portal. Tokens of other applications are refused.",
    default: "null",
    nullable: true,
    validations: [
      {
        condition: `var.portal_client_id == null ? true : ${formatCondition("a client ID", "var.portal_client_id")}`,
        message: "The client ID must have 1 to 255 letters, digits or _ . : / @ -.",
      },
      onlyTogether(
        'var.self_service == "portal"',
        "var.portal_client_id != null",
        "Name the client ID if self_service is portal, and only then.",
      ),
    ],
  },
  {
    name: "end_user_roles",
    type: "list(string)",
    description:
      "Roles of the users, as role/<path and name>, with self_service roles. Users must not be able to choose the session name, because it determines which Studio profile they open.",
    default: "[]",
    validations: [
      eachItem({
        list: "var.end_user_roles",
        condition: formatCondition("a role", "item"),
        message: "Each role must be role/<path and name> without wildcards.",
      }),
      distinctItems("var.end_user_roles", "Each role must be listed once."),
      onlyTogether(
        'var.self_service == "roles"',
        "length(var.end_user_roles) > 0",
        "List the roles of the users if self_service is roles, and only then.",
      ),
    ],
  },
  {
    name: "url_life_seconds",
    type: "number",
    description: "Seconds in which a new URL of self-service must be opened.",
    default: "60",
    validations: [
      {
        condition: wholeNumber("var.url_life_seconds", 5, 300),
        message: "The life of a URL must be a whole number from 5 to 300.",
      },
    ],
  },
];

const urlInputs: readonly ModuleInput[] = [
  {
    name: "url_vpc_ids",
    type: "list(string)",
    description:
      "Other VPCs through whose endpoints presigned URLs can be created and opened. Empty: only through the endpoints of the module.",
    default: "[]",
    validations: [
      eachItem({
        list: "var.url_vpc_ids",
        condition: formatCondition("a VPC id", "item"),
        message: "Each VPC must be vpc- and 8 to 17 hexadecimal digits.",
        isAssigned: true,
      }),
      distinctItems("var.url_vpc_ids", "Each VPC must be listed once."),
    ],
  },
  {
    name: "url_private_cidrs",
    type: "list(string)",
    description: "Private blocks from which presigned URLs work through the endpoints of these VPCs (aws:VpcSourceIp).",
    default: "[]",
    validations: privateBlockValidations("url_private_cidrs"),
  },
  {
    name: "url_public_cidrs",
    type: "list(string)",
    description: "Public blocks of the company from which presigned URLs work over the internet (aws:SourceIp).",
    default: "[]",
    validations: [
      ...blockValidations("url_public_cidrs"),
      eachItem({
        list: "var.url_public_cidrs",
        condition: publicCondition("item"),
        message: "No block may contain private addresses, which calls over the internet never come from.",
      }),
      eachItem({
        list: "var.url_public_cidrs",
        condition: `try(${prefixOf("item")} >= 8, true)`,
        message: "No block may be wider than /8, which belongs to more than one organization.",
      }),
    ],
  },
];

const IDS = Object.entries(GATEWAY_KINDS).map(([name, { prefix }]) => `${name} = "${prefix}"`);

const corporateNetworkInputs: readonly ModuleInput[] = [
  kindInput(
    "attachment",
    "How the VPC is connected to the corporate network, from which users then open Studio. A transit gateway costs about 0.05 USD per hour and 0.02 USD per GB, a VPN connection to a customer gateway 0.05 USD per hour.",
    Object.keys(GATEWAY_KINDS),
  ),
  {
    name: "attachment_id",
    type: "string",
    description: "ID of the gateway of attachment.",
    default: "null",
    nullable: true,
    validations: [
      {
        condition: `var.attachment_id == null || var.attachment == null ? true : can(regex("^\${lookup({ ${IDS.join(", ")} }, var.attachment, "none")}-[0-9a-f]{8,17}$", var.attachment_id))`,
        message: `The ID must be ${Object.values(GATEWAY_KINDS)
          .map(({ prefix }) => `${prefix}-`)
          .join(" or ")}, by the kind of the gateway, and 8 to 17 hexadecimal digits.`,
      },
      onlyTogether(
        "var.attachment != null",
        "var.attachment_id != null",
        "Name the gateway with attachment, and only then.",
      ),
    ],
  },
  {
    name: "corporate_cidrs",
    type: "list(string)",
    description:
      "CIDR blocks of the corporate network, with attachment. Only the endpoint subnets have routes to them.",
    default: "[]",
    validations: [
      ...privateBlockValidations("corporate_cidrs"),
      eachItem({
        list: "var.corporate_cidrs",
        condition: disjointCondition("item", "var.vpc_cidr"),
        message: "No block may overlap vpc_cidr.",
      }),
      onlyTogether(
        "var.attachment != null",
        "length(var.corporate_cidrs) > 0",
        "List the blocks of the corporate network with attachment, and only then.",
      ),
    ],
  },
];

const resolverInput: ModuleInput = {
  name: "resolver_inbound",
  type: "bool",
  description:
    "Whether corporate DNS servers can query the resolver of the VPC for the private addresses of endpoints. Costs 0.125 USD per hour and zone.",
  default: "false",
  validations: [
    {
      condition: "!var.resolver_inbound || var.attachment != null",
      message: "Corporate DNS servers reach the resolver only with attachment.",
    },
  ],
};

function blockValidations(list: string): readonly InputValidation[] {
  return [
    eachItem({
      list: `var.${list}`,
      condition: formatCondition("an IPv4 block", "item"),
      message: "Each block must be an IPv4 block such as 10.100.0.0/16.",
    }),
    eachItem({
      list: `var.${list}`,
      condition: noHostBitsCondition("item"),
      message: "No block may have host bits set.",
    }),
    distinctItems(`var.${list}`, "Each block must be listed once."),
  ];
}

function privateBlockValidations(list: string): readonly InputValidation[] {
  return [
    ...blockValidations(list),
    eachItem({
      list: `var.${list}`,
      condition: privateCondition("item"),
      message: `Each block must be in ${PRIVATE_BLOCKS_TEXT}.`,
    }),
  ];
}
