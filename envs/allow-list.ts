import type { EnvironmentInput } from "./schema/environment";

/** Type of an allow-list in an environment. */
type AllowList = Extract<EnvironmentInput["egress"], { kind: "inspected" }>["allowList"];

/**
 * The domains that staging and prod may reach. Both use one list, so that code that works in staging works in prod.
 *
 * Exact hosts only. These hosts redirect some downloads, such as large Kaggle and Hugging Face files, to storage that other
 * customers share. That storage stays blocked: copy such files to the data bucket.
 */
export const allowList: AllowList = [
  { name: "github.com", match: "exact", reason: "clone and fetch of public repositories", owner: "ml-platform" },
  {
    name: "codeload.github.com",
    match: "exact",
    reason: "github.com redirects downloads of source archives here",
    owner: "ml-platform",
  },
  {
    name: "release-assets.githubusercontent.com",
    match: "exact",
    reason: "github.com redirects downloads of release files here",
    owner: "ml-platform",
  },
  { name: "www.kaggle.com", match: "exact", reason: "catalog and API of public data sets", owner: "data-science" },
  { name: "huggingface.co", match: "exact", reason: "catalog and files of public models", owner: "data-science" },
];
