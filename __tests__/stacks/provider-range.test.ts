import { admitsVersion } from "../../aws/version-constraint";
import { installedProvider, newerProvider, REVIEWED_PROVIDER } from "../fixtures/installed-provider";
import { synthesizedText } from "../fixtures/synthesized";
import { sampleBootstrapJson } from "./fixtures/sample-bootstrap";

test.each([
  ["dev", synthesizedText("dev")],
  ["staging", synthesizedText("staging")],
  ["prod", synthesizedText("prod")],
  ["bootstrap", JSON.stringify(sampleBootstrapJson)],
])("%s requires a range of the provider, of which both ends are versions that are rehearsed", (_name, text) => {
  const { source, version } = JSON.parse(text).terraform.required_providers.aws;

  expect(source).toBe("hashicorp/aws");
  expect(version).toBe(`>= ${REVIEWED_PROVIDER}, <= ${newerProvider.source.provider}`);
  expect(admitsVersion(version, installedProvider)).toBe(true);
});
