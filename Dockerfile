# A static binary and nothing else, but the certificates that Kafka over TLS needs:
#
#   docker build -t velo-plan .
#   docker run --rm -v "$PWD:/work" velo-plan lint jobs
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS TARGETARCH
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags="-s -w" -o /velo-plan .

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /velo-plan /velo-plan
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/velo-plan"]
