import { ENDPOINT_NAMES, endpointCatalogEntry } from "../../../../constructs/endpoints/endpoint-catalog";
import { issuesWith } from "../../fixtures/sample-environment";

function withServices(...services: readonly string[]): readonly string[] {
  return issuesWith({ endpoints: { services } });
}

describe("endpoint services", () => {
  test("an endpoint service can be listed only if it is optional in the catalog", () => {
    const accepted = ENDPOINT_NAMES.filter((name) => withServices(name).length === 0);

    expect(accepted).toEqual(ENDPOINT_NAMES.filter((name) => endpointCatalogEntry(name).requirement === "optional"));
    expect(accepted).toContain("athena");
  });

  test("an endpoint service cannot be listed twice", () => {
    expect(withServices("athena", "glue", "athena")).toEqual([
      "endpoints.services[2]: is listed twice, got athena; list every service once",
    ]);
  });

  test("an unknown endpoint service is reported with all services that can be listed", () => {
    const optional = ENDPOINT_NAMES.filter((name) => endpointCatalogEntry(name).requirement === "optional");

    expect(withServices("quicksight")).toEqual([
      `endpoints.services[0]: is not allowed, got quicksight; use one of ${optional.join(", ")}`,
    ]);
  });
});

describe("excluded zones", () => {
  test.each([
    [
      { glue: ["eu-west-1a"] },
      "endpoints.excludedZones.glue: excludes zones of a service that is not enabled, got eu-west-1a; remove it, or add the service to endpoints.services",
    ],
    [
      { s3: ["eu-west-1a"] },
      "endpoints.excludedZones.s3: excludes zones of a gateway endpoint, which has no zones, got eu-west-1a; remove it",
    ],
    [
      { "ecr.api": ["eu-west-1c"] },
      'endpoints.excludedZones["ecr.api"]: excludes a zone that the environment does not have, got eu-west-1c; exclude zones of availabilityZones only',
    ],
    [
      { kms: ["eu-west-1b", "eu-west-1a"] },
      "endpoints.excludedZones.kms: excludes every zone of the environment, got eu-west-1b, eu-west-1a; use zones that offer it",
    ],
    [
      { kms: ["eu-west-1b"] },
      "endpoints.excludedZones.kms: leaves the endpoint in one zone, which a multi-zone environment must be able to lose, got eu-west-1b; exclude fewer zones, or set resilience to single-zone",
    ],
  ])("the excluded zones %j are refused", (excludedZones, line) => {
    expect(issuesWith({ endpoints: { excludedZones } })).toEqual([line]);
  });

  test("zones can be excluded for required services, for package services and for enabled services", () => {
    const excludedZones = {
      studio: ["eu-west-1a"],
      "codeartifact.api": ["eu-west-1b"],
      athena: ["eu-west-1a"],
    };

    expect(issuesWith({ resilience: "single-zone", endpoints: { services: ["athena"], excludedZones } })).toEqual([]);
  });

  test("zones cannot be excluded for CodeArtifact without CodeArtifact packages", () => {
    const excludedZones = { "codeartifact.api": ["eu-west-1b"] };

    expect(issuesWith({ packages: { kind: "none" }, endpoints: { excludedZones } })).toEqual([
      'endpoints.excludedZones["codeartifact.api"]: excludes zones of a service that is not enabled, got eu-west-1b; remove it, or add the service to endpoints.services',
    ]);
  });
});
