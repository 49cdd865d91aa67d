/** Kind of a product: the application that its URL opens. */
export type ProductKind = "studio" | "notebook";

/** Texts and custom resource type of each product. */
export const PRODUCT_DESCRIPTIONS = {
  studio: { title: "Studio URL", resourceType: "Custom::StudioUrl", opens: "your Studio profile" },
  notebook: { title: "Notebook URL", resourceType: "Custom::NotebookUrl", opens: "your notebook instance" },
} as const satisfies Readonly<Record<ProductKind, ProductDescription>>;

interface ProductDescription {
  readonly title: string;
  readonly resourceType: string;
  readonly opens: string;
}

/** Props of {@link productTemplate}. */
export interface ProductTemplateProps {
  readonly kind: ProductKind;
  /** ARN of the function that creates the URL. */
  readonly functionArn: string;
  /** Time that CloudFormation waits for a response, in seconds. CloudFormation's default is an hour. */
  readonly responseTimeoutSeconds: number;
}

/**
 * The CloudFormation template of a product: one custom resource, with the URL as an output.
 *
 * The user is not a parameter: the function reads it from the principal that Service Catalog recorded. The parameter `Renewal`
 * only triggers an update, which requests a new URL. The output shows the URL until the product is terminated, after the URL
 * has expired.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
 */
export function productTemplate({ kind, functionArn, responseTimeoutSeconds }: ProductTemplateProps): string {
  const { title, resourceType, opens } = PRODUCT_DESCRIPTIONS[kind];
  return JSON.stringify({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `${title}: opens ${opens}, once and from inside the network`,
    Parameters: {
      Renewal: {
        Type: "String",
        Default: "1",
        AllowedPattern: "^[0-9]{1,6}$",
        ConstraintDescription: "one to six digits",
        Description: "Change the number and update the product for a new URL",
      },
    },
    Resources: {
      Url: {
        Type: resourceType,
        Properties: {
          ServiceToken: functionArn,
          ServiceTimeout: String(responseTimeoutSeconds),
          Renewal: { Ref: "Renewal" },
        },
      },
    },
    Outputs: {
      Url: templateOutput("Url", `Opens ${opens}; works once, from inside the network, within its short life`),
      Address: templateOutput("Address", "Private address of the host in the URL"),
      HostsFileLine: templateOutput(
        "HostsFileLine",
        "For the hosts file of a machine that does not ask the network's resolver",
      ),
    },
  });
}

function templateOutput(attribute: string, description: string) {
  return { Description: description, Value: { "Fn::GetAtt": ["Url", attribute] } };
}
