import { isCloudFormationResponseUrl } from "../../../../functions/studio-url/cloudformation/response-url";

const BUCKET = "cloudformation-custom-resource-response-euwest1";
const STACK = "arn:aws:cloudformation:eu-west-1:111122223333:stack/SC-111122223333-pp-abc/0d5e";
const KEY = `${encodeURIComponent(STACK)}%7CUrl%7C7b2a5e9d`;
const owner = { stackId: STACK, region: "eu-west-1", dnsSuffix: "amazonaws.com" };

test.each([
  [`https://${BUCKET}.s3-eu-west-1.amazonaws.com/${KEY}?X-Amz-Signature=s`, true],
  [`https://${BUCKET}.s3.eu-west-1.amazonaws.com/${KEY}`, true],
  [`https://${BUCKET}.s3.amazonaws.com/${KEY.replaceAll("%2F", "/")}`, true],
  [`http://${BUCKET}.s3.eu-west-1.amazonaws.com/${KEY}`, false],
  [`https://${BUCKET}.s3.eu-west-1.amazonaws.com.example.org/${KEY}`, false],
  [`https://${BUCKET}-mine.s3.eu-west-1.amazonaws.com/${KEY}`, false],
  [`https://${BUCKET.replace("euwest1", "euwest2")}.s3.eu-west-2.amazonaws.com/${KEY}`, false],
  [`https://s3.eu-west-1.amazonaws.com/mine/${KEY}`, false],
  [`https://example.org/${BUCKET}.s3.amazonaws.com/${KEY}`, false],
  [`https://${BUCKET}.s3.amazonaws.com@example.org/${KEY}`, false],
])("whether %s is the URL at which CloudFormation reads the response is %s", (url, expected) => {
  expect(isCloudFormationResponseUrl(url, owner)).toBe(expected);
});

test.each([
  ["amazonaws.com.cn", true],
  ["amazonaws.com", false],
])("in China, a response URL whose host ends in %s is accepted: %s", (suffix, expected) => {
  const stackId = STACK.replace("arn:aws:", "arn:aws-cn:").replace("eu-west-1", "cn-north-1");
  const url = `https://${BUCKET.replace("euwest1", "cnnorth1")}.s3.cn-north-1.${suffix}/${encodeURIComponent(stackId)}%7CUrl%7C7b`;

  expect(isCloudFormationResponseUrl(url, { stackId, region: "cn-north-1", dnsSuffix: "amazonaws.com.cn" })).toBe(
    expected,
  );
});

test.each([
  ["of another stack", KEY.replace("pp-abc", "pp-xyz")],
  ["of a stack in another account", KEY.replaceAll("111122223333", "999999999999")],
  ["of a stack whose ARN starts with the same text", KEY.replace("0d5e", "0d5e1")],
  ["that only contains the stack", `mine/${KEY}`],
  ["that is empty", ""],
  ["that cannot be decoded", "%E0%A4%A"],
])("an object of the response bucket %s is not a response URL", (_, key) => {
  expect(isCloudFormationResponseUrl(`https://${BUCKET}.s3.amazonaws.com/${key}`, owner)).toBe(false);
});

test("with an endpoint override, only URLs of that origin are response URLs", () => {
  const overridden = { ...owner, endpointOverride: "http://127.0.0.1:4566" };

  expect(isCloudFormationResponseUrl(`http://127.0.0.1:4566/${KEY}`, overridden)).toBe(true);
  expect(isCloudFormationResponseUrl("http://127.0.0.1:4566/x", overridden)).toBe(false);
  expect(isCloudFormationResponseUrl(`http://127.0.0.1:80/${KEY}`, overridden)).toBe(false);
  expect(isCloudFormationResponseUrl(`https://${BUCKET}.s3.amazonaws.com/${KEY}`, overridden)).toBe(false);
});
