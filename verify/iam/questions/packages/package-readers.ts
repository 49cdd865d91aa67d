import { insideEndpoints } from "../../../network/endpoints/inside-endpoints";
import { networkModelOf } from "../../../network/network-model";
import type { PerimeterPosture } from "../../../posture/posture";
import type { TerraformConfiguration } from "../../../terraform/terraform-configuration";
import { type Findings, findingsForEach, findingsOf, mergeFindings } from "../../../verdict/findings";
import { ask } from "../../ask/ask";
import { isAllowed, judgeRequests } from "../../ask/judge";
import { fromOutside } from "../../ask/origins";
import { packageRepository } from "../../ask/resources";
import { readPackageRepositories } from "../../attachments/package-repository-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import { principalArn } from "../common/declared-principals";
import { codeArtifactActions } from "./package-requests";

/** Actions that return the content of a package. */
const contentActions = codeArtifactActions(/^(?:ReadFromRepository|GetPackageVersion(?:Asset|Readme))$/);

/**
 * Whether packages of the stack's repositories are read only through endpoints that Studio uses. As for buckets, the callers' own policies are
 * taken to allow everything, so that the policy of the repository has to deny it.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
 */
export function judgeReadersOutside(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  { packageApprovers = [], packagePublishers = [] }: Pick<PerimeterPosture, "packageApprovers" | "packagePublishers">,
): Findings {
  const inside = insideEndpoints(networkModelOf(configuration));
  const endpoints = model.endpoints.filter(
    ({ service, address }) => /^codeartifact\b/.test(service) && inside.includes(address),
  );
  // A question names one set of principals apart, whatever they are there for.
  const deployers = [...packageApprovers, ...packagePublishers].map((pattern) => principalArn(model.text, pattern));
  return findingsForEach(readPackageRepositories(configuration, model.text), (repository) =>
    mergeFindings([
      findingsOf({ doubts: repository.doubts }),
      judgeRequests(
        model,
        `packages of ${repository.address} from outside the endpoints of CodeArtifact`,
        ask(model, {
          who: { deployers },
          what: contentActions,
          on: packageRepository(repository),
          from: fromOutside(endpoints),
        }),
        (answer) => isAllowed(answer) && answer.caller.kind !== "deployer",
      ),
    ]),
  );
}
