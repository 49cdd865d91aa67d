import { issuesWith } from "../../../fixtures/sample-environment";

function issuesIn(region: string, changes: object): readonly string[] {
  const place = { region, availabilityZones: [`${region}a`, `${region}b`], packages: { kind: "none" } };
  return issuesWith({ ...place, ...changes });
}

test.each([
  ["cn-north-1", "bedrock-runtime", "aws-cn"],
  ["cn-northwest-1", "glue", "aws-cn"],
  ["us-gov-west-1", "iam", "aws-us-gov"],
])("In %s, the endpoint of %s is refused, because no source names it there.", (region, service, partition) => {
  expect(issuesIn(region, { endpoints: { services: ["athena", service] } })).toEqual([
    expect.stringMatching(
      new RegExp(
        `^endpoints\\.services\\[1\\]: no source names an endpoint service of ${service} in the partition ${partition} \\(\\d{4}-\\d\\d-\\d\\d\\), got ${service}; remove it, or use a Region of aws$`,
      ),
    ),
  ]);
});

test.each([
  ["cn-north-1", { mlflow: true, featureStore: true }, ["mlflow"]],
  ["us-gov-west-1", { mlflow: true, featureStore: true }, ["featureStore", "mlflow"]],
  ["eu-west-1", { mlflow: true, featureStore: true }, []],
])("In %s, of the capabilities %j those without a named endpoint are refused: %j", (region, capabilities, refused) => {
  expect(issuesIn(region, { studio: { users: 4, capabilities } }).map((line) => line.split(":")[0])).toEqual(
    refused.map((capability) => `studio.capabilities.${capability}`),
  );
});

test.each([
  ["cn-north-1", 1],
  ["us-gov-west-1", 0],
  ["eu-west-1", 0],
])("In %s, FIPS 140 endpoints have %i refusals.", (region, count) => {
  expect(issuesIn(region, { endpoints: { fips: true } })).toHaveLength(count);
});
