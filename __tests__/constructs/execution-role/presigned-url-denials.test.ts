import fc from "fast-check";
import { type PresignedUrlSource, presignedUrlDenials } from "../../../constructs/execution-role/presigned-url-denials";
import { evaluateResourcePolicy } from "../reference/resource-policy-evaluator";

const DOMAIN_URL = "sagemaker:CreatePresignedDomainUrl";
const NOTEBOOK_URL = "sagemaker:CreatePresignedNotebookInstanceUrl";

const endpoints: PresignedUrlSource = { kind: "endpoints", endpointIds: ["vpce-api", "vpce-studio"] };
const vpcs: PresignedUrlSource = { kind: "vpcs", vpcIds: ["vpc-ours"] };
const office: PresignedUrlSource = { kind: "private-cidrs", vpcIds: ["vpc-transit"], cidrBlocks: ["192.168.0.0/16"] };
const gateway: PresignedUrlSource = { kind: "public-cidrs", cidrBlocks: ["203.0.113.0/24"] };

const allowsAll = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" } as const;

/** What becomes of a request that everything else allows. */
function becomes(
  studio: readonly PresignedUrlSource[],
  context: Readonly<Record<string, string>>,
  action = DOMAIN_URL,
) {
  const denials = presignedUrlDenials({ restrictUrlsToNetwork: true, studio, notebook: [endpoints] });
  return evaluateResourcePolicy([allowsAll, ...denials], { action, resource: "arn:any", context });
}

describe("a presigned Studio URL", () => {
  const throughApi = { "aws:SourceVpce": "vpce-api", "aws:SourceVpc": "vpc-ours", "aws:VpcSourceIp": "10.0.0.9" };
  const throughOther = { ...throughApi, "aws:SourceVpce": "vpce-notebook" };
  const fromTransit = { "aws:SourceVpce": "vpce-x", "aws:SourceVpc": "vpc-transit", "aws:VpcSourceIp": "192.168.4.4" };
  const fromInternet = { "aws:SourceIp": "203.0.113.7" };

  test.each<[string, readonly PresignedUrlSource[], Readonly<Record<string, string>>, string]>([
    ["through a named endpoint", [endpoints], throughApi, "allowed"],
    ["through the other named endpoint", [endpoints], { "aws:SourceVpce": "vpce-studio" }, "allowed"],
    ["through an endpoint that is not named", [endpoints], throughOther, "denied"],
    ["through no endpoint", [endpoints], fromInternet, "denied"],
    ["without any word of where it comes from", [endpoints], {}, "denied"],
    ["through any endpoint of a named network", [vpcs], throughOther, "allowed"],
    ["through an endpoint of another network", [vpcs], fromTransit, "denied"],
    ["from a private range behind a named network", [office], fromTransit, "allowed"],
    ["from that network but another range", [office], { ...fromTransit, "aws:VpcSourceIp": "10.9.9.9" }, "denied"],
    [
      "from that range in somebody else's network",
      [office],
      { ...fromTransit, "aws:SourceVpc": "vpc-theirs" },
      "denied",
    ],
    ["from a named public range", [gateway], fromInternet, "allowed"],
    ["from another public address", [gateway], { "aws:SourceIp": "198.51.100.7" }, "denied"],
    ["through an endpoint where only public ranges are named", [gateway], throughApi, "denied"],
    ["through an endpoint where public ranges are named too", [endpoints, gateway], throughApi, "allowed"],
    ["from a public range where endpoints are named too", [endpoints, gateway], fromInternet, "allowed"],
    ["from a private range where all are named", [endpoints, vpcs, office, gateway], fromTransit, "allowed"],
    ["from nowhere named where all are", [endpoints, vpcs, office, gateway], { "aws:SourceIp": "8.8.8.8" }, "denied"],
  ])("%s", (_where, sources, context, decision) => {
    expect(becomes(sources, context)).toBe(decision);
  });

  test("a Studio URL is let through by a list exactly where one of its sources lets it through", () => {
    const source = fc.constantFrom(endpoints, vpcs, office, gateway, {
      ...office,
      vpcIds: ["vpc-ours"],
    } as PresignedUrlSource);
    const context = fc
      .record({
        "aws:SourceVpce": fc.constantFrom("vpce-api", "vpce-x", undefined),
        "aws:SourceVpc": fc.constantFrom("vpc-ours", "vpc-transit", "vpc-theirs", undefined),
        "aws:VpcSourceIp": fc.constantFrom("192.168.1.1", "10.0.0.1", undefined),
        "aws:SourceIp": fc.constantFrom("203.0.113.1", "8.8.8.8", undefined),
      })
      .map((keys) => Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)));

    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 4 }), context, (sources, keys) => {
        const found = Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, String(value)]));
        const byOne = sources.some((one) => becomes([one], found) === "allowed");

        expect(becomes(sources, found)).toBe(byOne ? "allowed" : "denied");
      }),
    );
  });
});

describe("a URL of a notebook instance", () => {
  test("a notebook instance URL is bound by sources of its own", () => {
    expect(becomes([gateway], { "aws:SourceVpce": "vpce-api" }, NOTEBOOK_URL)).toBe("allowed");
    expect(becomes([gateway], { "aws:SourceIp": "203.0.113.7" }, NOTEBOOK_URL)).toBe("denied");
  });

  test.each([true, false])(
    "a notebook instance URL is denied from everywhere in an environment without (restricted: %s)",
    (restrictUrlsToNetwork) => {
      const denials = presignedUrlDenials({ restrictUrlsToNetwork, studio: [endpoints] });
      const request = { action: NOTEBOOK_URL, resource: "arn:any", context: { "aws:SourceVpce": "vpce-api" } };

      expect(evaluateResourcePolicy([allowsAll, ...denials], request)).toBe("denied");
    },
  );
});

test("no URL is bound where the environment says so", () => {
  expect(presignedUrlDenials({ restrictUrlsToNetwork: false, studio: [], notebook: [] })).toEqual([]);
});

test("an empty list of sources, which would shut everybody out, is refused", () => {
  expect(() => presignedUrlDenials({ restrictUrlsToNetwork: true, studio: [] })).toThrow(
    "Studio URLs: no source network; add one or set restrictUrlsToNetwork to false",
  );
});
