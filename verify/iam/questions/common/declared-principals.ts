import type { ClaimSubject, Evidence } from "../../../verdict/claim";
import type { PolicyModel } from "../../attachments/policy-model";
import { iamArn } from "../../language/iam-arn";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { matchesAnyArn } from "../../patterns/arn-globs";
import type { DistinguishedPrincipals } from "../../request-space/principals/caller";

/** The principals that a posture declares. */
export type DeclaredPrincipals = Pick<DistinguishedPrincipals, "deployers" | "breakGlass">;

/** The principals that the posture declares. */
export function declaredPrincipals({ posture }: ClaimSubject, { text }: PolicyModel): DeclaredPrincipals {
  return {
    deployers: posture.deployers.map((pattern) => principalArn(text, pattern)),
    breakGlass: posture.breakGlass.map((pattern) => principalArn(text, pattern)),
  };
}

/** `role/NAME` is a role of the account that the stack is deployed to. */
export function principalArn(text: PolicyTextResolver, pattern: string): string {
  return text.resolve(/^(?:role|user)\//.test(pattern) ? iamArn(text, pattern) : pattern);
}

/** Roles of the stack that the posture excepts from its rules: what the stack runs cannot be what watches over it. */
export function exemptStackRoles(subject: ClaimSubject, model: PolicyModel): readonly Evidence[] {
  const { deployers, breakGlass } = declaredPrincipals(subject, model);
  const patterns = [...deployers, ...breakGlass];
  return model.roles
    .filter(({ arn }) => matchesAnyArn(patterns, arn))
    .map(({ address }) => ({
      text: `${address} is a role of the stack and declared to deploy it or to break its glass`,
      addresses: [address],
    }));
}
