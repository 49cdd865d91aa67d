import { z } from "zod";
import {
  ENDPOINT_NAMES,
  type EndpointName,
  type EndpointRequirement,
  endpointEntry,
  servicesFor,
} from "../../constructs/endpoints/catalog";
import { advice, adviceOnKeys, fields } from "./fields";
import { text } from "./string-formats";

/** What to do about a service that the catalogue knows and an environment cannot switch on. */
const NOT_SELECTABLE: Readonly<Partial<Record<EndpointRequirement, string>>> = {
  mandatory: "remove it, every environment has it",
  default: "remove it, every environment has it",
  forbidden: "remove it, it has no place in this perimeter",
};

/** What an environment may switch on. */
const OPTIONAL_SERVICES = ENDPOINT_NAMES.filter((name) => endpointEntry(name).requirement === "optional");

const serviceSchema = z.enum(OPTIONAL_SERVICES, {
  error: ({ input }) => {
    const known = ENDPOINT_NAMES.find((name) => name === input);
    return (known && NOT_SELECTABLE[endpointEntry(known).requirement]) ?? advice(input, OPTIONAL_SERVICES);
  },
});

/** Which VPC endpoints an environment has besides those that every environment has. */
export const endpointSelectionSchema = fields("endpointSelection", {
  /**
   * Optional services of the endpoint catalogue to switch on. Each interface endpoint costs about 0.01 USD per hour and
   * zone, plus 0.01 USD per GB; gateway endpoints are free.
   * @default - only what every environment has
   */
  services: z.array(serviceSchema).default([]),
  /**
   * Whether services with a FIPS 140 variant are reached by it.
   * @default false
   */
  fips: z.boolean().default(false),
  /**
   * Zones in which a service is not offered, by service; the endpoint then stands in the other zones only.
   * @default - every service in every zone
   */
  excludedZones: z
    .partialRecord(z.enum(ENDPOINT_NAMES), z.array(text("an availability zone")), {
      error: adviceOnKeys(ENDPOINT_NAMES),
    })
    .default({}),
});

/** What decides which endpoints stand. */
interface EndpointChoice {
  readonly endpoints: { readonly services: readonly EndpointName[] };
  readonly packages: { readonly kind: "codeartifact" | "none" };
  readonly access: ServicesOfAccess;
}

/** What of the ways in needs endpoints. */
type ServicesOfAccess =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      readonly selfService: { readonly kind: string };
      readonly notebookInstance?: object | undefined;
      readonly client: { readonly kind: string };
    };

/** Systems Manager's agent, and the desktop that it carries. */
const FLEET_MANAGER: readonly EndpointName[] = ["ssm", "ssmmessages", "ec2messages"];

function servicesOfAccess(access: ServicesOfAccess): readonly EndpointName[] {
  if (access.kind === "off") {
    return [];
  }
  return [
    ...(access.selfService.kind === "on" ? (["servicecatalog"] as const) : []),
    ...(access.notebookInstance === undefined ? [] : (["notebook"] as const)),
    ...(access.client.kind === "ssm" ? FLEET_MANAGER : []),
  ];
}

/** Every endpoint of an environment, in catalogue order: always there, switched on, or needed by its packages or ways in. */
export function enabledServices({ endpoints, packages, access }: EndpointChoice): readonly EndpointName[] {
  const forPackages: readonly EndpointName[] =
    packages.kind === "codeartifact" ? ["codeartifact.api", "codeartifact.repositories"] : [];
  return servicesFor([...endpoints.services, ...forPackages, ...servicesOfAccess(access)]);
}

/** Those of them that put a network interface into a subnet. */
export function interfaceServices(choice: EndpointChoice): readonly EndpointName[] {
  return enabledServices(choice).filter((name) => endpointEntry(name).kind === "interface");
}
