import type { EnvironmentInput } from "./schema/environment";

/** The form of an allow-list in an environment's file. */
type AllowList = Extract<EnvironmentInput["egress"], { kind: "inspected" }>["allowList"];

/**
 * What staging and prod may reach, so that what worked in staging works in prod.
 *
 * Exact hosts only. What these hosts redirect to beyond this list stays closed, such as the storage of large Kaggle and
 * Hugging Face files, which is shared with everybody; bring those through the data bucket.
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
  { name: "www.kaggle.com", match: "exact", reason: "catalogue and API of public data sets", owner: "data-science" },
  { name: "huggingface.co", match: "exact", reason: "catalogue and files of public models", owner: "data-science" },
];
