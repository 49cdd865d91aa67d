import { isCloudFormationResponseUrl } from "../../../../functions/studio-url/cloudformation/response-url";

const BUCKET = "cloudformation-custom-resource-response-euwest1";

describe("isCloudFormationResponseUrl", () => {
  test.each([
    [`https://${BUCKET}.s3-eu-west-1.amazonaws.com/stack?X-Amz-Signature=s`, true],
    [`https://${BUCKET}.s3.eu-west-1.amazonaws.com/stack`, true],
    [`https://${BUCKET}.s3.amazonaws.com/stack`, true],
    [`http://${BUCKET}.s3.eu-west-1.amazonaws.com/stack`, false],
    [`https://${BUCKET}.s3.eu-west-1.amazonaws.com.example.org/stack`, false],
    [`https://${BUCKET}-mine.s3.eu-west-1.amazonaws.com/stack`, false],
    [`https://${BUCKET.replace("euwest1", "euwest2")}.s3.eu-west-2.amazonaws.com/stack`, false],
    ["https://s3.eu-west-1.amazonaws.com/mine/stack", false],
    [`https://example.org/${BUCKET}.s3.amazonaws.com`, false],
    [`https://${BUCKET}.s3.amazonaws.com@example.org/`, false],
  ])("whether %s is a response URL of CloudFormation is %s", (url, expected) => {
    expect(isCloudFormationResponseUrl(url, "eu-west-1")).toBe(expected);
  });

  test("with an endpoint override, only URLs of that origin are response URLs", () => {
    expect(isCloudFormationResponseUrl("http://127.0.0.1:4566/x", "eu-west-1", "http://127.0.0.1:4566")).toBe(true);
    expect(isCloudFormationResponseUrl("http://127.0.0.1:80/x", "eu-west-1", "http://127.0.0.1:4566")).toBe(false);
    expect(
      isCloudFormationResponseUrl(`https://${BUCKET}.s3.amazonaws.com/x`, "eu-west-1", "http://127.0.0.1:4566"),
    ).toBe(false);
  });
});
