/** Longest content that AWS takes, after base64. */
export const MAX_CONTENT_CHARACTERS = 16_384;

/** Where pip and uv find their packages. */
export interface PackageSource {
  /** CodeArtifact domain of this account. */
  readonly domain: string;
  /** The repository that users read. */
  readonly repository: string;
}

const NAME = /^[a-z0-9][a-z0-9-]*$/;

/**
 * Script that runs in a space before JupyterLab or Code Editor starts: regional STS always, pip and uv when there is a
 * package source.
 *
 * It holds no account, region or token: the region comes from the app, the account from the credentials. Its text is therefore
 * known before anything is applied, and its hash can name it. conda is left alone, for CodeArtifact serves no conda channels.
 *
 * @throws when a name could end the shell word it stands in
 */
export function lifecycleScript(packages?: PackageSource): string {
  return [
    SCRIPT_PREAMBLE,
    REGIONAL_STS_SCRIPT,
    ...(packages === undefined ? [] : [packageClientScript(packages)]),
  ].join("\n");
}

/**
 * The script as the API takes it.
 *
 * @throws when it is longer than the API takes
 */
export function lifecycleConfigContent(packages?: PackageSource): string {
  const content = Buffer.from(lifecycleScript(packages)).toString("base64");
  if (content.length > MAX_CONTENT_CHARACTERS) {
    throw new Error(
      `lifecycle script: longer than the API takes, got ${content.length} characters; at most ${MAX_CONTENT_CHARACTERS}`,
    );
  }
  return content;
}

/** Studio describes the space in a file, whose ARN names the region even where no variable does. */
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
 * The endpoint of STS answers for the regional host only; SDKs that ask the global one hang. SDKs read the setting from their
 * configuration file, which reaches notebook kernels too; shells get the variables.
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
 * pip and uv ask the repository, with a token that lies in `~/.netrc` and nowhere else, so that renewing it touches one line.
 * Tokens live twelve hours and an app may live longer: one process renews them every eight, and every minute while it cannot.
 * An app starts even when the first token cannot be had.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html
 * @see https://pip.pypa.io/en/stable/topics/authentication/#netrc-support
 */
function packageClientScript({ domain, repository }: PackageSource): string {
  for (const name of [domain, repository]) {
    if (!NAME.test(name)) {
      throw new Error(
        `lifecycle script: a package source has letters, digits and hyphens only, got ${name}; rename it`,
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
