/** What a product opens. */
export type ProductKind = "studio" | "notebook";

/** Words of each product. */
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
  /** The function that answers. */
  readonly functionArn: string;
  /** After which CloudFormation gives the function up; its own default is an hour. */
  readonly responseTimeoutSeconds: number;
}

/**
 * The CloudFormation template of a product: one custom resource and what came of it.
 *
 * Whom the URL is for is no parameter: the function takes it from the principal that Service Catalog recorded. The one
 * parameter makes an update ask again. Outputs are how a product hands anything to its launcher: there the URL lies until
 * the product is terminated, long past its own life of seconds.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
 */
export function productTemplate({
  kind,
  functionArn,
  responseTimeoutSeconds: answerTimeoutSeconds,
}: ProductTemplateProps): string {
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
          ServiceTimeout: String(answerTimeoutSeconds),
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
