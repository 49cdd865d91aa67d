/** A value of JSON without parts. */
export type JsonScalar = string | number | boolean | null;

/** A tree of JSON values. */
export type JsonTree = JsonScalar | readonly JsonTree[] | { readonly [key: string]: JsonTree };
