/** Syntax tree of a Terraform expression, the text between `${` and `}`. */
export type TerraformExpression =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: readonly TerraformExpression[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: TerraformExpression; readonly name: string }
  | { readonly kind: "index"; readonly of: TerraformExpression; readonly key: TerraformExpression }
  /** `of[*].each`: `each` is an expression that uses the name `*`. */
  | { readonly kind: "splat"; readonly of: TerraformExpression; readonly each: TerraformExpression }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly arguments: readonly TerraformExpression[];
      readonly spread: boolean;
    }
  | { readonly kind: "list"; readonly items: readonly TerraformExpression[] }
  | {
      readonly kind: "object";
      readonly entries: readonly { readonly key: TerraformExpression; readonly value: TerraformExpression }[];
    }
  | ForExpression
  | {
      readonly kind: "conditional";
      readonly condition: TerraformExpression;
      readonly yes: TerraformExpression;
      readonly no: TerraformExpression;
    }
  | { readonly kind: "operation"; readonly operator: string; readonly operands: readonly TerraformExpression[] };

/** `[for k, v in collection : value if condition]`, or, with `key`, the object form `{for ... : key => value...}`. */
export interface ForExpression {
  readonly kind: "for";
  readonly names: readonly string[];
  readonly collection: TerraformExpression;
  readonly key?: TerraformExpression;
  readonly value: TerraformExpression;
  readonly condition?: TerraformExpression;
  readonly grouped: boolean;
}
