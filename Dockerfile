# The hub, with what keeps strangers' models apart. `docker compose up` starts it with all that it needs: compose.yaml.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --ignore-scripts && npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends bubblewrap && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/packages ./packages
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production FMPN_CACHE=/tmp/fmpn
VOLUME /data
EXPOSE 8470
ENTRYPOINT ["node", "packages/cli/bin/fmpn.js"]
CMD ["hub", "--host", "0.0.0.0", "--database", "/data/hub.sqlite"]
