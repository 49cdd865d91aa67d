import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { ServicecatalogConstraint } from "@cdktf/provider-aws/lib/servicecatalog-constraint";
import { ServicecatalogPortfolio } from "@cdktf/provider-aws/lib/servicecatalog-portfolio";
import { ServicecatalogPrincipalPortfolioAssociation } from "@cdktf/provider-aws/lib/servicecatalog-principal-portfolio-association";
import { ServicecatalogProduct } from "@cdktf/provider-aws/lib/servicecatalog-product";
import { ServicecatalogProductPortfolioAssociation } from "@cdktf/provider-aws/lib/servicecatalog-product-portfolio-association";
import { Construct } from "constructs";
import { PRODUCT_DESCRIPTIONS, type ProductKind, productTemplate } from "./product-template";
import type { TemplateBucket } from "./template-bucket";

export interface SelfServicePortfolioProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly kinds: readonly ProductKind[];
  readonly functionArn: string;
  readonly responseTimeoutSeconds: number;
  readonly templates: TemplateBucket;
}

/**
 * A portfolio with one product for each thing that is opened.
 *
 * A changed template lies under another key, and Service Catalog replaces the product: it keeps a copy of the template and
 * would not notice a change in place. Products are launched, used and terminated within minutes.
 *
 * Service Catalog costs nothing below 1,000 calls a month, then $0.0007 a call.
 */
export class SelfServicePortfolio extends Construct {
  readonly portfolioId: string;
  readonly productArns: readonly string[];

  private readonly products: readonly PortfolioProduct[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SelfServicePortfolioProps,
  ) {
    super(scope, id);
    const portfolio = new ServicecatalogPortfolio(this, "portfolio", {
      name: props.name,
      providerName: props.name,
      description: "Studio and notebooks, opened by those whose they are",
    });
    this.portfolioId = portfolio.id;
    this.products = props.kinds.map((kind) => this.addProduct(kind));
    this.productArns = this.products.map(({ product }) => product.arn);
  }

  /** Lets roles launch the products; the launch role then acts in their place. */
  grantLaunchTo(endUserRoleArns: readonly string[], launchRoleArn: string): void {
    for (const [index, principalArn] of endUserRoleArns.entries()) {
      new ServicecatalogPrincipalPortfolioAssociation(this, `launcher_${index + 1}`, {
        portfolioId: this.portfolioId,
        principalArn,
        principalType: "IAM",
      });
    }
    for (const { kind, product, association } of this.products) {
      new ServicecatalogConstraint(this, `${kind}_launch`, {
        portfolioId: this.portfolioId,
        productId: product.id,
        type: "LAUNCH",
        description: "Launched by the launch role, so that launching takes no right of one's own",
        parameters: JSON.stringify({ RoleArn: launchRoleArn }),
        dependsOn: [association],
      });
    }
  }

  private addProduct(kind: ProductKind): PortfolioProduct {
    const { name, responseTimeoutSeconds: answerTimeoutSeconds } = this.props;
    const template = this.template(kind);
    const product = new ServicecatalogProduct(this, kind, {
      name: `${PRODUCT_DESCRIPTIONS[kind].title} of ${name}`,
      owner: name,
      description: `Opens ${PRODUCT_DESCRIPTIONS[kind].opens}; answers within ${answerTimeoutSeconds} seconds`,
      type: "CLOUD_FORMATION_TEMPLATE",
      provisioningArtifactParameters: {
        name: template.version,
        type: "CLOUD_FORMATION_TEMPLATE",
        templateUrl: template.url,
      },
    });
    const association = new ServicecatalogProductPortfolioAssociation(this, `${kind}_offered`, {
      portfolioId: this.portfolioId,
      productId: product.id,
    });
    return { kind, product, association };
  }

  private template(kind: ProductKind): { readonly url: string; readonly version: string } {
    const { functionArn, responseTimeoutSeconds: answerTimeoutSeconds, templates } = this.props;
    const content = productTemplate({ kind, functionArn, responseTimeoutSeconds: answerTimeoutSeconds });
    const version = templateVersion(
      productTemplate({ kind, functionArn: "", responseTimeoutSeconds: answerTimeoutSeconds }),
    );
    const object = new S3Object(this, `${kind}_template`, {
      bucket: templates.bucketId,
      key: `${kind}-url-${version}.json`,
      content,
      contentType: "application/json",
      dependsOn: [...templates.settingsDependencies],
    });
    return { url: `https://${templates.domainName}/${object.key}`, version };
  }
}

interface PortfolioProduct {
  readonly kind: ProductKind;
  readonly product: ServicecatalogProduct;
  readonly association: ServicecatalogProductPortfolioAssociation;
}

/** The function's ARN is left out: it is a reference, which stands for another text at every synthesis. */
function templateVersion(template: string): string {
  return createHash("sha256").update(template).digest("hex").slice(0, 12);
}
