# The command line for pipelines without Node.js: verify, review, draw and explain, on your own Terraform.
#   docker build -t studio-perimeter .
#   docker run --rm --network none -v "$PWD:/work:ro" studio-perimeter verify infrastructure
FROM node:22-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-fund --no-audit
COPY . .
# The package without the bindings of the provider, with the other dependencies as the lock file has them.
RUN npm run package && cp package-lock.json dist-package/
WORKDIR /source/dist-package
RUN npm install --omit=dev --omit=peer --ignore-scripts --no-fund --no-audit

FROM node:22-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c
COPY --from=build /source/dist-package /opt/studio-perimeter
RUN ln -s /opt/studio-perimeter/cli/studio-perimeter.js /usr/local/bin/studio-perimeter
# The user node of the base.
USER 1000:1000
WORKDIR /work
ENTRYPOINT ["studio-perimeter"]
CMD ["--help"]
