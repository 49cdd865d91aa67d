/**
 * The CloudFormation equivalent of a Terraform resource.
 *
 * @typedef {object} Equivalent
 * @property {string} construct L1 construct of aws-cdk-lib, as `ec2.CfnVPC`
 * @property {(values: any, settings: Settings) => object} props
 * @property {(values: any, name: string) => readonly { suffix: string, construct: string, props: object }[]} [companions]
 *   additional resources that CloudFormation needs for it
 */

/**
 * Other resources that are its properties in CloudFormation: those of a type that name it in a field.
 *
 * @typedef {(type: string, field: string) => readonly any[]} Settings
 */

/**
 * Keys as aws-cdk-lib writes them, at every depth.
 *
 * @param {any} value
 * @returns {any}
 */
export function camelCased(value) {
  if (Array.isArray(value)) {
    return value.map(camelCased);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [camelCase(key), camelCased(child)]));
}

function camelCase(key) {
  return key.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** @param {Readonly<Record<string, string>> | undefined} tags */
export function tagList(tags) {
  return tags === undefined ? undefined : Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** Terraform holds policies as text, CloudFormation as objects. */
export function policyObject(text) {
  return text === undefined ? undefined : JSON.parse(text);
}
