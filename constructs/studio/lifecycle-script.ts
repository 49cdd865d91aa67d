import type { PackageSource } from "./package-source";
import { type SdkDefaults, sdkDefaultsScript } from "./sdk-defaults-script";
import { trustedAuthorityScript } from "./trusted-authority-script";

/** AWS's limit on the base64 content of a lifecycle configuration, in characters. */
export const MAX_CONTENT_CHARACTERS = 16_384;

const NAME = /^[a-z0-9][a-z0-9-]*$/;

/**
 * Script that runs in a space before JupyterLab or Code Editor starts. It configures regional STS endpoints, the defaults of
 * the SageMaker SDK if an environment is given, pip and uv if there is a package source, and trust in a certificate authority.
 *
 * It contains no account, region or token, so its text is known at synthesis and its hash can be part of a name. The region
 * comes from the app and the account from the credentials. conda is not configured: CodeArtifact has no conda channels.
 *
 * @throws if a name contains a character that is special in a shell
 */
export function lifecycleScript(
  packages?: PackageSource,
  sdkDefaults?: SdkDefaults,
  trustedAuthority?: string,
): string {
  return [
    SCRIPT_PREAMBLE,
    REGIONAL_STS_SCRIPT,
    ...(trustedAuthority === undefined ? [] : [trustedAuthorityScript(trustedAuthority)]),
    ...(sdkDefaults === undefined ? [] : [sdkDefaultsScript({ ...sdkDefaults, packages })]),
    ...(packages === undefined ? [] : [packageClientScript(packages)]),
  ].join("\n");
}

/**
 * The lifecycle script in base64.
 *
 * @throws if it is longer than the API accepts
 */
export function lifecycleConfigContent(
  packages?: PackageSource,
  sdkDefaults?: SdkDefaults,
  trustedAuthority?: string,
): string {
  const content = Buffer.from(lifecycleScript(packages, sdkDefaults, trustedAuthority)).toString("base64");
  if (content.length > MAX_CONTENT_CHARACTERS) {
    throw new Error(
      `lifecycle script: must have at most ${MAX_CONTENT_CHARACTERS} characters, got ${content.length}; shorten it`,
    );
  }
  return content;
}

/** If no variable contains the region, the script reads it from the ARN in Studio's metadata file. */
const SCRIPT_PREAMBLE = `#!/bin/bash
set -eu

settings="$HOME/.studio-perimeter"
region="\${AWS_REGION:-\${AWS_DEFAULT_REGION:-}}"
if [ -z "$region" ]; then
  region="$(sed -n 's/.*"arn:[^:]*:sagemaker:\\([^:]*\\):.*/\\1/p' /opt/ml/metadata/resource-metadata.json | head -n 1)"
fi
mkdir -p "$settings"
chmod 700 "$settings"
`;

/**
 * The STS endpoint resolves only the regional host name; SDKs that call the global one time out. SDKs and notebook kernels
 * read the setting from the configuration file, shells from the variables.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html
 */
const REGIONAL_STS_SCRIPT = `aws configure set default.sts_regional_endpoints regional
{
  echo 'export AWS_STS_REGIONAL_ENDPOINTS=regional'
  if [ -n "$region" ]; then
    aws configure set default.region "$region"
    echo "export AWS_REGION=$region"
    echo "export AWS_DEFAULT_REGION=$region"
  fi
} > "$settings/environment"
for profile in "$HOME/.bashrc" "$HOME/.profile"; do
  if ! grep -qsF '.studio-perimeter/environment' "$profile"; then
    echo '. "$HOME/.studio-perimeter/environment"' >> "$profile"
  fi
done
`;

/**
 * Configures pip and uv for the repository, with a token in `~/.netrc`.
 *
 * A token expires after twelve hours and an app may run longer. A background process renews it every eight hours, and every
 * minute after a failure. An app starts even if the first request for a token fails.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html
 * @see https://pip.pypa.io/en/stable/topics/authentication/#netrc-support
 */
function packageClientScript({ domain, repository }: PackageSource): string {
  for (const name of [domain, repository]) {
    if (!NAME.test(name)) {
      throw new Error(
        `lifecycle script: domain and repository must consist of lower-case letters, digits and hyphens, got ${name}; rename it`,
      );
    }
  }
  return `cat > "$settings/renew-package-token" <<'RENEW'
#!/bin/bash
set -eu
umask 077
region_option="\${1:+--region $1}"
endpoint="$(aws codeartifact get-repository-endpoint $region_option \\
  --domain ${domain} --repository ${repository} --format pypi --query repositoryEndpoint --output text)"
token="$(aws codeartifact get-authorization-token $region_option \\
  --domain ${domain} --duration-seconds 43200 --query authorizationToken --output text)"
host="\${endpoint#https://}"
host="\${host%%/*}"
index="\${endpoint%/}/simple/"
mkdir -p "$HOME/.config/pip" "$HOME/.config/uv"
printf '[global]\\nindex-url = %s\\n' "$index" > "$HOME/.config/pip/pip.conf"
printf '[[index]]\\nurl = "%s"\\ndefault = true\\n' "$index" > "$HOME/.config/uv/uv.toml"
touch "$HOME/.netrc"
{
  grep -vF "machine $host " "$HOME/.netrc" || true
  printf 'machine %s login aws password %s\\n' "$host" "$token"
} > "$HOME/.netrc.new"
mv "$HOME/.netrc.new" "$HOME/.netrc"
RENEW
cat > "$settings/keep-package-token" <<'KEEP'
#!/bin/bash
pause="$1"
shift
while sleep "$pause"; do
  if "$HOME/.studio-perimeter/renew-package-token" "$@"; then pause=28800; else pause=60; fi
done
KEEP
chmod 700 "$settings/renew-package-token" "$settings/keep-package-token"
pause=28800
if ! "$settings/renew-package-token" $region; then
  echo 'studio-perimeter: no package token yet; trying again every minute' >&2
  pause=60
fi
nohup "$settings/keep-package-token" "$pause" $region > "$settings/keep-package-token.log" 2>&1 &
`;
}
