export { ENDPOINT_NAMES, type EndpointName, endpointCatalogEntry } from "./endpoint-catalog";
export { Endpoints, type EndpointsProps, type IEndpoints } from "./endpoints";
