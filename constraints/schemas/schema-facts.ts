import facts from "./schema-facts.data.json";

/** What a schema of AWS says of one value. */
export interface ValueFacts {
  /** Regular expression, as the schema writes it. */
  readonly pattern?: string;
  /** Every allowed value, as text. */
  readonly enum?: readonly string[];
  /** Characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Bounds of a number, both allowed. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Items of a list, entries of a map, or blocks of one name. */
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Format of CloudFormation: `ipv4-network` or `ipv6-network`. */
  readonly format?: string;
}

/** Arguments of one block of which at most one may be set. */
export interface ExclusiveArguments {
  /** Path of the block; empty for the resource itself. */
  readonly block: string;
  readonly arguments: readonly string[];
  readonly schema: string;
}

/** A required member of a block that Terraform's own schema does not require. */
export interface RequiredArgument {
  readonly block: string;
  readonly argument: string;
  readonly schema: string;
}

/** The schemas of one Terraform resource type. */
export interface TypeFacts {
  /** CloudFormation resource types and API operations that the type maps to. */
  readonly schemas: readonly string[];
  /** Path of an argument (`a.b`, and `a.*` for items) to the names of its shapes. Shapes without facts are not in `shapes`. */
  readonly arguments: Readonly<Record<string, readonly string[]>>;
  readonly exclusive: readonly ExclusiveArguments[];
  readonly required: readonly RequiredArgument[];
}

/** A package that the facts were extracted from. */
export interface FactSource {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The generated table of facts. */
export interface SchemaFacts {
  /** Day of the extraction. */
  readonly extracted: string;
  readonly sources: readonly FactSource[];
  readonly shapes: Readonly<Record<string, ValueFacts>>;
  readonly types: Readonly<Record<string, TypeFacts>>;
}

/** The facts that `npm run aws-schemas` extracted. */
export const schemaFacts = facts as unknown as SchemaFacts;
