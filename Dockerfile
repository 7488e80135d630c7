# oneonone in a container: one static program in an otherwise empty image, run by
# nobody in particular. docs/operate.md says how to build, start and back it up.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /oneonone ./cmd/oneonone
RUN mkdir /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /oneonone /oneonone
# New volumes take their owner from here. The second is for a key kept apart.
COPY --from=build --chown=65532:65532 /data /data
COPY --from=build --chown=65532:65532 /data /key

# A number, so that whoever runs the image can see that it is not root.
USER 65532:65532
# A .env is looked for here, and what SQLite puts aside goes here too: there is
# no /tmp.
WORKDIR /data
VOLUME /data
# Heard inside the container only; HEALTHCHECK asks there.
ENV ONEONONE_DB=/data/oneonone.db \
    ONEONONE_LISTEN=127.0.0.1:9090
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/oneonone", "health"]
ENTRYPOINT ["/oneonone"]
CMD ["run"]
