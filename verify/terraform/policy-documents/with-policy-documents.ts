import { encodeJson } from "../expressions/built-in/encoding-functions";
import { singleReference } from "../expressions/template";
import { type Json, mapTexts, type Resource, type TerraformConfiguration } from "../terraform-configuration";
import { changedDocument } from "./changed-document";
import { type PiecesOfReference, piecesOfReferences } from "./pieces-of-reference";
import {
  type PolicyDocument,
  parsedPolicyDocument,
  policyDocumentJson,
  policyDocumentOf,
} from "./render-policy-document";

const documentType = "aws_iam_policy_document";

/**
 * Replaces each reference to the JSON of an `aws_iam_policy_document` by that JSON. A document that is not understood keeps its
 * reference, which is a gap.
 */
export function withPolicyDocuments(configuration: TerraformConfiguration): TerraformConfiguration {
  const documents = configuration.resources.filter(({ mode, type }) => mode === "data" && type === documentType);
  if (documents.length === 0) {
    return configuration;
  }
  const reader = documentReader(documents, piecesOfReferences(configuration.resources));
  const rewrite = (text: string): string => {
    const document = text.includes(documentType) ? reader(text) : undefined;
    return document === undefined ? text : encodeJson(policyDocumentJson(document));
  };
  const resources = configuration.resources.map((resource) =>
    resource.mode === "data" ? resource : { ...resource, values: mapTexts(resource.values, rewrite) },
  );
  return { ...configuration, resources };
}

/** Reads the document that a text is or refers to. */
function documentReader(
  documents: readonly Resource[],
  piecesOf: PiecesOfReference,
): (text: string) => PolicyDocument | undefined {
  const byAddress = new Map(documents.map((document) => [document.address, document]));
  const known = new Map<string, PolicyDocument | undefined>();
  const read = (text: string): PolicyDocument | undefined => {
    const reference = singleReference(text);
    if (reference === undefined) {
      return parsedText(text.includes(documentType) ? (changedDocument(text, textOf, piecesOf) ?? text) : text);
    }
    const { address, attribute } = reference;
    const document = ["json", "minified_json"].includes(attribute) ? byAddress.get(address) : undefined;
    if (document === undefined) {
      return undefined;
    }
    if (!known.has(address)) {
      // Terraform refuses a document that includes itself.
      known.set(address, undefined);
      known.set(address, policyDocumentOf(document.values, read));
    }
    return known.get(address);
  };
  const textOf = (reference: string): string | undefined => {
    const document = read(reference);
    return document === undefined ? undefined : encodeJson(policyDocumentJson(document));
  };
  return read;
}

function parsedText(text: string): PolicyDocument | undefined {
  try {
    return parsedPolicyDocument(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}
