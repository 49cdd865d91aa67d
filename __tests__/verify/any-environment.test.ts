import { Testing } from "cdktf";
import fc from "fast-check";
import { ENDPOINT_CATALOG } from "../../constructs/endpoints/endpoint-catalog";
import { type Environment, environmentSchema } from "../../envs/schema/environment";
import { disableCreationStacks } from "../../stacks/cdktf/disable-creation-stacks";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { claims } from "../../verify/claims";
import type { Posture } from "../../verify/posture/posture";
import type { Claim } from "../../verify/verdict/claim";
import { validEnvironments } from "../fixtures/arbitrary-environment";
import { staging } from "../fixtures/environments/staging";
import { propertyRuns } from "../fixtures/property-runs";
import { testingApp } from "../fixtures/testing-app";
import { unprovedClaims } from "./fixtures/unproved-claims";

/** Each run synthesizes and judges a whole stack. */
const runs = propertyRuns(3);

const patienceMilliseconds = 120_000;

beforeAll(disableCreationStacks);

/** The claims over the environment's stack that are not proved. */
function unproved(environment: Environment, candidates?: readonly Claim<Posture>[]): readonly string[] {
  const stack = new PerimeterStack(testingApp(), environment.name, { environment });
  return unprovedClaims(JSON.parse(Testing.synth(stack)), candidates);
}

const optionalServices = Object.entries(ENDPOINT_CATALOG).flatMap(([name, { requirement }]) =>
  requirement === "optional" ? [name] : [],
);

function stagingWithServices(services: readonly string[]): Environment {
  return environmentSchema.parse({ ...staging, endpoints: { services } });
}

test("staging with every optional endpoint of the catalog together stays proved", () => {
  expect(unproved(stagingWithServices(optionalServices))).toEqual([]);
}, 30_000);

// An endpoint changes names, endpoint policies and reachable services, and no route or role.
const claimsAboutEndpoints = claims.filter(({ name, topic }) => topic === "names" || /endpoint/.test(name));

test.each(optionalServices)(
  "staging with the optional endpoint %s alone stays proved",
  (service) => {
    expect(unproved(stagingWithServices([service]), claimsAboutEndpoints)).toEqual([]);
  },
  30_000,
);

/** Options that docs/access-options.md lists with the claims that they break. */
function opensThePerimeter({ access, studio }: Environment): boolean {
  const opensAccess =
    access.kind === "on" && (!access.restrictUrlsToNetwork || access.client.kind === "public-jump-host");
  return opensAccess || studio.authMode === "SSO";
}

test(
  "any environment stays proved, unless it has an option that docs/access-options.md lists as opening it",
  () => {
    fc.assert(
      fc.property(
        validEnvironments.filter((environment) => !opensThePerimeter(environment)),
        (environment) => {
          expect(unproved(environment)).toEqual([]);
        },
      ),
      runs,
    );
  },
  patienceMilliseconds,
);
