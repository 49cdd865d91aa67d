import type { Json } from "../../terraform-configuration";

/**
 * What each file says that Terraform loads from a folder, by the name of the file: the objects of blocks in Terraform's JSON syntax, or the
 * values of variables. A file that was not read says its text.
 */
export type WrittenFiles = ReadonlyMap<string, readonly Json[]>;
