import type { AuthorizationRequest, ContextValues } from "../../language/authorization-request";
import { matchesAnyArn } from "../../patterns/arn-globs";
import {
  assertDistinguishedArns,
  assertTested,
  type Distinctions,
  fitsTest,
  type ValueTest,
} from "../statements/distinctions";

declare const hidden: unique symbol;

/** The condition keys of one request of a class. The class has other values too, so they cannot be read. */
export interface ExampleContext {
  readonly [hidden]: ContextValues;
}

/** One request of a class. */
export interface ExampleRequest extends Omit<AuthorizationRequest, "context"> {
  readonly context: ExampleContext;
}

/** A class of requests, as far as a question may ask about it. */
interface AskedRequests<Key extends string> {
  readonly request: ExampleRequest;
  readonly target: { readonly resource: string };
  readonly distinctions: Distinctions<Key>;
}

/** The request as one of its class. */
export function exampleOf(request: AuthorizationRequest): ExampleRequest {
  return request as unknown as ExampleRequest;
}

/** The example in full, for the evaluation of policies and for evidence. Claims test values by {@link hasOnly} and its like. */
export function requestOfExample(request: ExampleRequest): AuthorizationRequest {
  return request as unknown as AuthorizationRequest;
}

function valuesOf<Key extends string>(
  { request, distinctions }: AskedRequests<Key>,
  test: ValueTest<Key>,
): readonly string[] | undefined {
  assertTested(distinctions, test);
  return requestOfExample(request).context.get(test.key);
}

/** Whether the requests have the key of the test. */
export function hasKey<Key extends string>(requests: AskedRequests<Key>, test: ValueTest<Key>): boolean {
  return valuesOf(requests, test) !== undefined;
}

/** Whether the requests have the key, and every value of it fits. */
export function hasOnly<Key extends string>(requests: AskedRequests<Key>, test: ValueTest<Key>): boolean {
  const values = valuesOf(requests, test) ?? [];
  return values.length > 0 && values.every((value) => fitsTest(test, value));
}

/** Whether the requests have the key with a value that fits. */
export function hasSome<Key extends string>(requests: AskedRequests<Key>, test: ValueTest<Key>): boolean {
  return (valuesOf(requests, test) ?? []).some((value) => fitsTest(test, value));
}

/** Whether the requests act on a resource of the group, which the question must distinguish. */
export function actsOnAny({ target, distinctions }: AskedRequests<never>, arns: readonly string[]): boolean {
  assertDistinguishedArns(distinctions, arns);
  return matchesAnyArn(arns, target.resource);
}
