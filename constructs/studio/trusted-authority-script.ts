/** One certificate in PEM, without a key. None of its characters ends the text in which the script has it. */
const PEM_CERTIFICATE = /^-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END CERTIFICATE-----\n?$/;

/**
 * Part of the lifecycle script that lets an app trust a certificate authority, such as the one of a firewall that decrypts TLS.
 *
 * It writes a bundle of the public authorities and this one. Shells and notebook kernels get the variables that Python, pip, curl, git,
 * the AWS CLI and Node.js read. Where the image permits it, the authority also becomes one of the system. An app starts even if the
 * bundle cannot be written.
 *
 * @param certificate the certificate of the authority in PEM
 * @throws if it is not one certificate
 */
export function trustedAuthorityScript(certificate: string): string {
  if (!PEM_CERTIFICATE.test(certificate)) {
    throw new Error(
      "lifecycle script: the trusted authority must be one certificate in PEM, got another text; begin with -----BEGIN CERTIFICATE-----",
    );
  }
  return `trust_authority() (
  set -eu
  cat > "$settings/authority.pem" <<'PEM'
${certificate.trim()}
PEM
  public=""
  for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do
    if [ -z "$public" ] && [ -r "$bundle" ]; then public="$bundle"; fi
  done
  if [ -z "$public" ]; then public="$(python3 -c 'import certifi; print(certifi.where())')"; fi
  cat "$public" "$settings/authority.pem" > "$settings/ca-bundle.pem"
  variables="NODE_EXTRA_CA_CERTS=$settings/authority.pem"
  for name in SSL_CERT_FILE REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PIP_CERT GIT_SSL_CAINFO AWS_CA_BUNDLE; do
    variables="$variables $name=$settings/ca-bundle.pem"
  done
  echo "export $variables" >> "$settings/environment"
  startup="$HOME/.ipython/profile_default/startup"
  mkdir -p "$startup"
  echo "import os; os.environ.update(each.split('=') for each in '$variables'.split())" > "$startup/00-studio-perimeter-authority.py"
  store=/usr/local/share/ca-certificates/studio-perimeter.crt
  if ! { sudo -n install -D -m 644 "$settings/authority.pem" "$store" && sudo -n update-ca-certificates; } > /dev/null 2>&1; then
    echo 'studio-perimeter: the authority is in variables only, not in the store of the system' >&2
  fi
)
# A function in a condition would not stop at its first failure.
set +e
trust_authority
trusted=$?
set -e
if [ "$trusted" -ne 0 ]; then
  echo 'studio-perimeter: the authority of the firewall is not trusted; connections to the internet fail' >&2
fi
`;
}
