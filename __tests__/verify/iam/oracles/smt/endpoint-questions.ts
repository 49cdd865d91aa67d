import { policyModel } from "../../../../../verify/iam/ask";
import { actionsOfService, type IamAction } from "../../../../../verify/iam/aws/action-catalog";
import { askEveryoneThroughEndpoint } from "../../../../../verify/iam/questions/data/requests-through-endpoint";
import { account, otherAccount, ownEndpoint, type RealPolicy } from "../real-policies";
import { formatsOf } from "./encoding/resource-formats";
import { equal, has, quote, value } from "./encoding/terms";
import { found, isForeign, isOwn, noOrganization, type UniversalQuestion, witness } from "./universal-question";

/** Does the policy of an endpoint let callers change what is not theirs? */
export function endpointQuestions(policy: RealPolicy): readonly UniversalQuestion[] {
  const { address, document } = policy;
  const through = [
    has("aws:sourcevpce"),
    equal(value("aws:sourcevpce"), quote(address.replace(/^aws_vpc_endpoint\./, ""))),
    equal(value("aws:sourcevpc"), quote(ownEndpoint.vpc)),
  ];
  const named = document.Statement.flatMap(({ Action, NotAction }) => [Action ?? NotAction ?? "*"].flat());
  const services = [...new Set(named.map((action) => action.split(":")[0] ?? "*"))];
  const writes = services.flatMap((service) => actionsOfService(service.toLowerCase())).filter(isWriteOfResource);
  const names = new Set(writes.map(({ name }) => name));
  const question = (what: string, caller: "foreign" | "account", owner: string): UniversalQuestion => ({
    name: `${address}: ${what}`,
    policies: [policy],
    groups: [[document]],
    request: {
      actions: writes.map((action) => ({ action, formats: formatsOf(action, owner) })),
      resourceAccount: owner,
      constraints: [caller === "foreign" ? isForeign : isOwn, ...through, ...noOrganization()],
    },
    askEngine: ({ configuration }) => {
      const model = policyModel(configuration);
      const endpoint = found(address, model.endpoints);
      if (endpoint.doubts.length > 0) {
        return "undecided";
      }
      return witness(
        askEveryoneThroughEndpoint(model, endpoint),
        (answer) =>
          answer.caller.kind === caller &&
          answer.owner.isOwn === (owner === account) &&
          answer.target.resource !== "*" &&
          answer.actions.some(({ name }) => names.has(name)),
      );
    },
  });
  return [
    question("a principal of another account changes a resource of the account", "foreign", account),
    question("a principal of the account changes a resource of another account", "account", otherAccount),
  ];
}

function isWriteOfResource({ accessLevels, resourceTypes }: IamAction): boolean {
  return resourceTypes.length > 0 && accessLevels.some((level) => level !== "Read" && level !== "List");
}
