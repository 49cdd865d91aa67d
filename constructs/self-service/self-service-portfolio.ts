import { createHash } from "node:crypto";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { ServicecatalogConstraint } from "@cdktf/provider-aws/lib/servicecatalog-constraint";
import { ServicecatalogPortfolio } from "@cdktf/provider-aws/lib/servicecatalog-portfolio";
import { ServicecatalogPrincipalPortfolioAssociation } from "@cdktf/provider-aws/lib/servicecatalog-principal-portfolio-association";
import { ServicecatalogProduct } from "@cdktf/provider-aws/lib/servicecatalog-product";
import { ServicecatalogProductPortfolioAssociation } from "@cdktf/provider-aws/lib/servicecatalog-product-portfolio-association";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { PRODUCT_DESCRIPTIONS, type ProductKind, productTemplate } from "./product-template";
import type { TemplateBucket } from "./template-bucket";

/** Props of {@link SelfServicePortfolio}. */
export interface SelfServicePortfolioProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** Kinds of products; the portfolio has one of each. */
  readonly kinds: readonly ProductKind[];
  /** ARN of the function that creates the URLs. */
  readonly functionArn: string;
  /** Time that CloudFormation waits for a response of the function, in seconds. */
  readonly responseTimeoutSeconds: number;
  /** Bucket of the templates. */
  readonly templates: Pick<TemplateBucket, "bucketId" | "domainName" | "settingsDependencies">;
}

/**
 * A Service Catalog portfolio with one product for each kind.
 *
 * The S3 key of a template contains a hash of its content, so a changed template replaces the product. Service Catalog copies
 * the template and would not notice a change under the same key. Users launch and terminate products within minutes.
 *
 * The first 1,000 API calls a month are free of charge; then a call costs $0.0007.
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
      name: props.context.name,
      providerName: props.context.name,
      description: "Presigned URLs of the user's own Studio profile and notebook instance",
    });
    this.portfolioId = portfolio.id;
    this.products = props.kinds.map((kind) => this.addProduct(kind));
    this.productArns = this.products.map(({ product }) => product.arn);
  }

  /** Allows roles to launch the products. Service Catalog then uses the launch role. */
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
        description: "Products are launched with the launch role, so users need no other permissions",
        parameters: JSON.stringify({ RoleArn: launchRoleArn }),
        dependsOn: [association],
      });
    }
  }

  private addProduct(kind: ProductKind): PortfolioProduct {
    const { context, responseTimeoutSeconds } = this.props;
    const { name } = context;
    const template = this.addTemplate(kind);
    const product = new ServicecatalogProduct(this, kind, {
      name: `${PRODUCT_DESCRIPTIONS[kind].title} of ${name}`,
      owner: name,
      description: `Opens ${PRODUCT_DESCRIPTIONS[kind].opens}; returns a URL within ${responseTimeoutSeconds} seconds`,
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

  private addTemplate(kind: ProductKind): { readonly url: string; readonly version: string } {
    const { functionArn, responseTimeoutSeconds, templates } = this.props;
    const content = productTemplate({ kind, functionArn, responseTimeoutSeconds });
    const version = templateVersion(productTemplate({ kind, functionArn: "", responseTimeoutSeconds }));
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

/** Hash of a template without the function's ARN, whose token text differs at every synthesis. */
function templateVersion(template: string): string {
  return createHash("sha256").update(template).digest("hex").slice(0, 12);
}
