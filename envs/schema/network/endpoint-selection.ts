import { z } from "zod";
import {
  ENDPOINT_NAMES,
  type EndpointName,
  type EndpointRequirement,
  endpointCatalogEntry,
  selectEndpoints,
} from "../../../constructs/endpoints/endpoint-catalog";
import { fields, unknownKeyErrorMap } from "../fields";
import { formattedString } from "../string-formats";
import { suggestFix } from "../suggest-fix";
import { ownEndpointSchema } from "./own-endpoint";

/** Advice about a service of the catalog that an environment cannot enable. */
const NOT_SELECTABLE: Readonly<Partial<Record<EndpointRequirement, string>>> = {
  mandatory: "remove it, every environment has it",
  default: "remove it, every environment has it",
  forbidden: "remove it, this perimeter does not allow it",
};

/** The services that an environment can enable. */
export const SELECTABLE_SERVICES: readonly EndpointName[] = ENDPOINT_NAMES.filter(
  (name) => endpointCatalogEntry(name).requirement === "optional",
);

const serviceSchema = z.enum(SELECTABLE_SERVICES, {
  error: ({ input }) => {
    const known = ENDPOINT_NAMES.find((name) => name === input);
    return (known && NOT_SELECTABLE[endpointCatalogEntry(known).requirement]) ?? suggestFix(input, SELECTABLE_SERVICES);
  },
});

/** The VPC endpoints of an environment in addition to those that every environment has. */
export const endpointSelectionSchema = fields("endpointSelection", {
  services: z
    .array(serviceSchema)
    .default([])
    .describe(
      "Optional services of the endpoint catalog. An interface endpoint costs about 0.01 USD per hour and zone, plus 0.01 USD per GB. Gateway endpoints are free. Default: none.",
    ),
  fips: z.boolean().default(false).describe("Whether services with a FIPS 140 endpoint use it."),
  excludedZones: z
    .partialRecord(z.enum(ENDPOINT_NAMES), z.array(formattedString("an availability zone")), {
      error: unknownKeyErrorMap(ENDPOINT_NAMES),
    })
    .default({})
    .describe(
      "Availability Zones that do not offer a service, by service. The endpoint is created in the other zones only. Default: every service in every zone.",
    ),
  own: z
    .array(ownEndpointSchema)
    .default([])
    .describe("Interface endpoints to endpoint services of the company. Default: none."),
});

/** The fields that determine the VPC endpoints. */
interface EndpointSelection {
  readonly endpoints: { readonly services: readonly EndpointName[] };
  readonly packages: { readonly kind: "codeartifact" | "none" };
  readonly access: AccessFields;
  readonly studio: { readonly capabilities: CapabilityFields };
}

/** The capabilities that need endpoints of their own. */
interface CapabilityFields {
  readonly featureStore?: boolean | undefined;
  readonly mlflow?: boolean | undefined;
}

/** The parts of user access that need endpoints. */
type AccessFields =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      readonly selfService: { readonly kind: string };
      readonly notebookInstance?: object | undefined;
      readonly client: { readonly kind: string };
    };

/** Endpoints for the SSM Agent and for Fleet Manager. */
const FLEET_MANAGER_ENDPOINTS: readonly EndpointName[] = ["ssm", "ssmmessages", "ec2messages"];

function accessEndpoints(access: AccessFields): readonly EndpointName[] {
  if (access.kind === "off") {
    return [];
  }
  return [
    ...(access.selfService.kind === "on" ? (["servicecatalog"] as const) : []),
    ...(access.notebookInstance === undefined ? [] : (["notebook"] as const)),
    ...(access.client.kind === "ssm" ? FLEET_MANAGER_ENDPOINTS : []),
  ];
}

function capabilityEndpoints({ featureStore, mlflow }: CapabilityFields): readonly EndpointName[] {
  return [
    ...(featureStore === true ? (["sagemaker.featurestore-runtime"] as const) : []),
    ...(mlflow === true ? (["experiments"] as const) : []),
  ];
}

/** Every endpoint of an environment, in catalog order: required, enabled, or needed by packages, user access or capabilities. */
export function enabledServices({ endpoints, packages, access, studio }: EndpointSelection): readonly EndpointName[] {
  const forPackages: readonly EndpointName[] =
    packages.kind === "codeartifact" ? ["codeartifact.api", "codeartifact.repositories"] : [];
  return selectEndpoints([
    ...endpoints.services,
    ...forPackages,
    ...accessEndpoints(access),
    ...capabilityEndpoints(studio.capabilities),
  ]);
}

/** The endpoints with a network interface in each subnet. */
export function interfaceServices(choice: EndpointSelection): readonly EndpointName[] {
  return enabledServices(choice).filter((name) => endpointCatalogEntry(name).kind === "interface");
}
