import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

const CDKTF_RESOLVER = new DefaultTokenResolver(new StringConcat());

/** Strings that may contain a token, a number token in decimal form, or an escape sequence. cdktf resolves them. */
const MAY_HOLD_TOKEN = /[$#]\{|Token|\de[-+]?\d/;

/**
 * Replaces the tokens in a tree by Terraform expressions. The result equals that of cdktf's resolver.
 *
 * It calls cdktf only for values with tokens, once for each distinct string. cdktf's resolver creates a context object for
 * every value.
 */
export class TokenResolver {
  private readonly resolvedStrings = new Map<string, unknown>();

  constructor(private readonly scope: IConstruct) {}

  /** @throws what cdktf's resolver throws, for example for a function in the tree */
  resolve(value: unknown): unknown {
    switch (typeof value) {
      case "string":
        return this.resolveString(value);
      case "number":
        return Number.isSafeInteger(value) ? value : this.resolveWithCdktf(value);
      case "object":
        return this.resolveObject(value);
      default:
        return this.resolveWithCdktf(value);
    }
  }

  private resolveString(value: string): unknown {
    if (!MAY_HOLD_TOKEN.test(value)) {
      return value;
    }
    const known = this.resolvedStrings.get(value);
    if (known !== undefined) {
      return known;
    }
    const resolved = this.resolveWithCdktf(value);
    this.resolvedStrings.set(value, resolved);
    return resolved;
  }

  private resolveObject(value: object | null): unknown {
    if (value === null) {
      return null;
    }
    if (Array.isArray(value)) {
      return value.some(isEncodedListElement)
        ? this.resolveWithCdktf(value)
        : value.map((element) => this.resolve(element)).filter((element) => element !== undefined);
    }
    return isPlainObject(value) ? this.resolvePlainObject(value) : this.resolveWithCdktf(value);
  }

  private resolvePlainObject(value: object): unknown {
    const resolved: Record<string, unknown> = {};
    for (const [key, child] of Object.entries(value)) {
      if (MAY_HOLD_TOKEN.test(key)) {
        return this.resolveWithCdktf(value);
      }
      const resolvedChild = this.resolve(child);
      if (resolvedChild !== undefined) {
        resolved[key] = resolvedChild;
      }
    }
    return resolved;
  }

  private resolveWithCdktf(value: unknown): unknown {
    return Tokenization.resolve(value, { scope: this.scope, preparing: false, resolver: CDKTF_RESOLVER });
  }
}

/** A token of a string list is a list with one encoded string; a token of a number list is a list with one encoded number. */
function isEncodedListElement(element: unknown): boolean {
  return typeof element === "string"
    ? element.includes("#{")
    : typeof element === "number" && !Number.isSafeInteger(element);
}

/** Whether a value is neither an instance of a class nor a resolvable. */
function isPlainObject(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype && !("resolve" in value);
}
